package io.offlinepush.core.dispatch;

import io.offlinepush.api.EndReason;
import io.offlinepush.api.Explanation;
import io.offlinepush.api.Explanation.Next;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.flow.NoGroups;
import io.offlinepush.core.flow.PortCalls;
import io.offlinepush.core.node.Node;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Cursors;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.FoundMessage;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.Membership;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.PushBinding;
import io.offlinepush.spi.SettledEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Decides once more, without pushing: the same looks and the same {@link Decision}, for one user, on the dispatcher's loop. */
public final class Explainer {

    /** The most parts of one question to the store. */
    private static final int MOST_ASKED = 1024;

    private final MessageStore store;
    private final BindingRegistry registry;
    private final Attention attention;
    private final Members members;
    private final Acknowledged local;
    private final Suspects suspects;
    private final Suspects undelivered;
    private final Node node;
    private final Duration staleAfter;
    private final LongFunction<Set<PartId>> openParts;
    private final Executor loop;

    /** What is the same for every device of the user. */
    private record Moment(
            boolean withdrawn,
            boolean expired,
            boolean superseded,
            boolean member,
            Attention.Look look,
            Map<PushId, EndReason> ends) {}

    /**
     * An explainer.
     *
     * @param openParts the parts with a number that this process has open; asked on the loop
     */
    Explainer(
            MessageStore store,
            BindingRegistry registry,
            Attention attention,
            Members members,
            Acknowledged local,
            Suspects suspects,
            Suspects undelivered,
            Node node,
            Duration staleAfter,
            LongFunction<Set<PartId>> openParts,
            Executor loop) {
        this.store = store;
        this.registry = registry;
        this.attention = attention;
        this.members = members;
        this.local = local;
        this.suspects = suspects;
        this.undelivered = undelivered;
        this.node = node;
        this.staleAfter = staleAfter;
        this.openParts = openParts;
        this.loop = loop;
    }

    /**
     * Explains a message to one user.
     *
     * @param found the message, if the store has it
     * @return completes on the loop, or at once if there is nothing to look at
     */
    public CompletableFuture<Explanation> explain(MessageId messageId, Optional<FoundMessage> found, UserId user) {
        if (found.isEmpty()) {
            return nobody(messageId, user, null);
        }
        Instant expiresAt = found.get().expiresAt();
        if (expiresAt == null) {
            return nobody(messageId, user, EndReason.NO_PUSH_CONFIG);
        }
        Question question = Question.of(found.get(), expiresAt, user);
        if (!question.theirs()) {
            return nobody(messageId, user, EndReason.NOT_MEMBER);
        }
        return CompletableFuture.completedFuture(question).thenComposeAsync(this::explain, loop);
    }

    private static CompletableFuture<Explanation> nobody(MessageId messageId, UserId user, @Nullable EndReason reason) {
        return CompletableFuture.completedFuture(new Explanation(messageId, user, reason, List.of()));
    }

    private CompletableFuture<Explanation> explain(Question question) {
        CompletableFuture<Explanation> explained = new CompletableFuture<>();
        GroupId group = question.group();
        if (group == null) {
            look(question, true, explained);
            return explained;
        }
        if (!members.canBeAsked()) {
            explained.completeExceptionally(new OfflinePushException("explain: " + NoGroups.WHAT_TO_DO, null));
            return explained;
        }
        UserId user = question.user();
        members.ask(Map.of(group, Set.of(user)), answer -> {
            if (answer.isEmpty()) {
                explained.completeExceptionally(
                        new OfflinePushException("explain: the group directory did not answer", null));
            } else {
                Membership membership =
                        answer.get().getOrDefault(group, Map.of()).get(user);
                boolean member = membership != null
                        && !membership.since().isAfter(question.found().entry().storedAt());
                look(question, member, explained);
            }
        });
        return explained;
    }

    private void look(Question question, boolean member, CompletableFuture<Explanation> explained) {
        // As in a round: for everyone, nobody is asked who is online.
        Set<UserId> asked = question.reach() == Reach.OFFLINE ? Set.of(question.user()) : Set.of();
        attention.look(asked, look -> {
            try {
                explained.complete(decided(question, member, look));
            } catch (RuntimeException | Error e) {
                explained.completeExceptionally(PortCalls.failure("explain", e));
            }
        });
    }

