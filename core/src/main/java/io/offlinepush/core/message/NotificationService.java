package io.offlinepush.core.message;

import io.offlinepush.api.Audience;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.Notifications;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.NotifyResult;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.bulkhead.PortCalls;
import io.offlinepush.core.decision.UnresponsiveDevices;
import io.offlinepush.core.delivery.SendGate;
import io.offlinepush.core.dispatch.Dispatcher;
import io.offlinepush.core.format.ConversationName;
import io.offlinepush.core.format.NotificationPrint;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.core.format.Whom;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.Urgency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Notifications of the host. Each has a timeline for itself:
 *
 * <pre>
 * first entry  says whom it is for, and owes the push; its client id is the key
 * any behind   withdraws it; owes nothing
 * cursors      the devices that have it
 * </pre>
 */
public final class NotificationService implements Notifications {

    private final MessageService messages;
    private final LimitCheck limits;
    private final Supplier<MessageId> ids;
    private final MessageStore store;
    private final Deliveries deliveries;
    private final PortCalls calls;
    private final KeyedCalls<NotificationKey> keyed;

    /**
     * What a delivered or withdrawn notification touches.
     *
     * @param gate holds back a push that was decided before a withdrawal
     * @param dispatcher decides anew what waits for a device
     * @param undelivered devices that let the time to report a delivery pass
     */
    public record Deliveries(SendGate gate, Dispatcher dispatcher, UnresponsiveDevices undelivered) {}

    /** Notifications of one instance. */
    public NotificationService(
            MessageService messages,
            LimitCheck limits,
            Supplier<MessageId> ids,
            MessageStore store,
            Deliveries deliveries,
            PortCalls calls) {
        this.messages = messages;
        this.limits = limits;
        this.ids = ids;
        this.store = store;
        this.deliveries = deliveries;
        this.calls = calls;
        this.keyed = new KeyedCalls<>(messages.waitingLimit());
    }

    @Override
    public CompletionStage<NotifyResult> notify(
            NotificationKey key, Audience audience, PushConfig content, NotifyOptions options) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(audience, "audience");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(options, "options");
        limits.check(key, audience, content, options);
        PushBody body = new PushBody(
                options.sender(), options.conversation(), content, audience, options.reach(), options.replace());
        Draft.Owes owes = Draft.Owes.of(
                Urgency.of(options.priority()),
                options.expireAfter(),
                ConversationName.notification(audience, options.conversation()),
                body);
        Bytes print = NotificationPrint.of(audience, content, options);
        Bytes whom = new Whom(options.sender(), audience, options.reach()).encode();
        Draft.Key draftKey = new Draft.Key(null, key.value(), print);
        Draft draft = new Draft("notify", ids.get(), Timeline.notification(key), draftKey, whom, owes);
        return keyed.inOrder(key, () -> append(draft).thenApply(NotificationService::answer));
    }

    @Override
    public CompletionStage<Boolean> delivered(NotificationKey key, UserId user, DeviceId device) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(device, "device");
        limits.check(key, user, device);
        CursorKey cursor = new CursorKey(user, device, Timeline.notification(key));
        return keyed.afterOrdered(key, () -> calls.call("delivered", () -> deliveredNow(cursor)));
    }

    private boolean deliveredNow(CursorKey cursor) {
        long head = store.heads(List.of(cursor.timeline())).getOrDefault(cursor.timeline(), 0L);
        if (head == 0) {
            return false;
        }
        store.cursors().advance(Map.of(cursor, head));
        deliveries.undelivered.acknowledged(cursor.device());
        deliveries.dispatcher.recheck(cursor.device());
        return true;
    }

    @Override
    public CompletionStage<Boolean> withdraw(NotificationKey key) {
        Objects.requireNonNull(key, "key");
        Timeline timeline = Timeline.notification(key);
        return keyed.inOrder(
                key,
                () -> calls.call("withdraw", () -> entries(timeline))
                        .thenCompose(
                                entries -> entries == 1 ? withdrawn(timeline).thenApply(unused -> 2) : done(entries))
                        .thenCompose(entries -> calls.call("withdraw", () -> {
                            // Whatever was withdrawn, here or elsewhere: what was decided before must not leave after
                            // this.
                            deliveries.gate.fence(timeline);
                            return entries > 0;
                        })));
    }

    private int entries(Timeline timeline) {
        return Objects.requireNonNull(
                        store.read(Map.of(timeline, 0L), 2).get(timeline), "a page for the timeline that was asked for")
                .entries()
                .size();
    }

    private CompletionStage<AppendResult> withdrawn(Timeline timeline) {
        // Without a client id of its own it has its message id, which no key is: it was made just now.
        Draft draft =
                new Draft("withdraw", ids.get(), timeline, new Draft.Key(null, "", Bytes.EMPTY), Bytes.EMPTY, null);
        return append(draft).thenApply(result -> {
            if (result instanceof AppendResult.Full) {
                throw new OfflinePushException("withdraw: there is no room now; try again later", null);
            }
            return result;
        });
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    private CompletableFuture<AppendResult> append(Draft draft) {
        CompletableFuture<AppendResult> stage = new CompletableFuture<>();
        messages.append(draft, new AppendQueue.Outcome() {
            @Override
            public void answered(AppendResult result) {
                stage.complete(result);
            }

            @Override
            public void failed(Throwable failure) {
                stage.completeExceptionally(failure);
            }
        });
        return stage;
    }

    private static NotifyResult answer(AppendResult result) {
        if (result instanceof AppendResult.Stored it) {
            return new NotifyResult.Owed(it.messageId(), it.storedAt());
        } else if (result instanceof AppendResult.Repeated it) {
            return new NotifyResult.Repeated(it.messageId(), it.storedAt());
        } else if (result instanceof AppendResult.Conflict it) {
            return new NotifyResult.Conflict(it.messageId());
        } else if (result instanceof AppendResult.Full it) {
            return new NotifyResult.Overloaded(it.retryAfter());
        }
        throw new IllegalStateException("an append result that nobody made");
    }
}
