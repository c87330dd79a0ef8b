package io.offlinepush.core.intake;

import com.google.common.util.concurrent.MoreExecutors;
import io.offlinepush.api.ClosedException;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.ConversationType;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.Environment;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Messages;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.UserId;
import io.offlinepush.core.dispatch.Dispatcher;
import io.offlinepush.core.flow.PortCalls;
import io.offlinepush.core.format.ConversationName;
import io.offlinepush.core.format.MessageBody;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.core.node.Node;
import io.offlinepush.core.trace.Listening;
import io.offlinepush.core.trace.TraceRing;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.Part;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages in. Senders leave them in a bounded queue; one writer drains whatever is there, up to 1,024 messages or
 * 1 MiB, into one append: many concurrent senders share a commit, and a lone one waits for nobody.
 */
public final class Intake implements Messages {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private static final int MOST_ENTRIES = 1_024;
    private static final int MOST_BYTES = 1 << 20;
    private static final Duration RETRY_AFTER = Duration.ofMillis(200);
    private static final Duration LOOK_FOR_ROOM = Duration.ofMillis(50);

    private record Draft(
            MessageId id, Message message, SendConfig config, Bytes body, CompletableFuture<SendResult> stage) {}

    private final MessageStore store;
    private final Node node;
    private final LimitCheck limits;
    private final MessageIds ids;
    private final Numbers numbers;
    private final Environment environment;
    private final Executor writer;
    private final TraceRing ring;
    private final Listening listening;
    private final BooleanSupplier running;
    private final int capacity;
    private final Consumer<Timeline> nudge;
    private final Dispatcher dispatcher;

    // Guarded by the queue.
    private final ArrayDeque<Draft> queue = new ArrayDeque<>();
    private @Nullable CompletableFuture<Void> roomAgain;
    private boolean writing;
    private boolean quiet;

    /**
     * An intake.
     *
     * @param running whether messages are taken
     * @param capacity how many messages may wait
     * @param nudge told of each timeline that has something new
     */
    public Intake(
            MessageStore store,
            Node node,
            LimitCheck limits,
            MessageIds ids,
            Numbers numbers,
            Environment environment,
            TraceRing ring,
            Listening listening,
            BooleanSupplier running,
            int capacity,
            Consumer<Timeline> nudge,
            Dispatcher dispatcher) {
        this.store = store;
        this.node = node;
        this.limits = limits;
        this.ids = ids;
        this.numbers = numbers;
        this.environment = environment;
        this.writer = MoreExecutors.newSequentialExecutor(environment.blocking());
        this.ring = ring;
        this.listening = listening;
        this.running = running;
        this.capacity = capacity;
        this.nudge = nudge;
        this.dispatcher = dispatcher;
    }

    @Override
    public CompletionStage<SendResult> send(Message message, SendConfig sendConfig) {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(sendConfig, "sendConfig");
        limits.check(message, sendConfig.pushConfig());
        CompletableFuture<SendResult> stage = new CompletableFuture<>();
        Bytes body = MessageBody.of(message).encode();
        Draft draft = new Draft(ids.next(), message, sendConfig, body, stage);
        synchronized (queue) {
            if (!running.getAsBoolean()) {
                stage.completeExceptionally(new ClosedException("send: this instance is not running"));
                return stage;
            }
            if (queue.size() >= capacity || dispatcher.overloaded()) {
                listening.tell(to -> to.overloaded("send"));
                stage.complete(new SendResult.Overloaded(RETRY_AFTER));
                return stage;
            }
            queue.addLast(draft);
            if (!writing && !quiet) {
                writing = true;
                writer.execute(this::write);
            }
        }
        return stage;
    }

    @Override
    public CompletionStage<Void> capacity() {
        synchronized (queue) {
            if (!running.getAsBoolean()) {
                return CompletableFuture.failedFuture(new ClosedException("capacity: this instance is not running"));
            }
            if (queue.size() < capacity && !dispatcher.overloaded()) {
                return CompletableFuture.completedFuture(null);
            }
            if (roomAgain == null) {
                roomAgain = new CompletableFuture<>();
                lookForRoom();
            }
            return roomAgain.copy();
        }
    }

    /** Looked for now and then while somebody waits for it: there are several reasons to have none. */
    private void lookForRoom() {
        environment.scheduler().schedule(LOOK_FOR_ROOM, this::roomAgain);
    }

    private void roomAgain() {
        CompletableFuture<Void> waiting;
        boolean open = running.getAsBoolean();
        synchronized (queue) {
            waiting = roomAgain;
            if (waiting == null) {
                return;
            }
            if (open && (queue.size() > capacity / 2 || dispatcher.overloaded())) {
                lookForRoom();
                return;
            }
            roomAgain = null;
        }
        environment.callbacks().execute(() -> {
            if (open) {
                waiting.complete(null);
            } else {
                waiting.completeExceptionally(new ClosedException("capacity: this instance was closed"));
            }
        });
    }

    /** Whether a message would be taken now. */
    public boolean hasRoom() {
        return waiting() < capacity && !dispatcher.overloaded();
    }

    /** How many messages wait to be stored. */
    public int waiting() {
        synchronized (queue) {
            return queue.size();
        }
    }

    /** Pauses between two appends until the dispatcher has looked for parts that the node holds without knowing. */
    public void reconcile() {
        synchronized (queue) {
            if (quiet) {
                return;
            }
            quiet = true;
        }
        writer.execute(() -> dispatcher.findHeld(this::goOn));
    }

    /** Whether nothing waits to be stored. */
    public boolean idle() {
        synchronized (queue) {
            return queue.isEmpty() && !writing;
        }
    }

