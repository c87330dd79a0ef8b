package io.offlinepush.core.orders;

/** Where the device stands when the message is sent, and who says so. */
enum Kind {
    /** It has a session; sessions tell who looks online. */
    SESSION(true, false),
    /**
     * It has a session; the host's own presence tells, which is asked outside the engine's loop and has a time limit.
     */
    SESSION_AND_HOST_PRESENCE(true, true),
    /** Its connection is lost; sessions tell. */
    OFFLINE(false, false),
    /** Its connection is lost; the host's own presence tells. */
    OFFLINE_AND_HOST_PRESENCE(false, true);

    final boolean connected;
    final boolean hostPresence;

    Kind(boolean connected, boolean hostPresence) {
        this.connected = connected;
        this.hostPresence = hostPresence;
    }
}
