package io.offlinepush.core.dispatch;

import io.offlinepush.api.GroupId;
import io.offlinepush.core.decision.FactsGatherer;
import io.offlinepush.core.decision.PartFacts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings due parts to their decision, many with one reading of their facts. Each group has batches of its own, so that
 * a directory that is slow for one group holds up that group alone. While the batches that are allowed are under way,
 * what is due joins the next one. Belongs to one loop.
 */
final class DecisionQueue {

    private static final int MOST_PARTS = 1024;
    private static final int MOST_USERS = 5_000;
    private static final int MOST_BATCHES = 4;

    private final FactsGatherer gatherer;
    private final Executor loop;
    private final BiConsumer<PartState, PartFacts> decided;
    private final Consumer<PartState> unknown;

    private final Line peers = new Line(null, MOST_BATCHES);
    private final Map<GroupId, Line> groups = new LinkedHashMap<>();
    private boolean scheduled;

    /** What is due, and shares its batches. */
    private static final class Line {
        private final @Nullable GroupId group;
        private final int mostBatches;
        private final ArrayDeque<PartState> due = new ArrayDeque<>();
        private int underWay;

        private Line(@Nullable GroupId group, int mostBatches) {
            this.group = group;
            this.mostBatches = mostBatches;
        }
    }

    /**
     * A queue.
     *
     * @param decided given each part with its facts
     * @param unknown given each part whose facts could not be gathered, or that was closed before
     */
    DecisionQueue(
            FactsGatherer gatherer,
            Executor loop,
            BiConsumer<PartState, PartFacts> decided,
            Consumer<PartState> unknown) {
        this.gatherer = gatherer;
        this.loop = loop;
        this.decided = decided;
        this.unknown = unknown;
    }

    /** Queues a part, which is marked as under decision. */
    void add(PartState part) {
        GroupId group = part.group();
        Line line = group == null ? peers : groups.computeIfAbsent(group, unused -> new Line(group, 1));
        line.due.addLast(part);
        if (!scheduled) {
            scheduled = true;
            loop.execute(this::flush);
        }
    }

    private void flush() {
        scheduled = false;
        begin(peers);
        if (!groups.isEmpty()) {
            new ArrayList<>(groups.values()).forEach(this::begin);
        }
    }

    private void begin(Line line) {
        while (line.underWay < line.mostBatches) {
            List<PartState> batch = next(line.due);
            if (batch.isEmpty()) {
                break;
            }
            line.underWay++;
            int[] left = {batch.size()};
            gatherer.gather(
                    batch,
                    line.group,
                    (parts, facts) -> loop.execute(() -> {
                        finished(line, left, parts.size());
                        for (int i = 0; i < parts.size(); i++) {
                            decided.accept(parts.get(i), facts.get(i));
                        }
                    }),
                    (parts, failure) -> loop.execute(() -> {
                        finished(line, left, parts.size());
                        parts.forEach(unknown);
                    }));
        }
        if (line.group != null && line.underWay == 0 && line.due.isEmpty()) {
            groups.remove(line.group);
        }
    }

    /** A batch may be answered in several pieces: it is over with the last. */
    private void finished(Line line, int[] left, int parts) {
        left[0] -= parts;
        if (left[0] == 0) {
            line.underWay--;
            begin(line);
        }
    }

    private List<PartState> next(ArrayDeque<PartState> due) {
        List<PartState> batch = new ArrayList<>(Math.min(due.size(), MOST_PARTS));
        int users = 0;
        while (!due.isEmpty() && batch.size() < MOST_PARTS && users < MOST_USERS) {
            PartState part = due.removeFirst();
            if (part.isClosed()) {
                // Lost with the lease, or given back: it still counts as under decision.
                unknown.accept(part);
            } else {
                batch.add(part);
                users += part.users().size();
            }
        }
        return batch;
    }
}