    /**
     * Gives back what waits; to be called once nothing more is taken. What is being stored is not waited for.
     *
     * @return how many messages are given back
     */
    public int close() {
        List<Draft> waiting;
        synchronized (queue) {
            waiting = List.copyOf(queue);
            queue.clear();
        }
        waiting.forEach(draft -> draft.stage.completeExceptionally(
                new ClosedException("send: this instance was closed before the message was stored")));
        roomAgain();
        return waiting.size();
    }

    private void goOn() {
        synchronized (queue) {
            quiet = false;
            if (!queue.isEmpty() && !writing) {
                writing = true;
                writer.execute(this::write);
            }
        }
    }

    private void write() {
        while (true) {
            List<Draft> batch = nextBatch();
            if (batch.isEmpty()) {
                return;
            }
            try {
                NodeId me = node.id();
                List<Entry> entries = batch.stream().map(this::entry).toList();
                long began = environment.ticker().nanos();
                List<AppendResult> results = store.append(me, entries);
                Duration took = Duration.ofNanos(environment.ticker().nanos() - began);
                listening.tell(to -> to.stored(batch.size(), took));
                stored(me, batch, results);
            } catch (RuntimeException | Error e) {
                log.warn(
                        "{} messages may or may not be stored: {}",
                        batch.size(),
                        e.getClass().getName());
                listening.failed("messageStore", e);
                OfflinePushException unknown = PortCalls.failure("send", e);
                environment.callbacks().execute(() -> batch.forEach(d -> d.stage.completeExceptionally(unknown)));
                // What may be stored may be read, also by those who would not be told again.
                batch.forEach(draft -> nudge.accept(timeline(draft)));
                reconcile();
            }
        }
    }

    private List<Draft> nextBatch() {
        synchronized (queue) {
            List<Draft> batch = new ArrayList<>(Math.min(queue.size(), MOST_ENTRIES));
            int bytes = 0;
            while (!quiet && batch.size() < MOST_ENTRIES && bytes < MOST_BYTES && !queue.isEmpty()) {
                Draft draft = queue.removeFirst();
                bytes += draft.body.size();
                batch.add(draft);
            }
            writing = !batch.isEmpty();
            return batch;
        }
    }

    private Entry entry(Draft draft) {
        Message message = draft.message;
        String clientId = message.clientMessageId();
        return new Entry(
                timeline(draft),
                draft.id,
                message.sender(),
                clientId.isEmpty() ? draft.id.value() : clientId,
                MessageBody.fingerprint(message),
                draft.body,
                owed(draft.config.pushConfig(), draft));
    }

    private static Timeline timeline(Draft draft) {
        Conversation conversation = draft.message.conversation();
        return conversation.type() == ConversationType.GROUP
                ? Timeline.group(new GroupId(conversation.id()))
                : Timeline.inbox(new UserId(conversation.id()));
    }

    private List<OwedPush> owed(@Nullable PushConfig push, Draft draft) {
        if (push == null) {
            return List.of();
        }
        UserId sender = draft.message.sender();
        Conversation to = draft.message.conversation();
        // The receiver's side of a peer conversation is named by the sender.
        Conversation seen = to.type() == ConversationType.GROUP ? to : Conversation.peer(sender);
        PushBody body = new PushBody(sender, seen, push);
        String name = to.type() == ConversationType.GROUP
                ? ConversationName.group(new GroupId(to.id()))
                : ConversationName.peer(sender, new UserId(to.id()));
        return List.of(
                new OwedPush(numbers.next(), draft.config.priority(), draft.config.expireAfter(), name, body.encode()));
    }

    private void stored(NodeId me, List<Draft> batch, List<AppendResult> results) {
        List<Part> parts = new ArrayList<>(batch.size());
        List<Runnable> answers = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            Draft draft = batch.get(i);
            AppendResult result = results.get(i);
            if (result instanceof AppendResult.Stored stored) {
                trace(stored, draft.config.pushConfig() != null);
                parts.addAll(stored.parts());
                nudge.accept(stored.timeline());
            }
            answers.add(answer(draft.stage, result));
        }
        dispatcher.add(me, parts);
        environment.callbacks().execute(() -> answers.forEach(Runnable::run));
    }

    private void trace(AppendResult.Stored stored, boolean owes) {
        ring.add(stored.messageId(), new TraceEvent(stored.storedAt(), TraceStage.STORED, null, null, "", ""));
        if (!owes) {
            ring.add(
                    stored.messageId(),
                    new TraceEvent(stored.storedAt(), TraceStage.ENDED, null, EndReason.NO_PUSH_CONFIG, "", ""));
        }
    }

    private static Runnable answer(CompletableFuture<SendResult> stage, AppendResult result) {
        if (result instanceof AppendResult.Stored it) {
            return () ->
                    stage.complete(new SendResult.Stored(it.messageId(), it.timeline(), it.sequence(), it.storedAt()));
        } else if (result instanceof AppendResult.Repeated it) {
            return () -> stage.complete(
                    new SendResult.Repeated(it.messageId(), it.timeline(), it.sequence(), it.storedAt()));
        } else if (result instanceof AppendResult.Conflict it) {
            return () -> stage.complete(new SendResult.Conflict(it.messageId()));
        } else if (result instanceof AppendResult.Full it) {
            return () -> stage.complete(new SendResult.Overloaded(it.retryAfter()));
        } else if (result instanceof AppendResult.Refused it) {
            return () -> stage.completeExceptionally(
                    new OfflinePushException("send: the store refuses this message: " + it.why(), null));
        }
        throw new IllegalStateException("an append result that nobody made");
    }
}
