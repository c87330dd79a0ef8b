package io.offlinepush.sandbox;

import java.util.function.Predicate;

/** Refuses the tokens the predicate picks, for the reason. */
record TokenRefusal(String reason, Predicate<? super String> tokens) implements Answer {
    TokenRefusal {
        if (reason.isEmpty()) {
            throw new IllegalArgumentException("reason must not be empty");
        }
    }

    @Override
    public String toString() {
        return "TokenRefusal[" + reason + "]";
    }
}
