package io.offlinepush.core.dispatch;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.Environment.Ticker;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Replace;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.UserId;
import io.offlinepush.core.dispatch.Decision.Facts;
import io.offlinepush.core.node.Node;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.Membership;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.PushBinding;
import io.offlinepush.spi.Superseded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides many parts at once: one read of the recipients and one of their cursors for all, then each device for itself.
 * Runs on the dispatcher's loop.
 *
 * <p>The order of the reads matters. Who looks online was read before; who is logged in is read now, after the gate's
 * moment was noted; cursors come last, because a session writes its cursor before it says that it is gone.
 */
final class Round {

    /** A device to be woken now. */
    record Wake(DeviceId device, Login login, PushBinding push) {}

    private final BindingRegistry registry;
    private final MessageStore store;
    private final Acknowledged local;
    private final Suspects suspects;
    private final Suspects undelivered;
    private final Node node;
    private final Ticker ticker;
    private final Duration acknowledgementTime;
    private final Duration staleAfter;
    private final Steps steps;

    /** What was seen before the round: who looks online, and who is a member of which group. */
    record Sight(Attention.Look look, Map<GroupId, Map<UserId, Membership>> members) {}

    /** What is the same for every device of a part. */
    private record Moment(
            boolean withdrawn, boolean expired, @Nullable Superseded newer, Sight sight) {}

    Round(
            BindingRegistry registry,
            Acknowledged local,
            Suspects suspects,
            Suspects undelivered,
            MessageStore store,
            Node node,
            Ticker ticker,
            Duration acknowledgementTime,
            Duration staleAfter,
            Steps steps) {
        this.registry = registry;
        this.store = store;
        this.local = local;
        this.suspects = suspects;
        this.undelivered = undelivered;
        this.node = node;
        this.ticker = ticker;
        this.acknowledgementTime = acknowledgementTime;
        this.staleAfter = staleAfter;
        this.steps = steps;
    }

