package io.offlinepush.core.format;

import io.offlinepush.api.Audience;
import io.offlinepush.api.Reach;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Whom a notification of the host is for. It stands in what owes the push too, but that is gone once the push has
 * ended; this stays with the key, for somebody who asks why.
 *
 * @param sender who is left out of a group and of all users; null for nobody
 * @param audience whom
 * @param reach which of their devices
 */
public record Whom(@Nullable UserId sender, Audience audience, Reach reach) {

    private static final int FORMAT = 1;

    /** For the store. */
    public Bytes encode() {
        BodyWriter out = BodyWriter.begin(FORMAT).text(sender == null ? "" : sender.value());
        NotificationFields.write(out, audience);
        return out.number(reach.number()).done();
    }

    /** From the store. */
    public static Whom decode(Bytes body) {
        BodyReader in = new BodyReader("whom a notification is for", FORMAT, body);
        UserId sender = NotificationFields.sender(in);
        Audience audience = NotificationFields.audience(in);
        if (audience == null) {
            throw new IllegalArgumentException("a notification is for somebody");
        }
        return new Whom(sender, audience, NotificationFields.reach(in.number()));
    }

    /** Whether a user is meant: of a group, if they are a member. */
    public boolean includes(UserId user) {
        return audience instanceof Audience.Users named ? named.users().contains(user) : !user.equals(sender);
    }
}
