package io.offlinepush.spi;

import java.util.Objects;

/**
 * A part that is split off from another part.
 *
 * @param index the index of the part in its owed push: 1 or more, each used once
 * @param lane the vendor app of its devices, for example {@code harmonyos/com.example.chat}
 * @param scope its devices; the first byte is a format number, and the store does not read the rest
 */
public record NewPart(int index, String lane, Bytes scope) {

    /** Refuses null. */
    public NewPart {
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(scope, "scope");
    }
}
