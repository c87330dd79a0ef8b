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
import io.offlinepush.spi.Urgency;
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

    /**
     * What is to be stored.
     *
     * @param what names the call in a failure, for example {@code send}
     * @param sender null for the host itself
     * @param clientId the client's id; empty for none
     * @param owes what it owes; null for nothing
     */
    record Draft(
            String what,
            MessageId id,
            Timeline timeline,
            @Nullable UserId sender,
            String clientId,
            Bytes fingerprint,
            Bytes body,
            @Nullable Owes owes) {}

    /** A push that is owed, but for its number. */
    record Owes(Urgency urgency, Duration expireAfter, String conversation, Bytes body) {}

    /** A draft, and who waits for what becomes of it. */
    private record Waiting(Draft draft, CompletableFuture<AppendResult> stage) {}

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
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
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
        Timeline timeline = timeline(message);
        PushConfig push = sendConfig.pushConfig();
        Draft draft = new Draft(
                "send",
                ids.next(),
                timeline,
                message.sender(),
                message.clientMessageId(),
                MessageBody.fingerprint(message),
                MessageBody.of(message).encode(),
                push == null ? null : owed(message, sendConfig, push));
        return PortCalls.plain(append(draft).thenApply(Intake::answer));
    }

    /**
     * Stores a draft, together with what others want stored just now.
     *
     * @return what became of it; {@link AppendResult.Full} also where no room is left to wait; never {@link AppendResult.Refused}:
     *     then it fails
     */
    CompletionStage<AppendResult> append(Draft draft) {
        CompletableFuture<AppendResult> stage = new CompletableFuture<>();
        synchronized (queue) {
            if (!running.getAsBoolean()) {
                stage.completeExceptionally(new ClosedException(draft.what + ": this instance is not running"));
                return stage;
            }
            // What owes nothing adds to no backlog.
            if (queue.size() >= capacity || (draft.owes != null && dispatcher.overloaded())) {
                listening.tell(to -> to.overloaded(draft.what));
                stage.complete(new AppendResult.Full(RETRY_AFTER));
                return stage;
            }
            queue.addLast(new Waiting(draft, stage));
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
        List<Waiting> waiting;
        synchronized (queue) {
            waiting = List.copyOf(queue);
            queue.clear();
        }
        waiting.forEach(one -> one.stage.completeExceptionally(
                new ClosedException(one.draft.what + ": this instance was closed before it was stored")));
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
            List<Waiting> batch = nextBatch();
            if (batch.isEmpty()) {
                return;
            }
            try {
                NodeId me = node.id();
                List<Entry> entries =
                        batch.stream().map(one -> entry(one.draft)).toList();
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
                environment
                        .callbacks()
                        .execute(() -> batch.forEach(
                                one -> one.stage.completeExceptionally(PortCalls.failure(one.draft.what, e))));
                // What may be stored may be read, also by those who would not be told again.
                batch.forEach(one -> nudge.accept(one.draft.timeline));
                reconcile();
            }
        }
    }

    private List<Waiting> nextBatch() {
        synchronized (queue) {
            List<Waiting> batch = new ArrayList<>(Math.min(queue.size(), MOST_ENTRIES));
            int bytes = 0;
            while (!quiet && batch.size() < MOST_ENTRIES && bytes < MOST_BYTES && !queue.isEmpty()) {
                Waiting next = queue.removeFirst();
                bytes += next.draft.body.size();
                batch.add(next);
            }
            writing = !batch.isEmpty();
            return batch;
        }
    }

    private Entry entry(Draft draft) {
        Owes owes = draft.owes;
        return new Entry(
                draft.timeline,
                draft.id,
                draft.sender,
                draft.clientId.isEmpty() ? draft.id.value() : draft.clientId,
                draft.fingerprint,
                draft.body,
                owes == null
                        ? List.of()
                        : List.of(new OwedPush(
                                numbers.next(), owes.urgency, owes.expireAfter, owes.conversation, owes.body)));
    }

    private static Timeline timeline(Message message) {
        Conversation conversation = message.conversation();
        return conversation.type() == ConversationType.GROUP
                ? Timeline.group(new GroupId(conversation.id()))
                : Timeline.inbox(new UserId(conversation.id()));
    }

    private static Owes owed(Message message, SendConfig config, PushConfig push) {
        UserId sender = message.sender();
        Conversation to = message.conversation();
        boolean group = to.type() == ConversationType.GROUP;
        // The receiver's side of a peer conversation is named by the sender.
        Conversation seen = group ? to : Conversation.peer(sender);
        String name = group
                ? ConversationName.group(new GroupId(to.id()))
                : ConversationName.peer(sender, new UserId(to.id()));
        PushBody body = PushBody.ofMessage(sender, seen, push, config.replace());
        return new Owes(Urgency.of(config.priority()), config.expireAfter(), name, body.encode());
    }

    private void stored(NodeId me, List<Waiting> batch, List<AppendResult> results) {
        List<Part> parts = new ArrayList<>(batch.size());
        List<Runnable> answers = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            Waiting one = batch.get(i);
            AppendResult result = results.get(i);
            if (result instanceof AppendResult.Stored stored) {
                trace(stored, one.draft);
                parts.addAll(stored.parts());
                nudge.accept(stored.timeline());
            }
            answers.add(() -> answer(one, result));
        }
        dispatcher.add(me, parts);
        environment.callbacks().execute(() -> answers.forEach(Runnable::run));
    }

    private void trace(AppendResult.Stored stored, Draft draft) {
        if (draft.owes == null && draft.timeline.kind() == Timeline.Kind.NOTIFICATION) {
            // A withdrawal is no message: what it says shows in the trace of what it withdraws.
            return;
        }
        ring.add(stored.messageId(), new TraceEvent(stored.storedAt(), TraceStage.STORED, null, null, "", ""));
        if (draft.owes == null) {
            ring.add(
                    stored.messageId(),
                    new TraceEvent(stored.storedAt(), TraceStage.ENDED, null, EndReason.NO_PUSH_CONFIG, "", ""));
        }
    }

    private static void answer(Waiting one, AppendResult result) {
        if (result instanceof AppendResult.Refused it) {
            one.stage.completeExceptionally(
                    new OfflinePushException(one.draft.what + ": the store refuses this: " + it.why(), null));
        } else {
            one.stage.complete(result);
        }
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
