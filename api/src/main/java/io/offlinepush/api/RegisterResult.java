package io.offlinepush.api;

import java.util.Optional;

/**
 * The result of {@link Devices#registerPush(Registration)} and similar calls, in the terms of ZPNs' registered event:
 * errorCode, message, pushID.
 *
 * <p>A later version may add results and error codes. A device is registered only if the error code is 0.
 */
public sealed interface RegisterResult {

    /** ZPNs' error code for an app that the server does not know (ZPNs error codes). */
    int UNKNOWN_APP = 6_000_402;

    /**
     * ZPNs' error code for other failures of a registration (ZPNs error codes). Here: the user or the session's login
     * is not the one that is logged in on the device.
     */
    int NOT_LOGGED_IN = 6_000_404;

    /**
     * ZPNs' error code.
     *
     * @return 0 if the device is registered, otherwise for example {@link #UNKNOWN_APP}
     */
    int errorCode();

    /**
     * An explanation of the error code, for a log.
     *
     * @return a sentence without secrets; empty if the device is registered
     */
    String message();

    /**
     * The device's PushID.
     *
     * @return the PushID if the device is registered, otherwise empty
     */
    Optional<PushId> pushId();

    /**
     * The device is registered.
     *
     * @param id the device's PushID
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
     * The device is not registered, and nothing was changed.
     *
     * @param errorCode for example {@link #UNKNOWN_APP} or {@link #NOT_LOGGED_IN}
     * @param message what to do about the refusal
     */
    record Refused(int errorCode, String message) implements RegisterResult {
        @Override
        public Optional<PushId> pushId() {
            return Optional.empty();
        }
    }
}
