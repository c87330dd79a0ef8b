package io.offlinepush.core.dispatch;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.format.Progress;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.core.format.Scope;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.PushBinding;
import io.offlinepush.spi.Settlement.Ends;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part that this node holds, and where it stands for each device: in flight, waiting for an acknowledgement, to be
 * tried again, or done. Belongs to the dispatcher's loop: no other thread touches it.
 */
final class OpenPart {

    /** A device that looks online and may still acknowledge. */
    record Wait(@Nullable PushId pushId, long deadline) {}

    final NodeId holder;
    final Part part;
    final PushBody body;
    /** For whom: the receiver of a peer message, the few that a notification names, or those in the scope of a part. */
    final List<UserId> users;

    final @Nullable GroupId group;

    final Map<DeviceId, PushId> inFlight = new HashMap<>(4);
    final Map<DeviceId, Wait> waiting = new HashMap<>(4);
    /** The deadline a device was given first: logging in again does not win it more time. */
    final Map<DeviceId, Long> patience = new HashMap<>(4);

    /** To be tried again, and not before the part is: whatever else happens to it, the vendor's delay is kept. */
    final Map<DeviceId, PushId> retrying = new HashMap<>(4);
    /** Looked at before without an end: a new decision is due, or an end if the user is gone from there. */
    final Map<DeviceId, PushId> undecided = new HashMap<>(4);

    /** Rejected by the vendor: the part dies with them, and a requeue is for them alone. */
    final Map<DeviceId, PushId> rejected = new HashMap<>(4);

    /** The apps of the devices that are to be tried again: it waits in the store under their lane. */
    private final Set<VendorApp> retryingApps = new HashSet<>(2);

    /** Lanes in which it waits for its turn, and with how many devices. */
    final Map<Lane, Integer> parked = new LinkedHashMap<>(2);

    /** Lanes in which its turn has come, and for how many devices it has paid there. */
    final Map<Lane, Integer> reserved = new LinkedHashMap<>(2);

    final Set<DeviceId> done;
    final Set<DeviceId> unknown;
    private final boolean anyUnknown;
    /** For the devices of the progress only: for any other it had ended before. */
    private final @Nullable Set<DeviceId> only;

    int attempts;
    /** How often the gate sent it back without a push being written. */
    int withheld;

    Duration retryAfter = Duration.ZERO;
    /** An app of a device is not served here. */
    boolean unserved;
    /** Something was tried in vain, and the next try waits longer; not so if there was only no room. */
    boolean triedInVain;

    boolean queued;
    /** Its last settlement is on the way to the store. */
    boolean closed;

    /** Whether it was decided once in this process. */
    private boolean lookedAt;

    private final EndsInWaiting unsettled = new EndsInWaiting();

    OpenPart(NodeId holder, Part part) {
        this.holder = holder;
        this.part = part;
        this.body = PushBody.decode(part.body());
        this.group = AudiencePages.group(part, body);
        this.users = part.scope().size() > 0
                ? Scope.decode(part.scope()).users()
                : AudiencePages.few(part, body).orElseThrow();
        Progress progress = Progress.decode(part.progress());
        this.attempts = progress.attempts();
        this.done = new HashSet<>(progress.done());
        this.unknown = new HashSet<>(progress.unknown());
        // The store forgets the losses with the next settlement; the doubt stays with the part.
        this.anyUnknown = progress.anyUnknown() || part.losses() > 0;
        this.only = progress.closed() ? Set.copyOf(progress.open().keySet()) : null;
        this.undecided.putAll(progress.open());
    }

    PartId id() {
        return part.id();
    }

    boolean isNotification() {
        return part.timeline().kind() == Timeline.Kind.NOTIFICATION;
    }

    /** Whether it was tried before, or may have been. */
    boolean isRepetition() {
        return attempts > 0 || anyUnknown;
    }

    CursorKey cursor(UserId user, DeviceId device) {
        return new CursorKey(user, device, part.timeline());
    }

    /** Whether the part is for this device: one of its lane, if it has a lane. */
    boolean concerns(DeviceRow row) {
        if (only != null && !only.contains(row.device())) {
            return false;
        }
        PushBinding push = row.push();
        return part.lane().isEmpty()
                || (push != null && part.lane().equals(push.app().toString()));
    }

    /** Whether a decision is of no use for the device now. */
    boolean busyWith(DeviceId device) {
        return done.contains(device) || inFlight.containsKey(device) || retrying.containsKey(device);
    }

    /** The device is to be tried again, after a while. */
    void retry(DeviceId device, PushBinding push, Duration after) {
        inFlight.remove(device);
        retrying.put(device, push.pushId());
        retryingApps.add(push.app());
        if (after.compareTo(retryAfter) > 0) {
            retryAfter = after;
        }
    }

    /** The lane of all that is left; empty if there are several, or one that nobody serves here: it may change. */
    String laneOfRest() {
        return retryingApps.size() == 1 && !unserved
                ? retryingApps.iterator().next().toString()
                : part.lane();
    }

    /** Whether something is still under way for it in this process. */
    boolean isBusy() {
        return queued || !inFlight.isEmpty() || !waiting.isEmpty() || !parked.isEmpty() || !reserved.isEmpty();
    }

    /** Whether a repetition to the device must leave the badge out. */
    boolean mayHaveReached(DeviceId device) {
        return anyUnknown || unknown.contains(device);
    }

    void end(DeviceId device, DeviceEnd end) {
        PushId pushId = end.pushId();
        inFlight.remove(device);
        waiting.remove(device);
        retrying.remove(device);
        undecided.remove(device);
        done.add(device);
        if (end.reason() == EndReason.REJECTED && pushId != null) {
            rejected.put(device, pushId);
        }
        unsettled.add(end);
    }

    /** There is no device at all to decide about. */
    void endWithoutDevice(EndReason reason) {
        unsettled.add(new DeviceEnd(null, reason, "", ""));
    }

    /** Whether its users are many and were never looked at: those without a device are to be counted. Asked once. */
    boolean isFirstLookAtUsers() {
        boolean first = users.size() > 1 && part.scope().size() == 0 && only == null && !lookedAt;
        lookedAt = true;
        return first;
    }

    boolean nothingEnded() {
        return only == null && done.isEmpty() && unsettled.isEmpty();
    }

    /** Whether there are ends that a process which takes over could not find out again: verdicts. */
    boolean hasVerdicts() {
        return unsettled.hasVerdicts();
    }

    /** The ends that the store does not know yet; they are handed out once. */
    Ends takeUnsettled() {
        return unsettled.take();
    }

    /** What whoever takes the part after this must know. */
    Progress progress() {
        Map<DeviceId, PushId> pending = new HashMap<>(undecided);
        pending.putAll(inFlight);
        pending.putAll(retrying);
        waiting.forEach((device, wait) -> {
            if (wait.pushId() != null) {
                pending.put(device, wait.pushId());
            }
        });
        Set<DeviceId> doubtful = new HashSet<>(unknown);
        doubtful.retainAll(pending.keySet());
        // Before the first look nobody is known to be left: it is for all that it was for.
        boolean closed = only != null || (lookedAt && (group != null || users.size() > 1));
        return new Progress(attempts, done, doubtful, pending, closed, anyUnknown);
    }

    /** What whoever takes the part after a requeue must know: it is for those who were rejected. */
    Progress afterRequeue() {
        return new Progress(0, Set.of(), Set.of(), rejected, true, false);
    }
}
