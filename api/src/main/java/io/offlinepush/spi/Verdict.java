package io.offlinepush.spi;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A provider's answer for one target. A "no" is a verdict too; only no answer at all is a failed stage.
 *
 * <p>More may come in a later version; a provider goes on answering with those that it knows.
 */
public sealed interface Verdict {

    /**
     * What the vendor said.
     *
     * @return its code and id
     */
    VendorAnswer answer();

    /**
     * The vendor took it. That it will be shown is not known.
     *
     * @param answer what the vendor said
     */
    record Accepted(VendorAnswer answer) implements Verdict {
        /** Refuses null. */
        public Accepted {
            Objects.requireNonNull(answer, "answer");
        }
    }

    /**
     * The vendor refused it, and a retry would not help. The token is not to blame.
     *
     * @param cause whose fault it is
     * @param answer what the vendor said
     */
    record Rejected(Cause cause, VendorAnswer answer) implements Verdict {

        /** Refuses null. */
        public Rejected {
            Objects.requireNonNull(cause, "cause");
            Objects.requireNonNull(answer, "answer");
        }

        /** Whose fault a refusal is. More may come in a later version. */
        public enum Cause {
            /** The message is not as the vendor wants it. */
            MESSAGE,
            /** The app's rights or configuration at the vendor. */
            APP,
            /** An answer that the provider does not know. */
            UNKNOWN
        }
    }

    /**
     * The vendor says that this very token is dead.
     *
     * @param answer what the vendor said
     */
    record TokenInvalid(VendorAnswer answer) implements Verdict {
        /** Refuses null. */
        public TokenInvalid {
            Objects.requireNonNull(answer, "answer");
        }
    }

    /**
     * It was certainly not taken; later it may be.
     *
     * @param after how long the vendor says to wait; null if it does not say
     * @param answer what the vendor said; {@link VendorAnswer#NONE} if nothing was sent
     */
    record RetryLater(@Nullable Duration after, VendorAnswer answer) implements Verdict {
        /** Refuses null where none is allowed. */
        public RetryLater {
            Objects.requireNonNull(answer, "answer");
        }
    }
}
