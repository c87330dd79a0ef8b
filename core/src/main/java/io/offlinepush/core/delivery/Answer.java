package io.offlinepush.core.delivery;

import io.offlinepush.api.PushAnswered;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of an attempt.
 *
 * @param attempt the attempt
 * @param verdicts one for each target, in their order; null if no answer came: then the outcome is unknown if the
 *     request was sent
 * @param failure why no answer came, without anything secret; empty if one did
 */
public record Answer(PushAttempt attempt, @Nullable List<Verdict> verdicts, String failure) {

    /** An answer as a provider gave it; one that breaks the provider's contract is none. */
    static Answer of(PushAttempt attempt, @Nullable List<Verdict> verdicts, @Nullable Throwable failure) {
        if (failure != null) {
            return new Answer(attempt, null, failure.getClass().getName());
        }
        if (verdicts == null || verdicts.size() != attempt.targets().size() || hasNull(verdicts)) {
            return new Answer(attempt, null, "not one verdict for each target");
        }
        return new Answer(attempt, verdicts, "");
    }

    private static boolean hasNull(List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            if (verdict == null) {
                return true;
            }
        }
        return false;
    }

    /** For the listener. */
    PushAnswered counted(Duration took) {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        if (verdicts == null) {
            counts.put(Kind.UNKNOWN, attempt.targets().size());
        } else {
            verdicts.forEach(verdict -> counts.merge(Kind.of(verdict), 1, Integer::sum));
        }
        return new PushAnswered(
                attempt.app(),
                attempt.notification().messageId(),
                took,
                counts.getOrDefault(Kind.ACCEPTED, 0),
                counts.getOrDefault(Kind.REJECTED, 0),
                counts.getOrDefault(Kind.TOKEN_INVALID, 0),
                counts.getOrDefault(Kind.RETRY_LATER, 0) + counts.getOrDefault(Kind.APP_REFUSED, 0),
                counts.getOrDefault(Kind.UNKNOWN, 0));
    }

    /** The kinds of verdicts, for a switch. */
    public enum Kind {
        ACCEPTED,
        REJECTED,
        TOKEN_INVALID,
        RETRY_LATER,
        APP_REFUSED,
        UNKNOWN;

        /** The kind of a verdict. */
        public static Kind of(Verdict verdict) {
            if (verdict instanceof Verdict.Accepted) {
                return ACCEPTED;
            } else if (verdict instanceof Verdict.Rejected) {
                return REJECTED;
            } else if (verdict instanceof Verdict.TokenInvalid) {
                return TOKEN_INVALID;
            } else if (verdict instanceof Verdict.RetryLater) {
                return RETRY_LATER;
            } else if (verdict instanceof Verdict.AppRefused) {
                return APP_REFUSED;
            } else if (verdict instanceof Verdict.Unknown) {
                return UNKNOWN;
            }
            throw new IllegalStateException("a verdict of a kind that nobody made");
        }
    }
}
