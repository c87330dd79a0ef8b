package io.offlinepush.core.decision;

import io.offlinepush.core.delivery.DecisionStamp;
import io.offlinepush.spi.Superseded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the ports say of a part at one moment.
 *
 * @param stamp from before anything was read
 * @param expired its time is over; then nothing else was read
 * @param withdrawn the host took it back
 * @param superseded what is newer in its conversation, where that counts; null if nothing is
 * @param devices the devices that are logged in for its users
 * @param complete false if some of its users or devices could not be read: they are missing, and must be asked for
 *     again
 */
public record PartFacts(
        DecisionStamp stamp,
        boolean expired,
        boolean withdrawn,
        @Nullable Superseded superseded,
        List<DeviceFacts> devices,
        boolean complete) {

    static PartFacts expired(DecisionStamp stamp) {
        return new PartFacts(stamp, true, false, null, List.of(), true);
    }
}
