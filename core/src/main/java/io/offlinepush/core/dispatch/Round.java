package io.offlinepush.core.dispatch;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.Environment.Ticker;
import io.offlinepush.api.PushId;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.UserId;
import io.offlinepush.core.dispatch.Decision.Facts;
import io.offlinepush.core.node.Node;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Cursors;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.PushBinding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Cursors cursors;
    private final Acknowledged local;
    private final Suspects suspects;
    private final Node node;
    private final Ticker ticker;
    private final Duration acknowledgementTime;
    private final Steps steps;

    Round(
            BindingRegistry registry,
            Cursors cursors,
            Acknowledged local,
            Suspects suspects,
            Node node,
            Ticker ticker,
            Duration acknowledgementTime,
            Steps steps) {
        this.registry = registry;
        this.cursors = cursors;
        this.local = local;
        this.suspects = suspects;
        this.node = node;
        this.ticker = ticker;
        this.acknowledgementTime = acknowledgementTime;
        this.steps = steps;
    }

    /** What the round found: for each part the devices to wake; parts and devices that ended are marked as such. */
    List<List<Wake>> decide(List<OpenPart> parts, Attention.Look look) {
        Set<UserId> users = new HashSet<>();
        parts.forEach(part -> users.add(part.user));
        Map<UserId, List<DeviceRow>> rows = registry.recipients(users);
        Map<CursorKey, Long> acknowledged = cursors.read(cursorsOf(parts, rows));
        Instant now = node.storeTime();
        List<List<Wake>> wakes = new ArrayList<>(parts.size());
        for (OpenPart part : parts) {
            wakes.add(decide(part, rows.getOrDefault(part.user, List.of()), acknowledged, look, now));
        }
        return wakes;
    }

    private List<CursorKey> cursorsOf(List<OpenPart> parts, Map<UserId, List<DeviceRow>> rows) {
        List<CursorKey> keys = new ArrayList<>(parts.size());
        for (OpenPart part : parts) {
            for (DeviceRow row : rows.getOrDefault(part.user, List.of())) {
                if (!part.busyWith(row.device())) {
                    keys.add(part.cursor(row.device()));
                }
            }
        }
        return keys;
    }

    private List<Wake> decide(
            OpenPart part, List<DeviceRow> rows, Map<CursorKey, Long> acknowledged, Attention.Look look, Instant now) {
        boolean expired = !now.isBefore(part.part.expiresAt());
        endThoseWhoLeft(part, rows);
        List<Wake> wakes = new ArrayList<>(rows.size());
        for (DeviceRow row : rows) {
            Login login = row.login();
            if (login != null && !part.busyWith(row.device())) {
                long stored = acknowledged.getOrDefault(part.cursor(row.device()), 0L);
                long reached = Math.max(stored, local.upTo(part.user, row.device(), part.part.timeline()));
                decide(part, row, login, reached, expired, look, wakes);
            }
        }
        if (rows.isEmpty() && part.nothingEnded() && part.inFlight.isEmpty()) {
            EndReason reason = expired ? EndReason.EXPIRED : EndReason.NO_BINDING;
            part.endWithoutDevice(reason);
            steps.ended(part, new DeviceEnd(null, reason, "", ""));
        }
        return wakes;
    }

    /** A device that was waiting or to be tried again, and is this user's no more. */
    private void endThoseWhoLeft(OpenPart part, List<DeviceRow> rows) {
        Set<DeviceId> present = new HashSet<>();
        rows.forEach(row -> present.add(row.device()));
        Map.copyOf(part.waiting).forEach((device, wait) -> {
            if (!present.contains(device)) {
                end(part, device, wait.pushId(), EndReason.NO_BINDING);
            }
        });
        Map.copyOf(part.retrying).forEach((device, pushId) -> {
            if (!present.contains(device)) {
                end(part, device, pushId, EndReason.NO_BINDING);
            }
        });
    }

    private void decide(
            OpenPart part,
            DeviceRow row,
            Login login,
            long reached,
            boolean expired,
            Attention.Look look,
            List<Wake> wakes) {
        DeviceId device = row.device();
        PushBinding push = row.push();
        PushId pushId = push == null ? null : push.pushId();
        boolean online = look.online(row);
        long now = ticker.nanos();
        Long deadline = part.patience.get(device);
        boolean timeOver = deadline != null && now - deadline >= 0;
        if (online && timeOver && reached < part.part.sequence()) {
            suspects.missed(device, login.number(), reached);
        }
        boolean patienceOver = timeOver || suspects.contains(device, login.number(), reached);
        Decision decision = Decision.of(new Facts(
                expired,
                reached >= part.part.sequence(),
                online,
                login.session() != null,
                look.believed(),
                push != null,
                patienceOver));
        if (decision instanceof Decision.End end) {
            end(part, device, pushId, end.reason());
        } else if (decision instanceof Decision.Wait) {
            part.retrying.remove(device);
            long until = part.patience.computeIfAbsent(device, unused -> now + acknowledgementTime.toNanos());
            if (part.waiting.put(device, new OpenPart.Wait(pushId, until)) == null) {
                steps.step(part, TraceStage.WAITING, pushId);
            }
        } else if (push != null) {
            part.waiting.remove(device);
            part.retrying.remove(device);
            steps.step(part, TraceStage.DECIDED, pushId);
            wakes.add(new Wake(device, login, push));
        }
    }

    private void end(OpenPart part, DeviceId device, @Nullable PushId pushId, EndReason reason) {
        DeviceEnd end = new DeviceEnd(pushId, reason, "", "");
        part.end(device, end);
        steps.ended(part, end);
    }
}
