package io.offlinepush.core.dispatch;

import io.offlinepush.api.Environment;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Reach;
import io.offlinepush.api.UserId;
import io.offlinepush.core.dispatch.Round.Wake;
import io.offlinepush.spi.Membership;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings due parts to their decision, up to 1,024 at a time: first the looks that take the host's time (who looks online, who
 * is a member), then the round, then the hand-over of those to be woken. Runs on the dispatcher's loop.
 */
final class Rounds {

    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    private static final int MOST = 1024;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Attention attention;
    private final Members members;
    private final Round round;
    private final HandOver handOver;
    private final Waiters waiters;
    private final HandOverGate gate;
    private final Environment environment;
    private final Executor loop;
    private final Consumer<OpenPart> moved;

    private final ArrayDeque<OpenPart> due = new ArrayDeque<>();
    private boolean roundScheduled;

    /**
     * Rounds of one dispatcher.
     *
     * @param moved told of each part that was decided
     */
    Rounds(
            Attention attention,
            Members members,
            Round round,
            HandOver handOver,
            Waiters waiters,
            HandOverGate gate,
            Environment environment,
            Executor loop,
            Consumer<OpenPart> moved) {
        this.attention = attention;
        this.members = members;
        this.round = round;
        this.handOver = handOver;
        this.waiters = waiters;
        this.gate = gate;
        this.environment = environment;
        this.loop = loop;
        this.moved = moved;
    }

    /** Lets go of parts that are over. */
    void forgetClosed() {
        due.removeIf(part -> part.closed);
    }

    /** Queues a part for the next round, unless it is queued or over. */
    void decide(OpenPart part) {
        if (!part.queued && !part.closed) {
            part.queued = true;
            due.addLast(part);
            if (!roundScheduled) {
                roundScheduled = true;
                loop.execute(this::nextRound);
            }
        }
    }

    private void nextRound() {
        roundScheduled = false;
        List<OpenPart> peers = new ArrayList<>();
        List<OpenPart> groups = new ArrayList<>();
        while (peers.size() + groups.size() < MOST && !due.isEmpty()) {
            OpenPart part = due.removeFirst();
            (part.group == null ? peers : groups).add(part);
        }
        if (!due.isEmpty()) {
            roundScheduled = true;
            loop.execute(this::nextRound);
        }
        if (!peers.isEmpty()) {
            look(peers, Map.of());
        }
        if (!groups.isEmpty()) {
            // Apart, so that a slow directory holds up groups only.
            members.ask(
                    usersByGroup(groups),
                    answer -> answer.ifPresentOrElse(known -> look(groups, known), () -> decideAfterPause(groups)));
        }
    }

    private static Map<GroupId, Set<UserId>> usersByGroup(List<OpenPart> parts) {
        Map<GroupId, Set<UserId>> users = new HashMap<>();
        for (OpenPart part : parts) {
            if (part.group != null) {
                users.computeIfAbsent(part.group, unused -> new HashSet<>()).addAll(part.users);
            }
        }
        return users;
    }

    private void look(List<OpenPart> batch, Map<GroupId, Map<UserId, Membership>> memberships) {
        Set<UserId> users = new HashSet<>();
        batch.stream().filter(part -> part.body.reach() == Reach.OFFLINE).forEach(part -> users.addAll(part.users));
        attention.look(users, look -> decide(batch, new Round.Sight(look, memberships)));
    }

    private void decide(List<OpenPart> batch, Round.Sight sight) {
        List<OpenPart> parts = batch.stream().filter(part -> !part.closed).toList();
        long moment = gate.moment();
        long decidedAt = environment.ticker().nanos();
        List<List<Wake>> wakes;
        try {
            wakes = round.decide(parts, sight);
        } catch (RuntimeException | Error e) {
            log.warn(
                    "{} parts could not be decided and are tried again: {}",
                    parts.size(),
                    e.getClass().getName());
            decideAfterPause(parts);
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            OpenPart part = parts.get(i);
            part.queued = false;
            handOver.send(part, wakes.get(i), moment, decidedAt);
            waiters.update(part);
            moved.accept(part);
        }
    }

    private void decideAfterPause(List<OpenPart> parts) {
        Runnable again = () -> parts.forEach(part -> {
            part.queued = false;
            decide(part);
        });
        environment.scheduler().schedule(PAUSE, () -> loop.execute(again));
    }
}
