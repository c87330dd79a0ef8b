package io.offlinepush.core.message;

import io.offlinepush.api.ClosedException;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.ConversationType;
import io.offlinepush.api.Environment;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Message;
import io.offlinepush.api.Messages;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.bulkhead.Completions;
import io.offlinepush.core.dispatch.Dispatcher;
import io.offlinepush.core.format.ConversationName;
import io.offlinepush.core.format.MessageBody;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Checks messages and makes drafts of them; and says when there is room for more. */
public final class MessageService implements Messages {

    private static final Duration LOOK_FOR_ROOM = Duration.ofMillis(50);

    private final AppendQueue appends;
    private final Dispatcher dispatcher;
    private final Intake intake;
    private final Environment environment;
    private final Completions completions;

    private final Object roomLock = new Object();
    /** Who waits for room; null if nobody does. Guarded by the lock. */
    private @Nullable CompletableFuture<Void> roomAgain;

    /**
     * What is taken in.
     *
     * @param limits of the fields of messages and notifications
     * @param ids makes message ids
     * @param running whether anything is taken now
     * @param capacity the most drafts that may wait to be stored
     */
    public record Intake(LimitCheck limits, MessageIds ids, BooleanSupplier running, int capacity) {}

    /** The messages of one instance. */
    public MessageService(
            Intake intake,
            AppendQueue appends,
            Dispatcher dispatcher,
            Completions completions,
            Environment environment) {
        this.intake = intake;
        this.appends = appends;
        this.dispatcher = dispatcher;
        this.completions = completions;
        this.environment = environment;
    }

    @Override
    public CompletionStage<SendResult> send(Message message, SendConfig sendConfig) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(sendConfig, "sendConfig");
        intake.limits.check(message, sendConfig.pushConfig());
        PushConfig push = sendConfig.pushConfig();
        MessageBody.Stored stored = MessageBody.stored(message);
        Draft draft = new Draft(
                "send",
                intake.ids.next(),
                timeline(message),
                new Draft.Key(message.sender(), message.clientMessageId(), stored.fingerprint()),
                stored.body(),
                push == null ? null : owed(message, sendConfig, push));
        Sending sending = new Sending();
        append(draft, sending);
        return sending;
    }

    /** Stores a draft; see {@link AppendQueue#append}. */
    void append(Draft draft, AppendQueue.Outcome outcome) {
        if (intake.running.getAsBoolean()) {
            appends.append(draft, intake.capacity, outcome);
        } else {
            outcome.failed(new ClosedException(draft.what() + ": this instance is not running"));
        }
    }

    /** The most that may wait to be stored, or to be asked to be. */
    int waitingLimit() {
        return intake.capacity;
    }

    /** What a sender is given: one object for each send, since there are many. */
    private static final class Sending extends CompletableFuture<SendResult> implements AppendQueue.Outcome {

        @Override
        public void answered(AppendResult result) {
            complete(answer(result));
        }

        @Override
        public void failed(Throwable failure) {
            completeExceptionally(failure);
        }
    }

    @Override
    public CompletionStage<Void> capacity() {
        synchronized (roomLock) {
            if (!intake.running.getAsBoolean()) {
                return CompletableFuture.failedFuture(new ClosedException("capacity: this instance is not running"));
            }
            if (hasRoom()) {
                return CompletableFuture.completedFuture(null);
            }
            if (roomAgain == null) {
                roomAgain = new CompletableFuture<>();
                lookForRoom();
            }
            return roomAgain.copy();
        }
    }

    /** Whether a message would be taken now. */
    public boolean hasRoom() {
        return appends.waiting() < intake.capacity && !dispatcher.overloaded();
    }

    /** Looked for now and then while somebody waits for it: there are several reasons to have none. */
    private void lookForRoom() {
        environment.scheduler().schedule(LOOK_FOR_ROOM, this::tellOfRoom);
    }

    /** Completes who waits for room, if there is some, or if this instance is closed. */
    public void tellOfRoom() {
        CompletableFuture<Void> waiting;
        boolean open = intake.running.getAsBoolean();
        synchronized (roomLock) {
            waiting = roomAgain;
            if (waiting == null) {
                return;
            }
            if (open && (appends.waiting() > intake.capacity / 2 || dispatcher.overloaded())) {
                lookForRoom();
                return;
            }
            roomAgain = null;
        }
        completions.run(() -> {
            if (open) {
                waiting.complete(null);
            } else {
                waiting.completeExceptionally(new ClosedException("capacity: this instance was closed"));
            }
        });
    }

    private static Timeline timeline(Message message) {
        Conversation conversation = message.conversation();
        return conversation.type() == ConversationType.GROUP
                ? Timeline.group(new GroupId(conversation.id()))
                : Timeline.inbox(new UserId(conversation.id()));
    }

    private static Draft.Owes owed(Message message, SendConfig config, PushConfig push) {
        UserId sender = message.sender();
        Conversation to = message.conversation();
        boolean group = to.type() == ConversationType.GROUP;
        // The receiver's side of a peer conversation is named by the sender.
        Conversation seen = group ? to : Conversation.peer(sender);
        String name = group
                ? ConversationName.group(new GroupId(to.id()))
                : ConversationName.peer(sender, new UserId(to.id()));
        PushBody body = PushBody.ofMessage(sender, seen, push, config.replace());
        return Draft.Owes.of(Urgency.of(config.priority()), config.expireAfter(), name, body);
    }

    private static SendResult answer(AppendResult result) {
        if (result instanceof AppendResult.Stored it) {
            return new SendResult.Stored(it.messageId(), it.timeline(), it.sequence(), it.storedAt());
        } else if (result instanceof AppendResult.Repeated it) {
            return new SendResult.Repeated(it.messageId(), it.timeline(), it.sequence(), it.storedAt());
        } else if (result instanceof AppendResult.Conflict it) {
            return new SendResult.Conflict(it.messageId());
        } else if (result instanceof AppendResult.Full it) {
            return new SendResult.Overloaded(it.retryAfter());
        }
        throw new IllegalStateException("an append result that nobody made");
    }
}
