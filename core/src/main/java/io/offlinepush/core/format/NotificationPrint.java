package io.offlinepush.core.format;

import com.google.common.hash.Hashing;
import io.offlinepush.api.Audience;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.PushConfig;
import io.offlinepush.spi.Bytes;
import java.util.Arrays;

/**
 * What tells a notification of the host from another one under the same key: whom it is for, what it says, and how. Half of a
 * SHA-256; it does not depend on a body's format, so that neighbouring versions agree.
 */
public final class NotificationPrint {

    private static final int BYTES = 16;

    private NotificationPrint() {}

    /** The fingerprint. */
    public static Bytes of(Audience audience, PushConfig content, NotifyOptions options) {
        BodyWriter out = new BodyWriter(0);
        NotificationFields.write(out, options.sender(), options.conversation(), content);
        NotificationFields.write(out, audience);
        out.number(options.priority().number())
                .number(options.reach().number())
                .number(options.replace().number())
                .text(options.expireAfter().toString());
        byte[] hash = Hashing.sha256().hashBytes(out.done().toByteArray()).asBytes();
        return Bytes.copyOf(Arrays.copyOf(hash, BYTES));
    }
}
