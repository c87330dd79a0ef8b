package io.offlinepush.core.dispatch;

import io.offlinepush.api.EndReason;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.format.FanOutProgress;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.core.format.Scope;
import io.offlinepush.core.node.Node;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NewPart;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.PushBinding;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.Settlement.Ends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a push for many into parts, page by page: {@linkplain AudiencePages 5,000 users} are read, those who can be pushed are sorted by lane into
 * parts of at most 1,000 devices, and the parts are written together with where the next page begins. The parts of a page
 * are on their way before the next page is read, and any node can take them. Runs on the dispatcher's loop.
 */
final class FanOut {

    private static final Logger log = LoggerFactory.getLogger(FanOut.class);

    private static final int MOST_DEVICES = 1_000;
    /** When this process has no room for more parts: the rest of the audience waits in the store. */
    private static final Duration NO_ROOM = Duration.ofMillis(500);

    private final AudiencePages pages;
    private final BindingRegistry registry;
    private final MessageStore store;
    private final Node node;
    private final Settler settler;
    private final BooleanSupplier room;
    private final BiConsumer<NodeId, List<Part>> add;
    private final LastSettlement last;
    private final Consumer<PartId> finished;
    private final Runnable reconcile;

    /** Settles a part for the last time in this process. */
    @FunctionalInterface
    interface LastSettlement {
        void settle(NodeId holder, Settlement settlement);
    }

    /**
     * A fan-out.
     *
     * @param room whether there is room for more parts in this process
     * @param add takes over new parts
     * @param last settles the part as over, or to be taken again
     * @param finished told that the part was split to its end, or that this is not known
     * @param reconcile looks for what the node holds, after a split whose outcome is not known
     */
    FanOut(
            AudiencePages pages,
            BindingRegistry registry,
            MessageStore store,
            Node node,
            Settler settler,
            BooleanSupplier room,
            BiConsumer<NodeId, List<Part>> add,
            LastSettlement last,
            Consumer<PartId> finished,
            Runnable reconcile) {
        this.pages = pages;
        this.registry = registry;
        this.store = store;
        this.node = node;
        this.settler = settler;
        this.room = room;
        this.add = add;
        this.last = last;
        this.finished = finished;
        this.reconcile = reconcile;
    }

    /** Whether a part is a push for many as it was appended, not yet split. */
    static boolean isDue(Part part) {
        return switch (part.timeline().kind()) {
            case INBOX -> false;
            case GROUP -> part.scope().size() == 0;
            case NOTIFICATION ->
                part.scope().size() == 0
                        && AudiencePages.few(part, PushBody.decode(part.body())).isEmpty();
        };
    }

    /** Begins, or goes on where another process stopped. */
    void begin(NodeId holder, Part part) {
        page(holder, part, PushBody.decode(part.body()), FanOutProgress.decode(part.progress()));
    }

    private void page(NodeId holder, Part part, PushBody body, FanOutProgress progress) {
        if (!holder.equals(node.id())) {
            return;
        }
        Optional<Boolean> withdrawn = withdrawn(part);
        if (withdrawn.isEmpty()) {
            again(holder, part, progress, Backoff.after(0, part.id()));
        } else if (withdrawn.get()) {
            last.settle(holder, new Settlement.Completed(part.id(), EndsInWaiting.whole(EndReason.WITHDRAWN)));
        } else if (!node.storeTime().isBefore(part.expiresAt())) {
            last.settle(holder, new Settlement.Completed(part.id(), EndsInWaiting.whole(EndReason.EXPIRED)));
        } else if (!room.getAsBoolean()) {
            again(holder, part, progress, NO_ROOM);
        } else {
            pages.read(part, body, progress.after(), page -> split(holder, part, body, progress, page));
        }
    }

    /** Whether the host took a notification back; empty if that could not be read. */
    private Optional<Boolean> withdrawn(Part part) {
        Timeline timeline = part.timeline();
        if (timeline.kind() != Timeline.Kind.NOTIFICATION) {
            return Optional.of(false);
        }
        try {
            return Optional.of(store.heads(List.of(timeline)).getOrDefault(timeline, 0L) > part.sequence());
        } catch (RuntimeException | Error e) {
            log.warn(
                    "Whether {} was withdrawn could not be read: {}",
                    part.id(),
                    e.getClass().getName());
            return Optional.empty();
        }
    }

