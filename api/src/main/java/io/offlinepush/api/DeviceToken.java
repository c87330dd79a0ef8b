package io.offlinepush.api;

import java.util.Objects;

/**
 * The vendor's address of a device. It is opaque and secret: anyone who has the token and the app's key can push to the
 * phone. {@link #toString} hides it.
 *
 * <p>The vendor says not to rely on its length or alphabet (Push Kit, getToken). Only this is checked: it is one line
 * of visible ASCII that needs no escaping in JSON.
 *
 * @param value 1 to 1,024 characters U+0021 to U+007E without {@code "} and {@code \}
 */
public record DeviceToken(String value) {

    private static final int LIMIT = 1024;

    /**
     * Checks the value.
     *
     * @throws InvalidRequestException if it is empty, longer than 1,024 characters or has a character that no token has
     */
    public DeviceToken {
        Objects.requireNonNull(value, "token");
        if (value.isEmpty()) {
            throw new InvalidRequestException("token", "must not be empty", 1, 0);
        }
        if (value.length() > LIMIT) {
            throw InvalidRequestException.tooLong("token", LIMIT, value.length());
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '!' || c > '~' || c == '"' || c == '\\') {
                throw InvalidRequestException.at(
                        i, "token", "must be visible ASCII without quote and backslash: found another");
            }
        }
    }

    @Override
    public String toString() {
        return "DeviceToken[hidden]";
    }
}
