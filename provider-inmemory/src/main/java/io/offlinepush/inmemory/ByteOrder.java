package io.offlinepush.inmemory;

import io.offlinepush.api.UserId;
import java.util.Comparator;

/**
 * Ids in the order of their UTF-8 bytes, which is that of their code points. That of {@code String} differs: it puts
 * surrogates, and so every code point from U+10000, before U+E000 to U+FFFF.
 */
final class ByteOrder {

    static final Comparator<UserId> OF_USERS = (one, other) -> compare(one.value(), other.value());

    private ByteOrder() {}

    static int compare(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        for (int i = 0; i < shorter; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean aIsHalf = Character.isSurrogate(a);
                return aIsHalf == Character.isSurrogate(b) ? Character.compare(a, b) : aIsHalf ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
