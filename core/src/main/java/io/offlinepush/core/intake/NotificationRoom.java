package io.offlinepush.core.intake;

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
import io.offlinepush.core.dispatch.Dispatcher;
import io.offlinepush.core.dispatch.HandOverGate;
import io.offlinepush.core.flow.PortCalls;
import io.offlinepush.core.format.ConversationName;
import io.offlinepush.core.format.NotificationPrint;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.core.format.Whom;
import io.offlinepush.core.intake.Intake.Draft;
import io.offlinepush.core.intake.Intake.Owes;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notifications of the host. Each has a timeline for itself:
 *
 * <pre>
 * first entry  says whom it is for, and owes the push; its client id is the key
 * any behind   withdraws it; owes nothing
 * cursors      the devices that have it
 * </pre>
 */
public final class NotificationRoom implements Notifications {

    private final Intake intake;
    private final LimitCheck limits;
    private final Supplier<MessageId> ids;
    private final MessageStore store;
    private final HandOverGate gate;
    private final Dispatcher dispatcher;
    private final PortCalls calls;

    /** The last notify or withdraw under way for each key: what comes after it must not overtake it. */
    private final Map<NotificationKey, CompletionStage<?>> underWay = new ConcurrentHashMap<>();

    /** Notifications of one instance. */
    public NotificationRoom(
            Intake intake,
            LimitCheck limits,
            Supplier<MessageId> ids,
            MessageStore store,
            HandOverGate gate,
            Dispatcher dispatcher,
            PortCalls calls) {
        this.intake = intake;
        this.limits = limits;
        this.ids = ids;
        this.store = store;
        this.gate = gate;
        this.dispatcher = dispatcher;
        this.calls = calls;
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
        Owes owes = new Owes(
                Urgency.of(options.priority()),
                options.expireAfter(),
                ConversationName.notification(audience, options.conversation()),
                body.encode());
        Bytes print = NotificationPrint.of(audience, content, options);
        Bytes whom = new Whom(options.sender(), audience, options.reach()).encode();
        Draft draft = new Draft("notify", ids.get(), Timeline.notification(key), null, key.value(), print, whom, owes);
        return inOrder(key, () -> intake.append(draft).thenApply(NotificationRoom::answer));
    }

    @Override
    public CompletionStage<Boolean> delivered(NotificationKey key, UserId user, DeviceId device) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(device, "device");
        limits.check(key, user, device);
        CursorKey cursor = new CursorKey(user, device, Timeline.notification(key));
        return afterOthers(key, () -> calls.call("delivered", () -> deliveredNow(cursor)));
    }

    private boolean deliveredNow(CursorKey cursor) {
        long head = store.heads(List.of(cursor.timeline())).getOrDefault(cursor.timeline(), 0L);
        if (head == 0) {
            return false;
        }
        store.cursors().advance(Map.of(cursor, head));
        dispatcher.delivered(cursor.device());
        return true;
    }

    @Override
    public CompletionStage<Boolean> withdraw(NotificationKey key) {
        Objects.requireNonNull(key, "key");
        Timeline timeline = Timeline.notification(key);
        return inOrder(
                key,
                () -> calls.call("withdraw", () -> entries(timeline))
                        .thenCompose(
                                entries -> entries == 1 ? withdrawn(timeline).thenApply(unused -> 2) : done(entries))
                        .thenCompose(entries -> calls.call("withdraw", () -> {
                            // Whatever was withdrawn, here or elsewhere: what was decided before must not leave after
                            // this.
                            gate.fence(timeline);
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
        Draft draft = new Draft("withdraw", ids.get(), timeline, null, "", Bytes.EMPTY, Bytes.EMPTY, null);
        return intake.append(draft).thenApply(result -> {
            if (result instanceof AppendResult.Full) {
                throw new OfflinePushException("withdraw: there is no room now; try again later", null);
            }
            return result;
        });
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    /** Makes a call after the one under way for the key, and lets the next wait for it. */
    private <T> CompletionStage<T> inOrder(NotificationKey key, Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        CompletionStage<?> before = underWay.put(key, stage);
        begin(before, call, (result, failure) -> {
            underWay.remove(key, stage);
            if (failure == null) {
                stage.complete(result);
            } else {
                stage.completeExceptionally(failure);
            }
        });
        return stage;
    }

    /** Makes a call after the one under way for the key; many of these may be under way at once. */
    private <T> CompletionStage<T> afterOthers(NotificationKey key, Supplier<CompletionStage<T>> call) {
        CompletableFuture<T> stage = new CompletableFuture<>();
        begin(underWay.get(key), call, (result, failure) -> {
            if (failure == null) {
                stage.complete(result);
            } else {
                stage.completeExceptionally(failure);
            }
        });
        return stage;
    }

    private static <T> void begin(
            @Nullable CompletionStage<?> before, Supplier<CompletionStage<T>> call, BiConsumer<T, Throwable> then) {
        if (before == null) {
            PortCalls.plain(call.get()).whenComplete(then);
        } else {
            before.whenComplete((result, failure) -> PortCalls.plain(call.get()).whenComplete(then));
        }
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