    private void split(
            NodeId holder, Part part, PushBody body, FanOutProgress progress, Optional<AudiencePages.Page> read) {
        if (read.isEmpty()) {
            FanOutProgress failed = new FanOutProgress(progress.after(), progress.nextIndex(), progress.attempts() + 1);
            again(holder, part, failed, Backoff.after(progress.attempts(), part.id()));
            return;
        }
        AudiencePages.Page page = read.get();
        Plan plan;
        try {
            plan = plan(page.users(), progress.nextIndex());
        } catch (RuntimeException | Error e) {
            log.warn(
                    "A page of {} could not be planned: {}",
                    part.id(),
                    e.getClass().getName());
            again(holder, part, progress, Backoff.after(0, part.id()));
            return;
        }
        boolean lastPage = page.last();
        FanOutProgress next = new FanOutProgress(page.reached(), progress.nextIndex() + plan.parts.size(), 0);
        Ends ends =
                plan.unreachable == 0 ? Ends.NONE : new Ends(Map.of(EndReason.NO_BINDING, plan.unreachable), List.of());
        Settlement split = new Settlement.Split(part.id(), ends, next.encode(), plan.parts, lastPage);
        settler.settle(holder, split, (held, atOnce) -> {
            if (held) {
                add.accept(
                        holder,
                        plan.parts.stream().map(fresh -> child(part, fresh)).toList());
            }
            // What began before this process got its new place has nothing to do with what was taken since.
            if ((!held || lastPage) && holder.equals(node.id())) {
                finished.accept(part.id());
            }
            if (!held) {
                reconcile.run();
            } else if (!lastPage) {
                page(holder, part, body, next);
            }
        });
    }

    private record Plan(List<NewPart> parts, int unreachable) {}

    private Plan plan(List<UserId> audience, int firstIndex) {
        Map<String, Batch> lanes = new LinkedHashMap<>();
        List<NewPart> parts = new ArrayList<>();
        int unreachable = 0;
        Map<UserId, List<DeviceRow>> rows = audience.isEmpty() ? Map.of() : registry.recipients(audience);
        for (UserId user : audience) {
            Map<String, Integer> devices = devicesByLane(rows.getOrDefault(user, List.of()));
            unreachable += devices.isEmpty() ? 1 : 0;
            devices.forEach((lane, count) -> {
                Batch batch = lanes.computeIfAbsent(lane, Batch::new);
                if (batch.devices + count > MOST_DEVICES && batch.devices > 0) {
                    parts.add(batch.part(firstIndex + parts.size()));
                }
                batch.add(user, count);
            });
        }
        for (Batch batch : lanes.values()) {
            if (batch.devices > 0) {
                parts.add(batch.part(firstIndex + parts.size()));
            }
        }
        return new Plan(parts, unreachable);
    }

    private static Map<String, Integer> devicesByLane(List<DeviceRow> rows) {
        Map<String, Integer> devices = new HashMap<>(2);
        for (DeviceRow row : rows) {
            PushBinding push = row.push();
            if (push != null) {
                devices.merge(push.app().toString(), 1, Integer::sum);
            }
        }
        return devices;
    }

    /** The users that go into the next part of a lane. */
    private static final class Batch {
        private final String lane;
        private List<UserId> users = new ArrayList<>();
        private int devices;

        private Batch(String lane) {
            this.lane = lane;
        }

        private void add(UserId user, int count) {
            users.add(user);
            devices += count;
        }

        private NewPart part(int index) {
            NewPart part = new NewPart(index, lane, new Scope(users).encode());
            users = new ArrayList<>();
            devices = 0;
            return part;
        }
    }

    /** A new part as the store has it. */
    private static Part child(Part parent, NewPart fresh) {
        return new Part(
                new PartId(parent.id().number(), fresh.index()),
                parent.messageId(),
                parent.timeline(),
                parent.sequence(),
                parent.urgency(),
                parent.storedAt(),
                parent.expiresAt(),
                fresh.lane(),
                fresh.scope(),
                parent.body(),
                Bytes.EMPTY,
                0);
    }

    private void again(NodeId holder, Part part, FanOutProgress progress, Duration after) {
        last.settle(holder, new Settlement.Rescheduled(part.id(), Ends.NONE, after, "", progress.encode()));
    }
}
