package io.offlinepush.api;

/** The host's connection to one client, as a session uses it. */
@FunctionalInterface
public interface ClientChannel {

    /**
     * Hands an event to the client's connection.
     *
     * <p>Called by one thread at a time for a session, on a thread for channels. It must not block: take the event
     * (put it into the connection's buffer) or refuse it. After a refusal nothing is delivered until the host calls
     * {@link Session#ready}; the refused event then comes again.
     *
     * @param event the event
     * @return true if the event was taken, false if it was refused
     */
    boolean deliver(ClientEvent event);
}
