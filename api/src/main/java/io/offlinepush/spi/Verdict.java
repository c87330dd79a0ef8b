package io.offlinepush.spi;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A provider's answer for one target. A refusal is a verdict too; a failed stage means that there is no answer for any
 * target.
 *
 * <p>A {@code cause} is plain text for logs and traces, for example {@code connection refused}; empty if it is not
 * known. It never contains a token, a key, a message text or a payload.
 *
 * <p>A later version may add verdicts; a provider goes on answering with those that it knows.
 */
public sealed interface Verdict {

    /**
     * The vendor's code and request id.
     *
     * @return the vendor's answer
     */
    VendorAnswer answer();

    /**
     * The vendor took the notification. Whether a phone shows it is not known.
     *
     * @param answer the vendor's answer
     */
    record Accepted(VendorAnswer answer) implements Verdict {
        /** Refuses null. */
        public Accepted {
            Objects.requireNonNull(answer, "answer");
        }
    }

    /**
     * The vendor refused the notification for this target, and a retry would not help. The token is not at fault.
     *
     * @param cause what is at fault
     * @param answer the vendor's answer
     */
    record Rejected(Cause cause, VendorAnswer answer) implements Verdict {

        /** Refuses null. */
        public Rejected {
            Objects.requireNonNull(cause, "cause");
            Objects.requireNonNull(answer, "answer");
        }

        /** What is at fault for a refusal. A later version may add more. */
        public enum Cause {
            /** The message: the vendor does not take one like it. */
            MESSAGE,
            /** The app: its rights for this kind of message, or its configuration at the vendor. */
            APP,
            /** An answer that the provider does not know. */
            UNKNOWN
        }
    }

    /**
     * The vendor says that this very token is dead.
     *
     * @param answer the vendor's answer
     */
    record TokenInvalid(VendorAnswer answer) implements Verdict {
        /** Refuses null. */
        public TokenInvalid {
            Objects.requireNonNull(answer, "answer");
        }
    }

    /**
     * The vendor certainly did not take the notification, and may take it later.
     *
     * @param after how long the vendor says to wait; null if it does not say
     * @param answer the vendor's answer; {@link VendorAnswer#NONE} if nothing was sent
     * @param cause why it was not taken; empty if not known
     */
    record RetryLater(@Nullable Duration after, VendorAnswer answer, String cause) implements Verdict {
        /** Refuses null where none is allowed. */
        public RetryLater {
            Objects.requireNonNull(answer, "answer");
            Objects.requireNonNull(cause, "cause");
        }

        /**
         * Without a known cause.
         *
         * @param after how long the vendor says to wait; null if it does not say
         * @param answer the vendor's answer; {@link VendorAnswer#NONE} if nothing was sent
         */
        public RetryLater(@Nullable Duration after, VendorAnswer answer) {
            this(after, answer, "");
        }
    }

    /**
     * No answer came for this target, and its notification may have been sent: it may show or not. Other targets of the
     * same request have verdicts of their own.
     *
     * @param answer the vendor's answer, as far as there is one; mostly {@link VendorAnswer#NONE}
     * @param cause why no answer came; empty if not known
     */
    record Unknown(VendorAnswer answer, String cause) implements Verdict {
        /** Refuses null. */
        public Unknown {
            Objects.requireNonNull(answer, "answer");
            Objects.requireNonNull(cause, "cause");
        }
    }

    /**
     * The vendor refuses the app itself: its rights, its keys or its clock. This says nothing about the token or the
     * message, and every other push of the app would be refused too: core pauses the app's lane, and its pushes stay
     * owed.
     *
     * @param answer the vendor's answer
     * @param cause why the app is refused; empty if not known
     */
    record AppRefused(VendorAnswer answer, String cause) implements Verdict {
        /** Refuses null. */
        public AppRefused {
            Objects.requireNonNull(answer, "answer");
            Objects.requireNonNull(cause, "cause");
        }
    }
}
