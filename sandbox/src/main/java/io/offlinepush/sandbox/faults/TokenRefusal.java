package io.offlinepush.sandbox.faults;

import io.offlinepush.sandbox.Answer;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Refuses tokens.
 *
 * @param reasons for {@link #toString()}
 * @param reasonAgainst the reason a token is refused for, empty when it is not
 */
public record TokenRefusal(String reasons, Function<String, Optional<String>> reasonAgainst) implements Answer {

    public static TokenRefusal of(String reason, Predicate<? super String> tokens) {
        checkReason(reason);
        return new TokenRefusal(reason, token -> tokens.test(token) ? Optional.of(reason) : Optional.empty());
    }

    public static void checkReason(String reason) {
        if (reason.isEmpty()) {
            throw new IllegalArgumentException("reason must not be empty");
        }
    }

    @Override
    public String name() {
        return "refuseTokens";
    }

    @Override
    public String toString() {
        return "TokenRefusal[" + reasons + "]";
    }
}
