package io.offlinepush.sandbox;

/**
 * Where the app of a simulated phone is. A notification is shown in every state, unless {@code foregroundShow} is
 * false.
 */
public enum AppState {
    /** On the screen: a message with {@code foregroundShow: false} goes to the app and is not shown. */
    OPEN,
    /** In the background. */
    CLOSED,
    /** No process; the phone still shows notifications. */
    KILLED
}
