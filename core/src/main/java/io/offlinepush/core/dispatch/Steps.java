package io.offlinepush.core.dispatch;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.core.node.Node;
import io.offlinepush.core.trace.TraceRing;
import io.offlinepush.spi.DeviceEnd;
import org.jspecify.annotations.Nullable;

/** Notes the steps of a part in the trace. */
final class Steps {

    private final TraceRing ring;
    private final Node node;

    Steps(TraceRing ring, Node node) {
        this.ring = ring;
        this.node = node;
    }

    void step(OpenPart part, TraceStage stage, @Nullable PushId pushId) {
        step(part.part.messageId(), stage, pushId);
    }

    void step(MessageId message, TraceStage stage, @Nullable PushId pushId) {
        ring.add(message, new TraceEvent(node.storeTime(), stage, pushId, null, "", ""));
    }

    void ended(OpenPart part, DeviceEnd end) {
        ring.add(
                part.part.messageId(),
                new TraceEvent(
                        node.storeTime(),
                        TraceStage.ENDED,
                        end.pushId(),
                        end.reason(),
                        end.vendorCode(),
                        end.requestId()));
    }

    void retry(OpenPart part, PushId pushId, String vendorCode, String requestId) {
        ring.add(
                part.part.messageId(),
                new TraceEvent(node.storeTime(), TraceStage.RETRY, pushId, null, vendorCode, requestId));
    }
}
