package io.offlinepush.core.dispatch;

import io.offlinepush.api.UserId;
import io.offlinepush.core.decision.PreparedFacts;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.spi.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part that this process now holds, with what is known of it already: a part that was made here need not be decoded
 * here.
 *
 * @param part the part as the store has it
 * @param body what it shows; null to decode it
 * @param users for whom it is; null to decode them
 * @param prepared what was read of them; null if nothing was
 */
public record NewWork(
        Part part,
        @Nullable PushBody body,
        @Nullable List<UserId> users,
        @Nullable PreparedFacts prepared) {

    /** A part that comes from the store. */
    public static NewWork stored(Part part) {
        return new NewWork(part, null, null, null);
    }

    /** A part that was appended here. */
    public static NewWork appended(Part part, PushBody body) {
        return new NewWork(part, body, null, null);
    }
}
