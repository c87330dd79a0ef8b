package io.offlinepush.core.dispatch;

import io.offlinepush.api.EndReason;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.decision.AudiencePages;
import io.offlinepush.core.decision.PreparedFacts;
import io.offlinepush.core.format.FanOutProgress;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.core.outbox.Backoff;
import io.offlinepush.core.outbox.Settled;
import io.offlinepush.core.outbox.UnsettledEnds;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Settlement;
import io.offlinepush.spi.Settlement.Ends;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a push for many into parts, page by page: {@linkplain AudiencePages 5,000 users} are read, those who can be
 * pushed are {@linkplain SplitPlan sorted} by lane into parts of at most 1,000 devices, and the parts are written
 * together with where the next page begins. The parts of a page are on their way before the next page is read, and any
 * node can claim them. Pages are read and planned on the threads of decisions; the loop only begins and ends a fan-out.
 */
final class FanOut {

    private static final Logger log = LoggerFactory.getLogger(FanOut.class);

    /** When this process has no room for more parts: the rest of the audience waits in the store. */
    private static final Duration NO_ROOM = Duration.ofMillis(500);

    private final LoopContext context;
    private final DispatchLoop loop;

    /** One push for many on its way through its pages. */
    private record Run(NodeId holder, Part part, PushBody body) {
        PartId id() {
            return part.id();
        }
    }

    FanOut(LoopContext context, DispatchLoop loop) {
        this.context = context;
        this.loop = loop;
    }

    /** Whether a part is a push for many as it was appended, not yet split. */
    static boolean isDue(NewWork work) {
        Part part = work.part();
        return switch (part.timeline().kind()) {
            case INBOX -> false;
            case GROUP -> part.scope().size() == 0;
            case NOTIFICATION ->
                part.scope().size() == 0 && AudiencePages.few(part, body(work)).isEmpty();
        };
    }

    private static PushBody body(NewWork work) {
        PushBody known = work.body();
        return known == null ? PushBody.decode(work.part().body()) : known;
    }

    /** Begins, or goes on where another process stopped; on the loop. */
    void begin(NodeId holder, NewWork work) {
        page(
                new Run(holder, work.part(), body(work)),
                FanOutProgress.decode(work.part().progress()));
    }

    private void page(Run run, FanOutProgress progress) {
        if (!run.holder.equals(context.node().id())) {
            return;
        }
        if (!context.node().storeTime().isBefore(run.part.expiresAt())) {
            over(run, EndReason.EXPIRED);
        } else if (!context.capacity().hasRoomForPartsOf(Urgency.LOW)) {
            again(run, progress, NO_ROOM);
        } else {
            withdrawn(run).whenComplete((withdrawn, failure) -> {
                if (failure != null) {
                    again(run, progress, Backoff.after(0, run.id()));
                } else if (withdrawn) {
                    over(run, EndReason.WITHDRAWN);
                } else {
                    read(run, progress);
                }
            });
        }
    }

    /** Whether the host took a notification back. */
    private CompletionStage<Boolean> withdrawn(Run run) {
        Timeline timeline = run.part.timeline();
        return timeline.kind() != Timeline.Kind.NOTIFICATION
                ? CompletableFuture.completedFuture(false)
                : context.gatherer()
                        .read(() ->
                                context.ports().store().heads(List.of(timeline)).getOrDefault(timeline, 0L)
                                        > run.part.sequence());
    }

    private void read(Run run, FanOutProgress progress) {
        context.decisions().pages().read(run.part, run.body, progress.after()).whenComplete((page, failure) -> {
            if (failure != null) {
                FanOutProgress failed =
                        new FanOutProgress(progress.after(), progress.nextIndex(), progress.attempts() + 1);
                again(run, failed, Backoff.after(progress.attempts(), run.id()));
            } else {
                plan(run, progress, page);
            }
        });
    }

    private void plan(Run run, FanOutProgress progress, AudiencePages.Page page) {
        Set<UserId> asked = run.body.reach() == Reach.OFFLINE ? new HashSet<>(page.users()) : Set.of();
        context.gatherer()
                .presenceOf(asked)
                .thenCompose(presence -> context.gatherer().read(() -> {
                    PreparedFacts facts = context.decisions().reader().prepare(page.users(), presence);
                    return SplitPlan.of(page.users(), facts, progress.nextIndex());
                }))
                .whenComplete((plan, failure) -> {
                    if (failure != null) {
                        log.warn(
                                "A page of {} could not be planned: {}",
                                run.id(),
                                failure.getClass().getName());
                        again(run, progress, Backoff.after(0, run.id()));
                    } else {
                        split(run, progress, page, plan);
                    }
                });
    }

    private void split(Run run, FanOutProgress progress, AudiencePages.Page page, SplitPlan plan) {
        FanOutProgress next = new FanOutProgress(
                page.reached(), progress.nextIndex() + plan.parts().size(), 0);
        Ends ends = plan.unreachable() == 0
                ? Ends.NONE
                : new Ends(Map.of(EndReason.NO_BINDING, plan.unreachable()), List.of());
        Settlement split = new Settlement.Split(run.id(), ends, next.encode(), plan.newParts(), page.last());
        List<PartId> children = plan.ids(run.part);
        context.announcements().announce(children);
        context.settlements()
                .write(run.holder, split, answers -> answers.forEach(answer -> written(run, next, page, plan, answer)));
    }

    private void written(Run run, FanOutProgress next, AudiencePages.Page page, SplitPlan plan, Settled answer) {
        List<PartId> children = plan.ids(run.part);
        List<NewWork> works = answer.held() ? plan.works(run.part, run.body) : List.of();
        context.capacity().take(works.size());
        loop.execute(() -> {
            loop.add(run.holder, works, true);
            context.announcements().withdraw(children);
            // What began before this process got its new id has nothing to do with what was claimed since.
            if ((!answer.held() || page.last())
                    && run.holder.equals(context.node().id())) {
                loop.fannedOut(run.id());
            }
            if (!answer.held() && answer.atOnce()) {
                context.claims().reconcile();
            } else if (!answer.held()) {
                // The write failed, and the next one may as well: not at once, or they would follow each other without
                // a pause.
                context.claims().reconcileLater();
            } else if (!page.last()) {
                page(run, next);
            }
        });
    }

    private void over(Run run, EndReason reason) {
        last(run, new Settlement.Completed(run.id(), UnsettledEnds.whole(reason)));
    }

    private void again(Run run, FanOutProgress progress, Duration after) {
        last(run, new Settlement.Rescheduled(run.id(), Ends.NONE, after, "", progress.encode()));
    }

    private void last(Run run, Settlement settlement) {
        loop.execute(() -> {
            if (run.holder.equals(context.node().id())) {
                loop.settleLast(run.holder, settlement);
            }
        });
    }
}
