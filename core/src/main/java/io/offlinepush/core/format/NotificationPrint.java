package io.offlinepush.core.format;

import io.offlinepush.api.Audience;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.PushConfig;
import io.offlinepush.spi.Bytes;

/**
 * What tells a notification of the host from another one under the same key: whom it is for, what it says, and how.
 * Half of a SHA-256; it does not depend on a body's format, so that neighbouring versions agree.
 */
public final class NotificationPrint {

    private static final int BYTES = 16;

    private NotificationPrint() {}

    /** The fingerprint. */
    public static Bytes of(Audience audience, PushConfig content, NotifyOptions options) {
        BodyWriter out = BodyWriter.begin(0);
        NotificationFields.write(out, options.sender(), options.conversation(), content);
        NotificationFields.write(out, audience);
        out.number(options.priority().number())
                .number(options.reach().number())
                .number(options.replace().number())
                .text(options.expireAfter().toString());
        return out.hashed(BYTES);
    }
}
