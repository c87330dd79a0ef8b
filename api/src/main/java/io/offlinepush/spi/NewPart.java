package io.offlinepush.spi;

import java.util.Objects;

/**
 * A part that comes out of another one.
 *
 * @param index which part of the owed push: 1 or more, each once
 * @param lane the vendor app that its devices belong to, for example {@code harmonyos/com.example.chat}
 * @param scope whom it is for; the first byte is a format number, the rest is not the store's business
 */
public record NewPart(int index, String lane, Bytes scope) {

    /** Refuses null. */
    public NewPart {
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(scope, "scope");
    }
}
