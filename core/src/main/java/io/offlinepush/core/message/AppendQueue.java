package io.offlinepush.core.message;

import com.google.common.util.concurrent.MoreExecutors;
import io.offlinepush.api.ClosedException;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.Environment;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.Timeline;
import io.offlinepush.core.bulkhead.Completions;
import io.offlinepush.core.bulkhead.PortCalls;
import io.offlinepush.core.dispatch.Dispatcher;
import io.offlinepush.core.dispatch.NewWork;
import io.offlinepush.core.outbox.Node;
import io.offlinepush.core.trace.ListenerQueue;
import io.offlinepush.core.trace.PushTrace;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.PartId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores drafts. Those who send leave them in a bounded queue; one writer drains whatever is there, up to 1,024 drafts
 * or 1 MiB, into one append: many concurrent senders share a commit, and a lone one waits for nobody. What is stored
 * goes on to the dispatcher and to the sessions that read its timeline.
 */
public final class AppendQueue {

    private static final Logger log = LoggerFactory.getLogger(AppendQueue.class);

    private static final int MOST_ENTRIES = 1_024;
    private static final int MOST_BYTES = 1 << 20;
    private static final Duration RETRY_AFTER = Duration.ofMillis(200);

    private final StoreSide storeSide;
    private final Dispatcher dispatcher;
    private final Consumer<Timeline> nudge;
    private final PushTrace trace;
    private final ListenerQueue listener;
    private final Completions completions;
    private final Environment environment;
    private final Executor writer;

    // Guarded by itself.
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private boolean writing;
    private boolean closed;
    /** What is just being stored; empty once its outcome was told. */
    private List<Waiting> storing = List.of();

    /** Where drafts go. */
    public record StoreSide(MessageStore store, Node node, PushNumbers numbers) {}

    /** Who waits for what becomes of a draft. Told once. */
    interface Outcome {

        /** The store has answered; never {@link AppendResult.Refused}: then it fails. */
        void answered(AppendResult result);

        /** It was not stored, or it is not known whether it was. */
        void failed(Throwable failure);
    }

    private record Waiting(Draft draft, Outcome outcome) {}

    /** One append. */
    private record Batch(NodeId me, List<Waiting> waiting, List<Entry> entries, List<PartId> announced) {}

    /**
     * An empty queue.
     *
     * @param nudge told of each timeline that has something new
     */
    public AppendQueue(
            StoreSide storeSide,
            Dispatcher dispatcher,
            Consumer<Timeline> nudge,
            PushTrace trace,
            ListenerQueue listener,
            Completions completions,
            Environment environment) {
        this.storeSide = storeSide;
        this.dispatcher = dispatcher;
        this.nudge = nudge;
        this.trace = trace;
        this.listener = listener;
        this.completions = completions;
        this.environment = environment;
        this.writer = MoreExecutors.newSequentialExecutor(environment.executor("appends", 1));
    }

    /**
     * Queues a draft.
     *
     * @param capacity the most drafts that may wait
     * @param outcome told what became of it: {@link AppendResult.Full}, at once, also where no room is left to wait
     */
    void append(Draft draft, int capacity, Outcome outcome) {
        boolean start = false;
        boolean full = false;
        synchronized (queue) {
            // What owes nothing adds to no backlog.
            if (closed || queue.size() >= capacity || (draft.owes() != null && dispatcher.overloaded())) {
                full = true;
            } else {
                queue.addLast(new Waiting(draft, outcome));
                start = !writing;
                writing = true;
            }
        }
        if (full) {
            listener.tell(to -> to.overloaded(draft.what()));
            outcome.answered(new AppendResult.Full(RETRY_AFTER));
        } else if (start) {
            writer.execute(this::writeAll);
        }
    }

    /** How many drafts wait to be stored. */
    public int waiting() {
        synchronized (queue) {
            return queue.size();
        }
    }

    /** Whether nothing waits to be stored, or is being stored. */
    public boolean idle() {
        synchronized (queue) {
            return queue.isEmpty() && !writing;
        }
    }

    /**
     * Takes nothing more and gives back what waits. What is just being stored fails as well: its outcome is unknown.
     *
     * @return how many drafts are given back without having been stored
     */
    public int close() {
        List<Waiting> given;
        List<Waiting> unknown;
        synchronized (queue) {
            closed = true;
            given = List.copyOf(queue);
            queue.clear();
            unknown = storing;
            storing = List.of();
        }
        tell(
                given,
                one -> one.outcome.failed(
                        new ClosedException(one.draft.what() + ": this instance was closed before it was stored")));
        tell(
                unknown,
                one -> one.outcome.failed(new OfflinePushException(
                        one.draft.what() + ": this instance was closed while it was stored", null)));
        return given.size();
    }

    private void writeAll() {
        for (List<Waiting> next = next(); !next.isEmpty(); next = next()) {
            write(next);
        }
    }