    /** What the round found: for each part the devices to wake; parts and devices that ended are marked as such. */
    List<List<Wake>> decide(List<OpenPart> parts, Sight sight) {
        Set<UserId> users = new HashSet<>();
        parts.forEach(part -> users.addAll(part.users));
        Map<UserId, List<DeviceRow>> rows = users.isEmpty() ? Map.of() : registry.recipients(users);
        List<List<DeviceRow>> rowsOfPart =
                parts.stream().map(part -> rowsOf(part, rows)).toList();
        Map<CursorKey, Long> acknowledged = store.cursors().read(cursorsOf(parts, rowsOfPart));
        Instant now = node.storeTime();
        Map<PartId, Superseded> superseded = superseded(parts, now);
        Map<Timeline, Long> heads = headsOfNotifications(parts);
        List<List<Wake>> wakes = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            OpenPart part = parts.get(i);
            boolean expired = !now.isBefore(part.part.expiresAt());
            boolean withdrawn = heads.getOrDefault(part.part.timeline(), 0L) > part.part.sequence();
            Moment moment = new Moment(withdrawn, expired, superseded.get(part.id()), sight);
            wakes.add(decide(part, rowsOfPart.get(i), acknowledged, moment));
        }
        return wakes;
    }

    private static List<DeviceRow> rowsOf(OpenPart part, Map<UserId, List<DeviceRow>> rows) {
        List<DeviceRow> own = new ArrayList<>();
        for (UserId user : part.users) {
            for (DeviceRow row : rows.getOrDefault(user, List.of())) {
                if (row.login() != null && part.concerns(row)) {
                    own.add(row);
                }
            }
        }
        return own;
    }

    private static List<CursorKey> cursorsOf(List<OpenPart> parts, List<List<DeviceRow>> rows) {
        List<CursorKey> keys = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            OpenPart part = parts.get(i);
            for (DeviceRow row : rows.get(i)) {
                Login login = row.login();
                if (login != null && !part.busyWith(row.device())) {
                    keys.add(part.cursor(login.user(), row.device()));
                }
            }
        }
        return keys;
    }

    /** What stands behind a notification withdraws it. */
    private Map<Timeline, Long> headsOfNotifications(List<OpenPart> parts) {
        Set<Timeline> timelines = parts.stream()
                .filter(OpenPart::isNotification)
                .map(part -> part.part.timeline())
                .collect(Collectors.toSet());
        return timelines.isEmpty() ? Map.of() : store.heads(timelines);
    }

    /**
     * After an outage a phone is not flooded: of what is old, only the newest of a conversation goes out. Nor does a
     * repetition go out that would take the place of something newer; a first attempt does, or a conversation that never
     * rests would never wake anybody.
     */
    private Map<PartId, Superseded> superseded(List<OpenPart> parts, Instant now) {
        List<PartId> asked = parts.stream()
                .filter(part -> part.part.storedAt().plus(staleAfter).isBefore(now)
                        || (part.body.replace() == Replace.CONVERSATION && part.isRepetition()))
                .map(OpenPart::id)
                .toList();
        return asked.isEmpty() ? Map.of() : store.outbox().superseded(asked);
    }

    private List<Wake> decide(OpenPart part, List<DeviceRow> rows, Map<CursorKey, Long> acknowledged, Moment moment) {
        endThoseWhoLeft(part, rows);
        List<Wake> wakes = new ArrayList<>(rows.size());
        for (DeviceRow row : rows) {
            Login login = row.login();
            if (login != null && !part.busyWith(row.device())) {
                UserId user = login.user();
                long stored = acknowledged.getOrDefault(part.cursor(user, row.device()), 0L);
                long reached = Math.max(stored, local.upTo(user, row.device(), part.part.timeline()));
                decide(part, row, login, reached, moment, wakes);
            }
        }
        for (int i = withoutDevice(part, rows); i > 0; i--) {
            EndReason reason = withoutDevice(moment);
            part.endWithoutDevice(reason);
            steps.ended(part, new DeviceEnd(null, reason, "", ""));
        }
        return wakes;
    }

    /** For how many of a part's users it ends because they have no device at all; told once. */
    private static int withoutDevice(OpenPart part, List<DeviceRow> rows) {
        if (part.isFirstLookAtUsers()) {
            Set<UserId> reached = new HashSet<>();
            rows.forEach(row -> {
                Login login = row.login();
                if (login != null) {
                    reached.add(login.user());
                }
            });
            return part.users.size() - reached.size();
        }
        return rows.isEmpty() && part.nothingEnded() && part.inFlight.isEmpty() ? 1 : 0;
    }

    private static EndReason withoutDevice(Moment moment) {
        if (moment.withdrawn) {
            return EndReason.WITHDRAWN;
        }
        return moment.expired ? EndReason.EXPIRED : EndReason.NO_BINDING;
    }

    /** A device that was waiting, to be tried again or to be decided anew, and is this user's no more. */
    private void endThoseWhoLeft(OpenPart part, List<DeviceRow> rows) {
        Set<DeviceId> present = new HashSet<>();
        rows.forEach(row -> present.add(row.device()));
        Map<DeviceId, PushId> others = new HashMap<>(part.retrying);
        others.putAll(part.undecided);
        new HashMap<>(part.waiting).forEach((device, wait) -> {
            if (!present.contains(device)) {
                end(part, device, wait.pushId(), EndReason.NO_BINDING);
            }
        });
        others.forEach((device, pushId) -> {
            if (!present.contains(device)) {
                end(part, device, pushId, EndReason.NO_BINDING);
            }
        });
    }

    private void decide(OpenPart part, DeviceRow row, Login login, long reached, Moment moment, List<Wake> wakes) {
        DeviceId device = row.device();
        PushBinding push = row.push();
        PushId pushId = push == null ? null : push.pushId();
        Attention.Look look = moment.sight.look();
        boolean online = part.body.reach() == Reach.OFFLINE && look.online(row);
        Suspects missed = part.isNotification() ? undelivered : suspects;
        long now = ticker.nanos();
        Long deadline = part.patience.get(device);
        boolean timeOver = deadline != null && now - deadline >= 0;
        if (online && timeOver && reached < part.part.sequence()) {
            missed.missed(device, login.number(), reached);
        }
        boolean patienceOver = timeOver || missed.contains(device, login.number(), reached);
        Decision decision = Decision.of(new Facts(
                moment.withdrawn,
                moment.expired,
                moment.newer != null && moment.newer.appliesTo(login.user()),
                reached >= part.part.sequence(),
                isMember(part, login.user(), moment.sight),
                online,
                login.session() != null || part.isNotification(),
                look.believed(),
                push != null,
                patienceOver));
        if (decision instanceof Decision.End end) {
            end(part, device, pushId, end.reason());
        } else if (decision instanceof Decision.Wait) {
            part.undecided.remove(device);
            long until = part.patience.computeIfAbsent(device, unused -> now + acknowledgementTime.toNanos());
            if (part.waiting.put(device, new OpenPart.Wait(pushId, until)) == null) {
                steps.step(part, TraceStage.WAITING, pushId);
            }
        } else if (push != null) {
            part.waiting.remove(device);
            part.undecided.remove(device);
            steps.step(part, TraceStage.DECIDED, pushId);
            wakes.add(new Wake(device, login, push));
        }
    }

    private static boolean isMember(OpenPart part, UserId user, Sight sight) {
        if (part.group == null) {
            return true;
        }
        Membership membership = sight.members.getOrDefault(part.group, Map.of()).get(user);
        return membership != null && !membership.since().isAfter(part.part.storedAt());
    }

    private void end(OpenPart part, DeviceId device, @Nullable PushId pushId, EndReason reason) {
        DeviceEnd end = new DeviceEnd(pushId, reason, "", "");
        part.end(device, end);
        steps.ended(part, end);
    }
}
