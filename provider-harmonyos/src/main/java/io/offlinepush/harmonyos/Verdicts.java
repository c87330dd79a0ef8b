package io.offlinepush.harmonyos;

import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import io.offlinepush.spi.Verdict.Rejected.Cause;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one table: what an answer means, and the verdicts that follow. Which HTTP status comes with which code is not
 * documented, so the code decides on every status but those that ask for patience; success alone needs a 200 too.
 */
enum Verdicts {
    /** All were taken. */
    ACCEPTED,
    /** Those that the answer names were refused, the others taken. */
    SOME_REFUSED,
    /** All were refused; the answer may say why. */
    ALL_REFUSED,
    /** The bearer was refused. */
    NOT_AUTHENTICATED,
    /** Too much, or trouble at the vendor's. */
    LATER,
    /** The message is not as Push Kit wants it. */
    MESSAGE,
    /** The app's rights or configuration at the vendor. */
    APP,
    /** A clear answer that this table does not have. */
    UNKNOWN,
    /** It says that all is well and nothing that can be read: perhaps taken, perhaps not. */
    UNREADABLE;

    private static final Map<String, Verdicts> CODES = Map.ofEntries(
            Map.entry("80000000", ACCEPTED),
            Map.entry("80100000", SOME_REFUSED),
            Map.entry("80100001", MESSAGE),
            Map.entry("80100003", MESSAGE),
            Map.entry("80100004", MESSAGE),
            Map.entry("80200001", NOT_AUTHENTICATED),
            Map.entry("80200003", NOT_AUTHENTICATED),
            Map.entry("80200005", NOT_AUTHENTICATED),
            Map.entry("80300002", APP),
            Map.entry("80300007", ALL_REFUSED),
            Map.entry("80300008", MESSAGE),
            Map.entry("80300010", MESSAGE),
            Map.entry("80300036", APP),
            Map.entry("80300037", APP),
            Map.entry("81000001", LATER));

    private static final Map<Integer, Verdicts> STATUSES = Map.of(
            400, MESSAGE,
            401, NOT_AUTHENTICATED,
            403, APP,
            404, APP,
            413, MESSAGE,
            429, LATER,
            500, LATER,
            502, LATER,
            503, LATER,
            504, LATER);

    /** Reasons that are about the token itself. Every other is the app's or the account's. */
    private static final Set<String> TOKEN_REASONS = Set.of("tokenFormatError", "tokenPlatformNotSupport");

    static boolean blamesToken(String reason) {
        return TOKEN_REASONS.contains(reason);
    }

    /** What an answer means. */
    static Verdicts of(Answer answer) {
        Verdicts byStatus = STATUSES.getOrDefault(answer.status(), UNKNOWN);
        if (byStatus == LATER || byStatus == NOT_AUTHENTICATED) {
            return byStatus;
        }
        if (answer.code().isEmpty()) {
            return answer.status() / 100 == 2 ? UNREADABLE : byStatus;
        }
        Verdicts byCode = CODES.getOrDefault(answer.code(), UNKNOWN);
        if (byCode == ACCEPTED && answer.status() != 200) {
            return UNKNOWN;
        }
        if (byCode == SOME_REFUSED && answer.refused() == null) {
            // Some were taken and it does not say which.
            return UNREADABLE;
        }
        return byCode;
    }

    /**
     * One verdict for each target, in their order. Not for {@link #UNREADABLE}, which has none.
     *
     * @param answer what this was read from
     * @param targets whom the request was for
     */
    List<Verdict> verdicts(Answer answer, List<Target> targets) {
        VendorAnswer said = answer.vendorAnswer();
        return switch (this) {
            case ACCEPTED -> all(new Verdict.Accepted(said), targets);
            case SOME_REFUSED -> attributed(answer, new Verdict.Accepted(said), targets);
            case ALL_REFUSED -> attributed(answer, new Verdict.Rejected(Cause.APP, said), targets);
            case NOT_AUTHENTICATED, APP -> all(new Verdict.Rejected(Cause.APP, said), targets);
            case LATER -> all(new Verdict.RetryLater(null, said), targets);
            case MESSAGE -> all(new Verdict.Rejected(Cause.MESSAGE, said), targets);
            case UNKNOWN -> all(new Verdict.Rejected(Cause.UNKNOWN, said), targets);
            case UNREADABLE -> throw new IllegalStateException("an unreadable answer has no verdicts");
        };
    }

    /** The same verdict for every target. */
    static List<Verdict> all(Verdict verdict, List<Target> targets) {
        return targets.stream().map(target -> verdict).toList();
    }

    private static List<Verdict> attributed(Answer answer, Verdict unnamed, List<Target> targets) {
        Map<String, String> refused = answer.refused() == null ? Map.of() : answer.refused();
        Verdict invalid = new Verdict.TokenInvalid(answer.vendorAnswer());
        Verdict rejected = new Verdict.Rejected(Cause.APP, answer.vendorAnswer());
        return targets.stream()
                .map(target -> {
                    String reason = refused.get(target.token().value());
                    return reason == null ? unnamed : blamesToken(reason) ? invalid : rejected;
                })
                .toList();
    }
}