    private List<Waiting> next() {
        synchronized (queue) {
            List<Waiting> batch = new ArrayList<>(Math.min(queue.size(), MOST_ENTRIES));
            int bytes = 0;
            while (batch.size() < MOST_ENTRIES && bytes < MOST_BYTES && !queue.isEmpty()) {
                Waiting next = queue.removeFirst();
                bytes += next.draft.body().size();
                batch.add(next);
            }
            writing = !batch.isEmpty();
            storing = batch;
            return batch;
        }
    }

    private void write(List<Waiting> waiting) {
        Batch batch;
        try {
            batch = prepare(waiting);
        } catch (RuntimeException | Error e) {
            // Nothing was written: there are no numbers, or this process is not in the store.
            log.warn(
                    "{} messages could not be stored: {}",
                    waiting.size(),
                    e.getClass().getName());
            listener.failed("messageStore", e);
            fail(waiting, e);
            return;
        }
        dispatcher.announce(batch.announced);
        List<AppendResult> results;
        long began = environment.ticker().nanos();
        try {
            results = storeSide.store.append(batch.me, batch.entries);
        } catch (RuntimeException | Error e) {
            log.warn(
                    "{} messages may or may not be stored: {}",
                    waiting.size(),
                    e.getClass().getName());
            listener.failed("messageStore", e);
            fail(waiting, e);
            // What may be stored may be read, also by those who would not be told again.
            waiting.forEach(one -> nudge.accept(one.draft.timeline()));
            dispatcher.maybeAppended(batch.announced);
            return;
        }
        if (listener.isHeard()) {
            Duration took = Duration.ofNanos(environment.ticker().nanos() - began);
            listener.tell(to -> to.stored(waiting.size(), took));
        }
        stored(batch, results);
    }

    /** Gives numbers, and decides what is claimed: as much as there is room for. */
    private Batch prepare(List<Waiting> waiting) {
        NodeId me = storeSide.node.id();
        List<Entry> entries = new ArrayList<>(waiting.size());
        List<PartId> announced = new ArrayList<>(waiting.size());
        try {
            for (Waiting one : waiting) {
                Draft.Owes owes = one.draft.owes();
                long number = owes == null ? 0 : storeSide.numbers.next();
                boolean claimed = owes != null && dispatcher.reserve(owes.urgency());
                if (claimed) {
                    announced.add(new PartId(number, 0));
                }
                entries.add(one.draft.entry(number, claimed));
            }
        } catch (RuntimeException | Error e) {
            dispatcher.release(announced.size());
            throw e;
        }
        return new Batch(me, waiting, entries, announced);
    }

    private void stored(Batch batch, List<AppendResult> results) {
        List<NewWork> works = new ArrayList<>(batch.announced.size());
        for (int i = 0; i < results.size(); i++) {
            Draft draft = batch.waiting.get(i).draft;
            if (results.get(i) instanceof AppendResult.Stored stored) {
                trace(stored, draft);
                Draft.Owes owes = draft.owes();
                if (owes != null && !stored.parts().isEmpty()) {
                    works.add(NewWork.appended(stored.parts().get(0), owes.body()));
                }
            }
        }
        dispatcher.release(batch.announced.size() - works.size());
        dispatcher.appended(batch.me, works, batch.announced);
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof AppendResult.Stored stored) {
                nudge.accept(stored.timeline());
            }
        }
        if (isToBeTold(batch.waiting)) {
            completions.run(batch.waiting.size(), i -> answer(batch.waiting.get(i), results.get(i)));
        }
    }

    /** False if a close has told them already. */
    private boolean isToBeTold(List<Waiting> waiting) {
        synchronized (queue) {
            boolean mine = storing == waiting;
            storing = List.of();
            return mine;
        }
    }

    private void tell(List<Waiting> waiting, Consumer<Waiting> what) {
        completions.run(waiting.size(), i -> what.accept(waiting.get(i)));
    }

    private void trace(AppendResult.Stored stored, Draft draft) {
        if (draft.owes() == null && draft.timeline().kind() == Timeline.Kind.NOTIFICATION) {
            // A withdrawal is no message: what it says shows in the trace of what it withdraws.
            return;
        }
        trace.stored(stored.messageId(), stored.storedAt());
        if (draft.owes() == null) {
            trace.ended(stored.messageId(), EndReason.NO_PUSH_CONFIG);
        }
    }

    private void fail(List<Waiting> waiting, Throwable e) {
        if (isToBeTold(waiting)) {
            tell(waiting, one -> one.outcome.failed(PortCalls.failure(one.draft.what(), e)));
        }
    }

    private static void answer(Waiting one, AppendResult result) {
        if (result instanceof AppendResult.Refused it) {
            one.outcome.failed(
                    new OfflinePushException(one.draft.what() + ": the store refuses this: " + it.why(), null));
        } else {
            one.outcome.answered(result);
        }
    }
}
