package io.offlinepush.core.dispatch;

import io.offlinepush.api.EndReason;
import io.offlinepush.api.Explanation;
import io.offlinepush.api.Explanation.Next;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
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
import io.offlinepush.spi.PushBinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Decides once more, without pushing: the same looks and the same {@link Decision}, for one user, on the dispatcher's loop. */
public final class Explainer {

    private final MessageStore store;
    private final BindingRegistry registry;
    private final Attention attention;
    private final Members members;
    private final Acknowledged local;
    private final Suspects suspects;
    private final Suspects undelivered;
    private final Node node;
    private final Executor loop;

    Explainer(
            MessageStore store,
            BindingRegistry registry,
            Attention attention,
            Members members,
            Acknowledged local,
            Suspects suspects,
            Suspects undelivered,
            Node node,
            Executor loop) {
        this.store = store;
        this.registry = registry;
        this.attention = attention;
        this.members = members;
        this.local = local;
        this.suspects = suspects;
        this.undelivered = undelivered;
        this.node = node;
        this.loop = loop;
    }

    /**
     * Explains a message to one user.
     *
     * @param found the message, if the store has it
     * @return completes on the loop, or at once if there is nothing to look at
     */
    public CompletableFuture<Explanation> explain(MessageId messageId, Optional<FoundMessage> found, UserId user) {
        EndReason reason = found.map(message -> whyNobody(message, user)).orElse(null);
        Instant expiresAt = found.map(FoundMessage::expiresAt).orElse(null);
        if (found.isEmpty() || reason != null || expiresAt == null) {
            return CompletableFuture.completedFuture(new Explanation(messageId, user, reason, List.of()));
        }
        return CompletableFuture.completedFuture(found.get())
                .thenComposeAsync(message -> explain(message, expiresAt, user), loop);
    }

    private static @Nullable EndReason whyNobody(FoundMessage found, UserId user) {
        if (found.expiresAt() == null) {
            return EndReason.NO_PUSH_CONFIG;
        }
        boolean theirs = switch (found.timeline().kind()) {
            case INBOX -> found.timeline().id().equals(user.value());
            case GROUP -> !user.equals(found.entry().sender());
            // Its audience stands in what is owed, which may be over.
            case NOTIFICATION -> true;
        };
        return theirs ? null : EndReason.NOT_MEMBER;
    }

    private CompletableFuture<Explanation> explain(FoundMessage found, Instant expiresAt, UserId user) {
        CompletableFuture<Explanation> explained = new CompletableFuture<>();
        if (found.timeline().kind() == Timeline.Kind.GROUP) {
            GroupId group = new GroupId(found.timeline().id());
            members.ask(Map.of(group, Set.of(user)), answer -> {
                if (answer.isEmpty()) {
                    explained.completeExceptionally(
                            new OfflinePushException("explain: the group directory did not answer", null));
                } else {
                    Membership membership =
                            answer.get().getOrDefault(group, Map.of()).get(user);
                    boolean member = membership != null
                            && !membership.since().isAfter(found.entry().storedAt());
                    look(found, expiresAt, user, member, explained);
                }
            });
        } else {
            look(found, expiresAt, user, true, explained);
        }
        return explained;
    }

    private void look(
            FoundMessage found,
            Instant expiresAt,
            UserId user,
            boolean member,
            CompletableFuture<Explanation> explained) {
        attention.look(Set.of(user), look -> {
            try {
                explained.complete(decided(found, expiresAt, user, member, look));
            } catch (RuntimeException | Error e) {
                explained.completeExceptionally(PortCalls.failure("explain", e));
            }
        });
    }

    private Explanation decided(
            FoundMessage found, Instant expiresAt, UserId user, boolean member, Attention.Look look) {
        List<DeviceRow> rows = registry.recipients(Set.of(user)).getOrDefault(user, List.of());
        List<CursorKey> keys = rows.stream()
                .map(row -> new CursorKey(user, row.device(), found.timeline()))
                .toList();
        Cursors cursors = store.cursors();
        Map<CursorKey, Long> reached = keys.isEmpty() ? Map.of() : cursors.read(keys);
        Map<PushId, EndReason> ends = ends(found);
        boolean expired = !node.storeTime().isBefore(expiresAt);
        boolean withdrawn = isNotification(found)
                && store.heads(Set.of(found.timeline())).getOrDefault(found.timeline(), 0L)
                        > found.entry().sequence();
        List<Explanation.Device> devices = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            DeviceRow row = rows.get(i);
            Login login = row.login();
            if (login != null) {
                long stored = reached.getOrDefault(keys.get(i), 0L);
                long acknowledged = Math.max(stored, local.upTo(user, row.device(), found.timeline()));
                devices.add(device(found, row, login, acknowledged, withdrawn, expired, member, look, ends));
            }
        }
        return new Explanation(
                found.entry().messageId(), user, devices.isEmpty() ? EndReason.NO_BINDING : null, devices);
    }

    private Explanation.Device device(
            FoundMessage found,
            DeviceRow row,
            Login login,
            long acknowledged,
            boolean withdrawn,
            boolean expired,
            boolean member,
            Attention.Look look,
            Map<PushId, EndReason> ends) {
        PushBinding push = row.push();
        boolean online = look.online(row);
        Decision decision = Decision.of(new Decision.Facts(
                withdrawn,
                expired,
                false,
                acknowledged >= found.entry().sequence(),
                member,
                online,
                login.session() != null || isNotification(found),
                look.believed(),
                push != null,
                (isNotification(found) ? undelivered : suspects).contains(row.device(), login.number(), acknowledged)));
        Next next = Next.NOTHING;
        EndReason reason = null;
        if (decision instanceof Decision.End end) {
            reason = end.reason();
        } else {
            next = decision instanceof Decision.Wait ? Next.WAIT : Next.PUSH;
        }
        PushId pushId = push == null ? null : push.pushId();
        return new Explanation.Device(row.device(), pushId, ended(ends, pushId), next, reason, online, acknowledged);
    }

    private static boolean isNotification(FoundMessage found) {
        return found.timeline().kind() == Timeline.Kind.NOTIFICATION;
    }

    private static @Nullable EndReason ended(Map<PushId, EndReason> ends, @Nullable PushId pushId) {
        return pushId == null ? null : ends.get(pushId);
    }

    private Map<PushId, EndReason> ends(FoundMessage found) {
        Map<PushId, EndReason> ends = new HashMap<>();
        store.outbox().trace(found.entry().messageId()).stream()
                .flatMap(settled -> settled.ends().lines().stream())
                .forEach(line -> note(ends, line));
        return ends;
    }

    private static void note(Map<PushId, EndReason> ends, DeviceEnd line) {
        Optional.ofNullable(line.pushId()).ifPresent(pushId -> ends.put(pushId, line.reason()));
    }
}
