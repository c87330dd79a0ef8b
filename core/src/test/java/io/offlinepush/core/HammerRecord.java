package io.offlinepush.core;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What senders, channels and the vendor saw, in one order, and what of it must not be. It knows nothing of the engine.
 *
 * <p>Who may be pushed on a device: from the moment a login <em>begins</em> its user may; from the moment a logout, or
 * another user's login, is <em>through</em> the former may not.
 */
final class HammerRecord {

    private record Sight(MessageId message, Object where) {}

    private record Report(String title, DeviceId device) {}

    private final Map<PushId, DeviceId> devices = new HashMap<>();
    private final Map<DeviceId, Set<UserId>> allowed = new HashMap<>();
    private final Map<Sight, Long> sequences = new HashMap<>();
    private final Map<DeviceId, Map<Timeline, Long>> acknowledged = new HashMap<>();
    private final Set<Sight> accepted = new HashSet<>();
    private final Set<Sight> doubtful = new HashSet<>();
    /** Notifications, by their title, that a host took back, or reported to be on a device. */
    private final Set<String> withdrawn = new HashSet<>();

    private final Map<Report, Integer> leftAfterReport = new HashMap<>();
    private final Map<MessageId, Long> numbers = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    synchronized void device(DeviceId device, PushId pushId) {
        devices.put(pushId, device);
    }

    synchronized void loginBegins(UserId user, DeviceId device) {
        allowed.computeIfAbsent(device, unused -> new HashSet<>()).add(user);
    }

    synchronized void loginIsThrough(UserId user, DeviceId device) {
        allowed.put(device, new HashSet<>(Set.of(user)));
    }

    synchronized void loggedOut(DeviceId device) {
        allowed.put(device, new HashSet<>());
    }

    synchronized void received(DeviceId device, MessageId message, long sequence, long last) {
        sequences.put(new Sight(message, device), sequence);
        expect(sequence > last, device + " was given #" + sequence + " after #" + last);
    }

    synchronized void acknowledged(DeviceId device, Timeline timeline, long sequence) {
        acknowledged.computeIfAbsent(device, unused -> new HashMap<>()).merge(timeline, sequence, Math::max);
    }

    /** A withdrawal has returned. */
    synchronized void withdrawn(String title) {
        withdrawn.add(title);
    }

    /** A report that a device has it has returned. */
    synchronized void reported(String title, DeviceId device) {
        leftAfterReport.putIfAbsent(new Report(title, device), 0);
    }

    synchronized PushId pushId(DeviceId device) {
        return devices.entrySet().stream()
                .filter(entry -> entry.getValue().equals(device))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /** A request is being written. */
    synchronized void leaves(MessageId message, String title, UserId user, PushId pushId, long number, boolean badge) {
        DeviceId device = devices.get(pushId);
        expect(device != null, "nobody registered " + pushId);
        if (device != null) {
            expect(
                    allowed.getOrDefault(device, Set.of()).contains(user),
                    user + " rang on " + device + " after a logout");
        }
        expect(!withdrawn.contains(title), title + " left after it was withdrawn");
        Integer late = device == null
                ? null
                : leftAfterReport.computeIfPresent(new Report(title, device), (report, times) -> times + 1);
        // What was decided before the report may leave after it; another attempt is decided after the first.
        expect(late == null || late == 1, title + " left again after it was on " + device);
        Sight sight = new Sight(message, pushId);
        expect(!accepted.contains(sight), message + " rang twice on " + device);
        expect(!(badge && doubtful.contains(sight)), message + " was repeated with its badge on " + device);
        Long first = numbers.putIfAbsent(message, number);
        expect(first == null || first == number, message + " has two identities");
    }

    synchronized void answered(MessageId message, PushId pushId, boolean taken) {
        (taken ? accepted : doubtful).add(new Sight(message, pushId));
    }

    synchronized boolean received(MessageId message, DeviceId device) {
        return sequences.containsKey(new Sight(message, device));
    }

    /** Whether the device was given the message and acknowledged it, or a later one. */
    synchronized boolean acknowledged(MessageId message, Timeline timeline, DeviceId device) {
        long upTo = acknowledged.getOrDefault(device, Map.of()).getOrDefault(timeline, 0L);
        return sequences.getOrDefault(new Sight(message, device), Long.MAX_VALUE) <= upTo;
    }

    synchronized boolean accepted(MessageId message, @Nullable PushId pushId) {
        return pushId != null && accepted.contains(new Sight(message, pushId));
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            violations.add(otherwise);
        }
    }
}
