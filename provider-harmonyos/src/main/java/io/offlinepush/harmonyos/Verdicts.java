package io.offlinepush.harmonyos;

import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import io.offlinepush.spi.Verdict.Rejected.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    /** Too many test messages: it takes long until there may be more. */
    MUCH_LATER,
    /** The message is not as Push Kit wants it. */
    MESSAGE,
    /** The app's rights or configuration for what this request wants: another one may pass. */
    APP,
    /** The app itself, its keys or the clock: every other request would be refused too. */
    APP_REFUSED,
    /** A clear answer that this table does not have. */
    UNKNOWN,
    /** It says that all is well and nothing that can be read: perhaps taken, perhaps not. */
    UNREADABLE;

    /** What an operator does where the app is at fault. */
    static final String MEND = "look at the app's rights, project and service account in AppGallery Connect";

    /** The code for a JWT that is valid for more than a day, by Push Kit's clock. */
    static final String LIVES_TOO_LONG = "80300036";

    /** How long {@link #MUCH_LATER} is where the answer does not say. */
    static final Duration LONG = Duration.ofMinutes(10);

    private static final Map<String, Verdicts> CODES = Map.ofEntries(
            Map.entry("80000000", ACCEPTED), // Success
            Map.entry("80000001", LATER), // CommonService Error
            Map.entry("80100000", SOME_REFUSED), // Check Parameter Partial Success
            Map.entry("80100001", MESSAGE), // Check Parameter Error
            Map.entry("80100003", MESSAGE), // Illegal payload
            Map.entry("80100004", MESSAGE), // Illegal expire time
            Map.entry("80100013", MESSAGE), // collapse key, from before v3
            Map.entry("80100016", MESSAGE), // Anti-Spam: word is forbidden
            Map.entry("80100017", MESSAGE), // topic tasks, from before v3
            Map.entry("80100018", MESSAGE), // from before v3
            Map.entry("80100020", SOME_REFUSED), // the same, for messages:revoke
            Map.entry("80100022", MESSAGE), // Anti-Spam: image not verified
            Map.entry("80200001", NOT_AUTHENTICATED), // Authentication Error
            Map.entry("80200003", NOT_AUTHENTICATED), // Access token expired
            Map.entry("80200005", NOT_AUTHENTICATED), // Jwt token expired
            Map.entry("80300002", APP_REFUSED), // No permission to send message to these tmIDs
            Map.entry("80300007", ALL_REFUSED), // All the tokens are invalid
            Map.entry("80300008", MESSAGE), // Push message size is too long
            Map.entry("80300010", MESSAGE), // token count
            Map.entry("80300011", APP), // no right for high priority, from before v3
            Map.entry("80300013", APP), // receipt address, from before v3
            Map.entry("80300017", APP), // tokens of several apps
            Map.entry("80300028", APP), // token of another app
            Map.entry("80300029", MUCH_LATER), // test messages: request limit
            Map.entry("80300030", MESSAGE), // test messages: token count
            Map.entry("80300032", APP), // No permission to revoke messages
            Map.entry("80300036", APP_REFUSED), // JWT expire period over threshold
            Map.entry("80300037", APP_REFUSED), // Disable send huawei msg because of penalty
            Map.entry("80600003", NOT_AUTHENTICATED), // OAuth, from before v3
            Map.entry("81000001", LATER)); // Inner Error

    private static final Map<Integer, Verdicts> STATUSES = Map.of(
            400, MESSAGE,
            401, NOT_AUTHENTICATED,
            403, APP_REFUSED,
            404, APP_REFUSED,
            413, MESSAGE,
            429, LATER,
            500, LATER,
            502, LATER,
            503, LATER,
            504, LATER);

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
        if (byCode == APP_REFUSED && answer.refused() != null) {
            // It names tokens, so it is about those and not about the app.
            return ALL_REFUSED;
        }
        return byCode;
    }

    /**
     * One verdict for each target, in their order. Not for {@link #UNREADABLE}, which has none.
     *
     * @param answer what this was read from
     * @param targets whom the request was for
     * @param wait how long the server says to wait, if it says so
     * @param clocks how our clock differs from the server's, to be added to a cause; empty if it does not
     */
    List<Verdict> verdicts(Answer answer, List<Target> targets, Optional<Duration> wait, String clocks) {
        VendorAnswer said = answer.vendorAnswer();
        return switch (this) {
            case ACCEPTED -> all(new Verdict.Accepted(said), targets);
            case SOME_REFUSED -> attributed(answer, new Verdict.Accepted(said), targets);
            case ALL_REFUSED -> attributed(answer, new Verdict.Rejected(Cause.APP, said), targets);
            case APP -> all(new Verdict.Rejected(Cause.APP, said), targets);
            case NOT_AUTHENTICATED, APP_REFUSED ->
                all(new Verdict.AppRefused(said, appRefused(said) + clocks), targets);
            case LATER -> all(later(wait.orElse(null), answer), targets);
            case MUCH_LATER ->
                all(later(wait.filter(it -> it.compareTo(LONG) > 0).orElse(LONG), answer), targets);
            case MESSAGE -> all(new Verdict.Rejected(Cause.MESSAGE, said), targets);
            case UNKNOWN -> all(new Verdict.Rejected(Cause.UNKNOWN, said), targets);
            case UNREADABLE -> throw new IllegalStateException("an unreadable answer has no verdicts");
        };
    }

    private static Verdict later(@Nullable Duration after, Answer answer) {
        boolean tooMuch = answer.status() == 503
                || answer.status() == 429
                || answer.code().equals("80300029");
        String what = answer.status() / 100 == 2 ? answer.code() : "HTTP " + answer.status();
        return new Verdict.RetryLater(
                after, answer.vendorAnswer(), (tooMuch ? "Push Kit's flow control: " : "trouble at Push Kit: ") + what);
    }

    /** Why Push Kit refuses the app, and what to do. */
    private static String appRefused(VendorAnswer said) {
        String why = switch (said.code()) {
            case "HTTP 403" -> "Push Kit denies the app access";
            case "HTTP 404" -> "Push Kit does not know the project";
            case "80300002" -> "the app has no right to push, or belongs to another project";
            case LIVES_TOO_LONG -> "the bearer is valid too long by Push Kit's clock";
            case "80300037" -> "the app may not push, as a penalty";
            default -> "Push Kit does not accept the service account";
        };
        return why + ": " + MEND;
    }

    /** The same verdict for every target. */
    static List<Verdict> all(Verdict verdict, List<Target> targets) {
        return targets.size() == 1
                ? List.of(verdict)
                : targets.stream().map(target -> verdict).toList();
    }

    private static List<Verdict> attributed(Answer answer, Verdict unnamed, List<Target> targets) {
        Map<String, String> refused = answer.refused() == null ? Map.of() : answer.refused();
        return targets.stream()
                .map(target -> {
                    String reason = refused.get(target.token().value());
                    return reason == null ? unnamed : refused(reason, answer.vendorAnswer(reason));
                })
                .toList();
    }

    private static Verdict refused(String reason, VendorAnswer said) {
        return switch (Refusal.of(reason)) {
            case TOKEN -> new Verdict.TokenInvalid(said);
            case APP -> new Verdict.Rejected(Cause.APP, said);
            case UNKNOWN -> new Verdict.Rejected(Cause.UNKNOWN, said);
        };
    }
}
