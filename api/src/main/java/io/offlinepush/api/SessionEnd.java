package io.offlinepush.api;

/**
 * Why a session ended.
 *
 * <p>More may come in a later version: a {@code switch} needs a default, and a client that is told an unknown reason connects again.
 */
public enum SessionEnd {
    /** The client logged out: the binding is cleared. */
    LOGGED_OUT,
    /** The host ended it: the binding is cleared. */
    KICKED_OUT,
    /** The host said that the connection is gone: the binding stays. */
    DISCONNECTED,
    /** No heartbeat came for too long: the binding stays. */
    HEARTBEAT_LOST,
    /** Another user logged in on this device. */
    TAKEN_OVER,
    /** The same user logged in again on this device. */
    REPLACED,
    /** This process closes, or lost its place in the store: the client should connect again. */
    NODE_STOPPED
}
