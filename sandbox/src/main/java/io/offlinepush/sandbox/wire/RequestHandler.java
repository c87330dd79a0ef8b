package io.offlinepush.sandbox.wire;

import io.offlinepush.sandbox.ConnectionFault;
import io.offlinepush.sandbox.RequestFault;
import io.offlinepush.sandbox.rules.Reply;
import io.offlinepush.sandbox.rules.RequestHead;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides for the connections: how each request is answered and what goes wrong. Safe for any number of threads. */
public interface RequestHandler {

    /** The fault of a connection that was just accepted, or empty if it has none. */
    Optional<ConnectionFault> faultOfNextConnection();

    /** Records that the fault of a connection took effect. */
    void happened(ConnectionFault fault, int connection);

    /**
     * Judges a request. Never throws.
     *
     * @param ofConnection the fault that all requests of the connection have, or null
     */
    Outcome answer(RequestHead head, byte[] body, @Nullable RequestFault ofConnection);

    /** The answer to a request whose body was not read to its end because it is too long: HTTP 413. */
    Reply tooLarge(RequestHead head);

    /** The answer to bytes that are not HTTP: HTTP 400. */
    Reply notHttp(RequestHead head);
}
