package io.offlinepush.core.trace;

import io.offlinepush.api.EndReason;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Notes how far each push has come: in the buffer, and for the listener if there is one. */
public final class PushTrace {

    private final TraceBuffer buffer;
    private final ListenerQueue listener;
    private final LongSupplier storeMillis;

    /**
     * A trace.
     *
     * @param storeMillis the store's time, in milliseconds since the epoch
     */
    public PushTrace(TraceBuffer buffer, ListenerQueue listener, LongSupplier storeMillis) {
        this.buffer = buffer;
        this.listener = listener;
        this.storeMillis = storeMillis;
    }

    /** A message is stored. */
    public void stored(MessageId message, Instant at) {
        note(message, at.toEpochMilli(), TraceStage.STORED, null, null, VendorAnswer.NONE, "");
    }

    /** A stage that needs no more words. */
    public void step(MessageId message, TraceStage stage, @Nullable PushId pushId) {
        note(message, storeMillis.getAsLong(), stage, pushId, null, VendorAnswer.NONE, "");
    }

    /** A request with these targets was written. */
    public void handedOver(MessageId message, List<Target> targets) {
        long now = storeMillis.getAsLong();
        for (Target target : targets) {
            if (isPointless(message)) {
                return;
            }
            note(message, now, TraceStage.HANDED_OVER, target.pushId(), null, VendorAnswer.NONE, "");
        }
    }

    /** It is over for a device, or for all that there was. */
    public void ended(MessageId message, DeviceEnd end) {
        VendorAnswer answer = end.vendorCode().isEmpty() && end.requestId().isEmpty()
                ? VendorAnswer.NONE
                : new VendorAnswer(end.vendorCode(), end.requestId());
        note(message, storeMillis.getAsLong(), TraceStage.ENDED, end.pushId(), end.reason(), answer, "");
    }

    /** It ends without being stored as an end of a part. */
    public void ended(MessageId message, EndReason reason) {
        note(message, storeMillis.getAsLong(), TraceStage.ENDED, null, reason, VendorAnswer.NONE, "");
    }

    /** A device is to be tried again. */
    public void retry(MessageId message, PushId pushId, VendorAnswer answer, String cause) {
        note(message, storeMillis.getAsLong(), TraceStage.RETRY, pushId, null, answer, cause);
    }

    /** What is still known of a message, oldest first. */
    public List<TraceEvent> events(MessageId message) {
        return buffer.events(message);
    }

    /** Whether nobody would learn of another step: the many devices of a group fill the buffer at once. */
    private boolean isPointless(MessageId message) {
        return !listener.isHeard() && buffer.isFull(message);
    }

    private void note(
            MessageId message,
            long millis,
            TraceStage stage,
            @Nullable PushId pushId,
            @Nullable EndReason reason,
            VendorAnswer answer,
            String cause) {
        buffer.add(message, millis, stage, pushId, reason, answer, cause);
        if (listener.isHeard()) {
            TraceEvent event = new TraceEvent(
                    Instant.ofEpochMilli(millis), stage, pushId, reason, answer.code(), answer.requestId(), cause);
            listener.tell(to -> to.pushStep(message, event));
        }
    }
}
