package io.offlinepush.api;

/**
 * Why a session ended.
 *
 * <p>A later version may add constants: write a default in a {@code switch}. A client that receives an unknown reason
 * connects again.
 */
public enum SessionEnd {
    /** The client logged out. The binding is cleared. */
    LOGGED_OUT,
    /** The host ended the session, or the device was removed as one too many. The binding is cleared. */
    KICKED_OUT,
    /** The host reported that the connection is lost. The binding stays. */
    DISCONNECTED,
    /** No heartbeat came in time. The binding stays. */
    HEARTBEAT_LOST,
    /** Another user logged in on this device. */
    TAKEN_OVER,
    /** The same user logged in again on this device. */
    REPLACED,
    /** This process closes, or lost its lease. The client should connect again. */
    NODE_STOPPED
}
