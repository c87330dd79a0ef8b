package io.offlinepush.core.trace;

import io.offlinepush.api.EndReason;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.spi.VendorAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The finer steps of the newest messages, in this process only: bounded, the oldest message makes room. Steps are kept
 * packed, and become events only for somebody who asks.
 *
 * <p>Safe for several threads.
 */
public final class TraceBuffer {

    /** A message with many devices and retries does not push out the others. */
    private static final int MOST_STEPS = 200;

    /**
     * What is kept of a step beside its time: the stage, the reason or null, the PushID or null, the detail or null.
     */
    private static final int FIELDS = 4;

    // Guarded by itself.
    private final Map<MessageId, Steps> messages;

    /** The vendor's words about a step; most have none. */
    private record Detail(String vendorCode, String requestId, String cause) {}

    /**
     * The steps of one message.
     *
     * <pre>
     * when    milliseconds since the epoch
     * about   four for each step: the stage, the end's reason, the PushID, the {@link Detail}; null for none
     * </pre>
     */
    private static final class Steps {
        private long[] when = new long[4];
        private @Nullable Object[] about = new @Nullable Object[4 * FIELDS];
        private int count;
    }

    /**
     * An empty buffer.
     *
     * @param most for how many messages steps are remembered
     */
    public TraceBuffer(int most) {
        messages = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<MessageId, Steps> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * Notes a step.
     *
     * @param millis when, in the store's time
     */
    void add(
            MessageId message,
            long millis,
            TraceStage stage,
            @Nullable PushId pushId,
            @Nullable EndReason reason,
            VendorAnswer answer,
            String cause) {
        boolean plain =
                cause.isEmpty() && answer.code().isEmpty() && answer.requestId().isEmpty();
        Detail detail = plain ? null : new Detail(answer.code(), answer.requestId(), cause);
        synchronized (messages) {
            Steps steps = messages.computeIfAbsent(message, unused -> new Steps());
            if (steps.count == MOST_STEPS) {
                return;
            }
            if (steps.count == steps.when.length) {
                steps.when = Arrays.copyOf(steps.when, Math.min(MOST_STEPS, 2 * steps.count));
                steps.about = Arrays.copyOf(steps.about, FIELDS * steps.when.length);
            }
            int field = FIELDS * steps.count;
            steps.when[steps.count] = millis;
            steps.about[field] = stage;
            steps.about[field + 1] = reason;
            steps.about[field + 2] = pushId;
            steps.about[field + 3] = detail;
            steps.count++;
        }
    }

    /** Whether no more steps of a message are noted. */
    boolean isFull(MessageId message) {
        synchronized (messages) {
            Steps steps = messages.get(message);
            return steps != null && steps.count == MOST_STEPS;
        }
    }

    /** The steps that are still known, oldest first. */
    public List<TraceEvent> events(MessageId message) {
        List<TraceEvent> events = new ArrayList<>();
        synchronized (messages) {
            Steps steps = messages.get(message);
            for (int i = 0; steps != null && i < steps.count; i++) {
                events.add(event(steps, i));
            }
        }
        return events;
    }

    private static TraceEvent event(Steps steps, int place) {
        @Nullable Object[] about = steps.about;
        int field = FIELDS * place;
        Detail detail = (Detail) about[field + 3];
        return new TraceEvent(
                Instant.ofEpochMilli(steps.when[place]),
                Objects.requireNonNull((TraceStage) about[field], "every step has a stage"),
                (PushId) about[field + 2],
                (EndReason) about[field + 1],
                detail == null ? "" : detail.vendorCode,
                detail == null ? "" : detail.requestId,
                detail == null ? "" : detail.cause);
    }
}
