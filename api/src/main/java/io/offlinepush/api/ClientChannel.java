package io.offlinepush.api;

/** The host's connection to one client, as a session uses it. */
@FunctionalInterface
public interface ClientChannel {

    /**
     * Hands an event to the client's connection.
     *
     * <p>Called on the executor for callbacks, by one thread at a time for each session. The method must not block: it
     * puts the event into the connection's buffer, or refuses it. After a refusal nothing is delivered until the host
     * calls {@link Session#ready}; then the refused event comes again.
     *
     * @param event the event
     * @return true if the event was taken, false if it was refused
     */
    boolean deliver(ClientEvent event);
}