    private Explanation decided(Question question, boolean member, Attention.Look look) {
        UserId user = question.user();
        Timeline timeline = question.found().timeline();
        List<DeviceRow> rows = registry.recipients(Set.of(user)).getOrDefault(user, List.of());
        List<CursorKey> keys = rows.stream()
                .map(row -> new CursorKey(user, row.device(), timeline))
                .toList();
        Cursors cursors = store.cursors();
        Map<CursorKey, Long> reached = keys.isEmpty() ? Map.of() : cursors.read(keys);
        Moment moment = moment(question, member, look);
        List<Explanation.Device> devices = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            DeviceRow row = rows.get(i);
            Login login = row.login();
            if (login != null) {
                long stored = reached.getOrDefault(keys.get(i), 0L);
                long acknowledged = Math.max(stored, local.upTo(user, row.device(), timeline));
                devices.add(device(question, row, login, acknowledged, moment));
            }
        }
        return new Explanation(
                question.found().entry().messageId(), user, devices.isEmpty() ? EndReason.NO_BINDING : null, devices);
    }

    private Moment moment(Question question, boolean member, Attention.Look look) {
        FoundMessage found = question.found();
        Timeline timeline = found.timeline();
        List<SettledEnd> settled = store.outbox().trace(found.entry().messageId());
        Instant now = node.storeTime();
        boolean withdrawn = question.isNotification()
                && store.heads(Set.of(timeline)).getOrDefault(timeline, 0L) > question.sequence();
        boolean stale = found.entry().storedAt().plus(staleAfter).isBefore(now);
        return new Moment(
                withdrawn,
                !now.isBefore(question.expiresAt()),
                stale && isSuperseded(found.number(), question.user(), settled),
                member,
                look,
                ends(settled));
    }

    /** Asked of the parts of a push that are known here; of those that have ended, the store says nothing. */
    private boolean isSuperseded(long number, UserId user, List<SettledEnd> settled) {
        Set<PartId> known = new HashSet<>(openParts.apply(number));
        known.add(new PartId(number, 0));
        settled.forEach(end -> known.add(end.part()));
        List<PartId> asked = known.stream().limit(MOST_ASKED).toList();
        return store.outbox().superseded(asked).values().stream().anyMatch(newer -> newer.appliesTo(user));
    }

    private Explanation.Device device(Question question, DeviceRow row, Login login, long acknowledged, Moment moment) {
        PushBinding push = row.push();
        boolean online = question.reach() == Reach.OFFLINE && moment.look.online(row);
        Suspects missed = question.isNotification() ? undelivered : suspects;
        Decision decision = Decision.of(new Decision.Facts(
                moment.withdrawn,
                moment.expired,
                moment.superseded,
                acknowledged >= question.sequence(),
                moment.member,
                online,
                login.session() != null || question.isNotification(),
                moment.look.believed(),
                push != null,
                missed.contains(row.device(), login.number(), acknowledged)));
        Next next = Next.NOTHING;
        EndReason reason = null;
        if (decision instanceof Decision.End end) {
            reason = end.reason();
        } else {
            next = decision instanceof Decision.Wait ? Next.WAIT : Next.PUSH;
        }
        PushId pushId = push == null ? null : push.pushId();
        EndReason ended = pushId == null ? null : moment.ends.get(pushId);
        return new Explanation.Device(row.device(), pushId, ended, next, reason, online, acknowledged);
    }

    private static Map<PushId, EndReason> ends(List<SettledEnd> settled) {
        Map<PushId, EndReason> ends = new HashMap<>();
        settled.stream().flatMap(end -> end.ends().lines().stream()).forEach(line -> note(ends, line));
        return ends;
    }

    private static void note(Map<PushId, EndReason> ends, DeviceEnd line) {
        Optional.ofNullable(line.pushId()).ifPresent(pushId -> ends.put(pushId, line.reason()));
    }
}
