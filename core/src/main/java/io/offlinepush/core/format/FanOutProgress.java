package io.offlinepush.core.format;

import io.offlinepush.api.UserId;
import io.offlinepush.spi.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * How far a group's push has been split into parts.
 *
 * @param after the last member that has been looked at; null before the first page
 * @param nextIndex the index of the next part
 * @param attempts how many times in turn the next page could not be read
 */
public record FanOutProgress(@Nullable UserId after, int nextIndex, int attempts) {

    private static final int FORMAT = 1;

    /** For the store. */
    public Bytes encode() {
        return BodyWriter.begin(FORMAT)
                .text(after == null ? "" : after.value())
                .number(nextIndex)
                .number(attempts)
                .done();
    }

    /** From the store; no bytes are no page yet. */
    public static FanOutProgress decode(Bytes progress) {
        if (progress.size() == 0) {
            return new FanOutProgress(null, 1, 0);
        }
        BodyReader in = new BodyReader("a fan-out's progress", FORMAT, progress);
        String after = in.text();
        return new FanOutProgress(after.isEmpty() ? null : new UserId(after), in.number(), in.number());
    }
}
