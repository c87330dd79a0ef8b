package io.offlinepush.core.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.offlinepush.api.MessageId;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * Makes message ids: 48 bits of time in milliseconds, then 80 random bits; 26 characters of Crockford's base 32, whose
 * order as text is the order of time. Within a millisecond, and while the clock stands or goes back, the random part
 * counts up, so that ids of one process never go back either.
 */
public final class MessageIds {

    private static final byte[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".getBytes(ISO_8859_1);
    private static final int LENGTH = 26;
    private static final long TIME_MASK = (1L << 48) - 1;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private long millis = -1;
    private int high;
    private long low;

    /** Ids by this clock. */
    public MessageIds(InstantSource clock) {
        this.clock = clock;
    }

    /** The next id. */
    public synchronized MessageId next() {
        long now = clock.millis() & TIME_MASK;
        if (now > millis) {
            millis = now;
            high = random.nextInt() & 0xFFFF;
            // Room to count up: an overflow within one millisecond is out of reach.
            low = random.nextLong() >>> 1;
        } else {
            low++;
        }
        return new MessageId(encode((millis << 16) | high, low));
    }

    private static String encode(long upper, long lower) {
        byte[] text = new byte[LENGTH];
        long hi = upper;
        long lo = lower;
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = ALPHABET[(int) (lo & 31)];
            lo = (lo >>> 5) | (hi << 59);
            hi >>>= 5;
        }
        return new String(text, ISO_8859_1);
    }
}
