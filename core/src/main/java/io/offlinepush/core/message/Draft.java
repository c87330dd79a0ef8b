package io.offlinepush.core.message;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be stored.
 *
 * @param what names the call in a failure, for example {@code send}
 * @param id the message id
 * @param timeline where it goes
 * @param key who sends it, and under which id
 * @param body the message as the store keeps it
 * @param owes the push that it owes; null for none
 */
record Draft(
        String what,
        MessageId id,
        Timeline timeline,
        Key key,
        Bytes body,
        @Nullable Owes owes) {

    /**
     * The key by which a repetition is recognised.
     *
     * @param sender null for the host itself
     * @param clientId the client's id; empty for none
     * @param fingerprint tells the same content from other
     */
    record Key(@Nullable UserId sender, String clientId, Bytes fingerprint) {}

    /**
     * A push that is owed, but for its number.
     *
     * @param body what it shows: kept as it was made, so that this process need not decode it
     * @param encoded the body for the store: made by the caller's thread, since there are many of those and one that
     *     appends
     */
    record Owes(Urgency urgency, Duration expireAfter, String conversation, PushBody body, Bytes encoded) {

        static Owes of(Urgency urgency, Duration expireAfter, String conversation, PushBody body) {
            return new Owes(urgency, expireAfter, conversation, body, body.encode());
        }
    }

    /** For the store; what it owes, under this number, is claimed or not. */
    Entry entry(long number, boolean claimed) {
        String clientId = key.clientId.isEmpty() ? id.value() : key.clientId;
        List<OwedPush> pushes = owes == null
                ? List.of()
                : List.of(new OwedPush(number, owes.urgency, owes.expireAfter, owes.conversation, owes.encoded));
        return new Entry(timeline, id, key.sender, clientId, key.fingerprint, body, pushes, claimed);
    }

    @Override
    public String toString() {
        return "Draft[" + what + ", " + id + "]";
    }
}
