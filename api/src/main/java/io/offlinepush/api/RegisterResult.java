package io.offlinepush.api;

import java.util.Optional;

/**
 * The answer of {@link Devices#registerPush(Registration)} and its like, in the terms of ZPNs' registered event: errorCode,
 * message, pushID.
 *
 * <p>More may come in a later version, and more error codes: what is not 0 is not registered.
 */
public sealed interface RegisterResult {

    /** ZPNs' code for an app that the server does not know (ZPNs error codes). */
    int UNKNOWN_APP = 6_000_402;

    /**
     * ZPNs' code for a registration that fails for another reason (ZPNs error codes): the user, or the session's login, is not
     * the one that is logged in on the device.
     */
    int NOT_LOGGED_IN = 6_000_404;

    /**
     * ZPNs' error code.
     *
     * @return 0 when registered
     */
    int errorCode();

    /**
     * What the code means, for a log.
     *
     * @return a sentence without secrets; empty when registered
     */
    String message();

    /**
     * The device's address with us.
     *
     * @return the PushID when registered, otherwise empty
     */
    Optional<PushId> pushId();

    /**
     * The device is registered.
     *
     * @param id its PushID
     */
    record Registered(PushId id) implements RegisterResult {
        @Override
        public int errorCode() {
            return 0;
        }

        @Override
        public String message() {
            return "";
        }

        @Override
        public Optional<PushId> pushId() {
            return Optional.of(id);
        }
    }

    /**
     * The device is not registered, and nothing changed.
     *
     * @param errorCode for example {@link #UNKNOWN_APP} or {@link #NOT_LOGGED_IN}
     * @param message what to do
     */
    record Refused(int errorCode, String message) implements RegisterResult {
        @Override
        public Optional<PushId> pushId() {
            return Optional.empty();
        }
    }
}
