package io.offlinepush.core.dispatch;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.PushId;
import io.offlinepush.api.UserId;
import io.offlinepush.core.format.Progress;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
    final UserId user;

    final Map<DeviceId, PushId> inFlight = new HashMap<>(4);
    final Map<DeviceId, Wait> waiting = new HashMap<>(4);
    /** The deadline a device was given first: logging in again does not win it more time. */
    final Map<DeviceId, Long> patience = new HashMap<>(4);

    /** To be tried again, and not before the part is: whatever else happens to it, the vendor's delay is kept. */
    final Map<DeviceId, PushId> retrying = new HashMap<>(4);
    /** Looked at before without an end: a new decision is due, or an end if the user is gone from there. */
    final Map<DeviceId, PushId> undecided = new HashMap<>(4);

    final Set<DeviceId> done;
    final Set<DeviceId> unknown;
    int attempts;
    /** How often the gate sent it back without a push being written. */
    int withheld;

    Duration retryAfter = Duration.ZERO;
    boolean queued;
    /** Its last settlement is on the way to the store. */
    boolean closed;
    /** The store gave it to this node anew while that settlement was not known to be written. */
    boolean takenAgain;

    private List<DeviceEnd> unsettled = new ArrayList<>(2);

    OpenPart(NodeId holder, Part part) {
        this.holder = holder;
        this.part = part;
        this.body = PushBody.decode(part.body());
        this.user = new UserId(part.timeline().id());
        Progress progress = Progress.decode(part.progress());
        this.attempts = progress.attempts();
        this.done = new HashSet<>(progress.done());
        this.unknown = new HashSet<>(progress.unknown());
        this.undecided.putAll(progress.open());
    }

    PartId id() {
        return part.id();
    }

    CursorKey cursor(DeviceId device) {
        return new CursorKey(user, device, part.timeline());
    }

    /** Whether a decision is of no use for the device now. */
    boolean busyWith(DeviceId device) {
        return done.contains(device) || inFlight.containsKey(device) || retrying.containsKey(device);
    }

    /** Whether a repetition to the device must leave the badge out. */
    boolean mayHaveReached(DeviceId device) {
        return part.losses() > 0 || unknown.contains(device);
    }

    void end(DeviceId device, DeviceEnd end) {
        inFlight.remove(device);
        waiting.remove(device);
        retrying.remove(device);
        undecided.remove(device);
        done.add(device);
        unsettled.add(end);
    }

    /** The user has no device at all. */
    void endWithoutDevice(EndReason reason) {
        unsettled.add(new DeviceEnd(null, reason, "", ""));
    }

    boolean nothingEnded() {
        return done.isEmpty() && unsettled.isEmpty();
    }

    boolean hasUnsettled() {
        return !unsettled.isEmpty();
    }

    /** The ends that the store does not know yet; they are handed out once. */
    List<DeviceEnd> takeUnsettled() {
        List<DeviceEnd> ends = unsettled;
        unsettled = new ArrayList<>(2);
        return ends;
    }

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
        if (part.losses() > 0) {
            // The store forgets the losses with the next settlement; the doubt stays with the devices.
            doubtful.addAll(pending.keySet());
        }
        return new Progress(attempts, done, doubtful, pending);
    }
}
