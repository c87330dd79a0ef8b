package io.offlinepush.core.dispatch;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Replace;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.decision.AudiencePages;
import io.offlinepush.core.decision.PreparedFacts;
import io.offlinepush.core.decision.Subject;
import io.offlinepush.core.delivery.Lane;
import io.offlinepush.core.delivery.Wake;
import io.offlinepush.core.format.Progress;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.core.format.Scope;
import io.offlinepush.core.outbox.Backoff;
import io.offlinepush.core.outbox.UnsettledEnds;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.PushBinding;
import io.offlinepush.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part that this process holds: where it stands for each device, and what the store must be told of it. Belongs to one loop; what
 * it says of itself as a {@link Subject} never changes while it is being decided, and may be read on any thread.
 */
final class PartState implements Subject {

    private static final int MOST_WITHHELD = 3;

    private final NodeId holder;
    private final Part part;
    private final PushBody body;
    private final List<UserId> users;
    private final @Nullable GroupId group;
    private volatile @Nullable PreparedFacts prepared;

    private final DeviceTable devices = new DeviceTable();
    /** For the devices in the table alone: for any other it had ended before. */
    private final boolean closedAudience;
    /** Any device may have been pushed already: a process was lost that held the part. */
    private final boolean anyMaybeReached;

    private final UnsettledEnds unsettled = new UnsettledEnds();
    private List<Parked> parked = List.of();
    private int busy;
    private int retrying;
    private int rejected;

    private int attempts;
    private int withheld;
    private int undecidable;
    private Duration retryAfter = Duration.ZERO;
    private @Nullable VendorApp retryingApp;
    private boolean retryingSeveralApps;
    private boolean unserved;
    private boolean triedInVain;
    /** A request for it was written here, and what is decided next repeats it. */
    private boolean writtenBefore;

    private boolean incomplete;

    private boolean deciding;
    private boolean decidedOnce;
    private boolean closed;

    /**
     * A part.
     *
     * @param work the part, with what is known of it already
     */
    PartState(NodeId holder, NewWork work) {
        this.holder = holder;
        this.part = work.part();
        this.body = work.body() == null ? PushBody.decode(part.body()) : work.body();
        this.prepared = work.prepared();
        this.group = AudiencePages.group(part, body);
        this.users = work.users() != null
                ? work.users()
                : part.scope().size() > 0
                        ? Scope.decode(part.scope()).users()
                        : AudiencePages.few(part, body).orElseThrow();
        Progress progress = Progress.decode(part.progress());
        this.attempts = progress.attempts();
        // The store forgets the losses with the next settlement; the doubt stays with the part.
        this.anyMaybeReached = progress.anyUnknown() || part.losses() > 0;
        this.closedAudience = progress.closed();
        progress.open().forEach((device, pushId) -> devices.findOrAdd(device, pushId));
        progress.done().forEach(device -> devices.findOrAdd(device, null).become(DeviceStage.DONE));
        progress.unknown().forEach(device -> {
            DeviceState state = devices.find(device);
            if (state != null) {
                state.mayHaveBeenReached();
            }
        });
    }

    // What it is.

    NodeId holder() {
        return holder;
    }

    /** As the store has it. */
    Part stored() {
        return part;
    }

    PartId id() {
        return part.id();
    }

    MessageId messageId() {
        return part.messageId();
    }

    PushBody body() {
        return body;
    }

    @Override
    public List<PartId> parts() {
        return List.of(part.id());
    }

    @Override
    public Timeline timeline() {
        return part.timeline();
    }

    @Override
    public long sequence() {
        return part.sequence();
    }

    @Override
    public Instant storedAt() {
        return part.storedAt();
    }

    @Override
    public Instant expiresAt() {
        return part.expiresAt();
    }

    @Override
    public List<UserId> users() {
        return users;
    }

    @Override
    public @Nullable GroupId group() {
        return group;
    }

    @Override
    public Reach reach() {
        return body.reach();
    }

    @Override
    public boolean concerns(DeviceRow row) {
        PushBinding push = row.push();
        return part.lane().isEmpty()
                || (push != null && part.lane().equals(push.app().toString()));
    }

    @Override
    public boolean yieldsToNewer() {
        return body.replace() == Replace.CONVERSATION && (attempts > 0 || anyMaybeReached || writtenBefore);
    }

    @Override
    public @Nullable PreparedFacts prepared() {
        return prepared;
    }

    // Deciding.

    /** Marks it as under decision; false if it is already, or over. */
    boolean beginDecision() {
        if (deciding || closed) {
            return false;
        }
        deciding = true;
        return true;
    }

    /** Its facts are there. Whether they are the first. */
    boolean decided(boolean complete) {
        deciding = false;
        prepared = null;
        incomplete = !complete;
        undecidable = complete ? 0 : undecidable + 1;
        boolean first = !decidedOnce;
        decidedOnce = true;
        return first;
    }

    /** Its facts could not be gathered, so many times in a row. */
    int notDecided() {
        prepared = null;
        return ++undecidable;
    }

    /** It is to be decided anew after a pause in which it counted as under decision. */
    void decideAnew() {
        deciding = false;
    }

    boolean isDeciding() {
        return deciding;
    }

    /** How many times in a row not all of it could be read. */
    int undecidable() {
        return undecidable;
    }

    /** Whether it is for many users who were never looked at: those without a device are to be counted. */
    boolean countsUsersWithoutDevice() {
        return users.size() > 1 && part.scope().size() == 0 && !closedAudience;
    }

    // Devices.

    /** The device's state; a device that is met for the first time is undecided. Null if the part is not for it. */
    @Nullable
    DeviceState device(DeviceId device, @Nullable PushId pushId) {
        DeviceState known = devices.find(device);
        return known != null ? known : closedAudience ? null : devices.findOrAdd(device, pushId);
    }

    @Nullable
    DeviceState find(DeviceId device) {
        return devices.find(device);
    }

    List<DeviceState> devices() {
        return devices.all();
    }

    /** Whether a repetition to the device must leave the badge out. */
    boolean mayHaveReached(DeviceId device) {
        if (anyMaybeReached) {
            return true;
        }
        DeviceState state = devices.find(device);
        return state != null && state.maybeReached();
    }

    /** The device has until a deadline to acknowledge. False if it waited already. */
    boolean awaitAck(DeviceState device, long deadline) {
        device.giveTime(deadline);
        return move(device, DeviceStage.AWAITING_ACK) != DeviceStage.AWAITING_ACK;
    }

    void undecided(DeviceState device) {
        move(device, DeviceStage.UNDECIDED);
    }

    void sent(Wake wake) {
        move(state(wake), DeviceStage.IN_FLIGHT);
    }

    /** The device is to be tried again, after a while. */
    void retry(Wake wake, Duration after) {
        move(state(wake), DeviceStage.RETRYING);
        VendorApp app = wake.push().app();
        retryingSeveralApps |= retryingApp != null && !retryingApp.equals(app);
        retryingApp = app;
        if (after.compareTo(retryAfter) > 0) {
            retryAfter = after;
        }
    }

    /** How long to wait before the next try. */
    Duration backoff() {
        return Backoff.after(attempts, id());
    }

    /** Something was tried in vain: the next try waits longer. Not so where there was only no room. */
    void triedInVain() {
        triedInVain = true;
    }

    /** Nobody here serves an app of one of its devices. */
    void unserved() {
        unserved = true;
    }

    void mayHaveBeenReached(Wake wake) {
        writtenBefore = true;
        state(wake).mayHaveBeenReached();
    }

    /** A request for it was written, and must be repeated. */
    void mustBeRepeated() {
        writtenBefore = true;
    }

    /** The gate sent it back without a push being written. Whether to decide it again at once. */
    boolean withheld() {
        return withheld++ < MOST_WITHHELD;
    }

    void end(DeviceState device, DeviceEnd end) {
        move(device, DeviceStage.DONE);
        if (end.reason() == EndReason.REJECTED && end.pushId() != null) {
            device.decidedWith(end.pushId());
            device.reject();
            rejected++;
        }
        unsettled.add(end);
    }

    /** It ends for somebody who has no device at all. */
    void endWithoutDevice(EndReason reason) {
        unsettled.add(new DeviceEnd(null, reason, "", ""));
    }

    boolean nothingEnded() {
        return !closedAudience && devices.isEmpty() && unsettled.isEmpty();
    }

    DeviceState state(Wake wake) {
        DeviceState state = devices.findOrAdd(wake.device(), wake.push().pushId());
        state.decidedWith(wake.push().pushId());
        return state;
    }

    private DeviceStage move(DeviceState device, DeviceStage next) {
        DeviceStage before = device.become(next);
        busy += (next.isBusy() ? 1 : 0) - (before.isBusy() ? 1 : 0);
        retrying += (next == DeviceStage.RETRYING ? 1 : 0) - (before == DeviceStage.RETRYING ? 1 : 0);
        return before;
    }

    // Waiting in lanes.

    /** What waits in a lane; null if nothing does. */
    @Nullable
    Parked parked(Lane lane) {
        for (Parked one : parked) {
            if (one.lane() == lane) {
                return one;
            }
        }
        return null;
    }

    /** All that waits in lanes. */
    List<Parked> parked() {
        return parked.isEmpty() ? parked : List.copyOf(parked);
    }

    void park(Parked one) {
        if (parked.isEmpty()) {
            parked = new ArrayList<>(1);
        }
        parked.add(one);
    }

    void unpark(Parked one) {
        parked.remove(one);
    }

    void queued(Wake wake) {
        move(state(wake), DeviceStage.QUEUED);
    }

    // Settling.

    boolean isClosed() {
        return closed;
    }

    /** Whether something is still under way for it in this process. */
    boolean isBusy() {
        return deciding || busy > 0 || !parked.isEmpty();
    }

    /** Whether a push is in flight. */
    boolean isInFlight() {
        return busy > 0 && devices.all().stream().anyMatch(device -> device.stage() == DeviceStage.IN_FLIGHT);
    }

    /** Whether some of it could not be read: it must be decided again. */
    boolean isIncomplete() {
        return incomplete;
    }

    /** Lets go of it without telling the store. */
    void close() {
        closed = true;
    }

    /** What the store must know though the part goes on; null if another process could find it out again. */
    @Nullable
    Settlement checkpoint() {
        return unsettled.hasVerdicts()
                ? new Settlement.Checkpoint(id(), unsettled.take(), progress().encode())
                : null;
    }

    /** Its last settlement in this process. */
    Settlement close(Duration incompletePause) {
        closed = true;
        if (retrying > 0 || incomplete) {
            attempts += triedInVain ? 1 : 0;
            Duration after = incomplete && incompletePause.compareTo(retryAfter) > 0 ? incompletePause : retryAfter;
            return new Settlement.Rescheduled(
                    id(), unsettled.take(), after, laneOfRest(), progress().encode());
        } else if (rejected > 0) {
            return new Settlement.Dead(
                    id(), unsettled.take(), EndReason.REJECTED, forRequeue().encode());
        }
        return new Settlement.Completed(id(), unsettled.take());
    }

    /** Gives it back as it is, to be claimed by anybody at once. */
    Settlement giveBack() {
        closed = true;
        return new Settlement.Rescheduled(
                id(), unsettled.take(), Duration.ZERO, part.lane(), progress().encode());
    }

    /** The lane of all that is left; as it was if there are several, or one that nobody serves here. */
    private String laneOfRest() {
        return retryingApp != null && !retryingSeveralApps && !unserved && !incomplete
                ? retryingApp.toString()
                : part.lane();
    }

    /** State for the next node that claims this part. */
    private Progress progress() {
        Set<DeviceId> done = new HashSet<>();
        Set<DeviceId> maybeReached = new HashSet<>();
        Map<DeviceId, PushId> open = new HashMap<>();
        for (DeviceState device : devices.all()) {
            if (device.stage() == DeviceStage.DONE) {
                done.add(device.device());
                continue;
            }
            PushId pushId = device.pushId();
            if (pushId != null) {
                open.put(device.device(), pushId);
                if (device.maybeReached()) {
                    maybeReached.add(device.device());
                }
            }
        }
        // Before the first decision the remaining devices are unknown, so the audience is unchanged.
        boolean known = decidedOnce && !incomplete && (group != null || users.size() > 1);
        return new Progress(attempts, done, maybeReached, open, closedAudience || known, anyMaybeReached);
    }

    /** State for the next node after a requeue: it is for the devices that were rejected. */
    private Progress forRequeue() {
        Map<DeviceId, PushId> again = new HashMap<>();
        for (DeviceState device : devices.all()) {
            PushId pushId = device.pushId();
            if (device.isRejected() && pushId != null) {
                again.put(device.device(), pushId);
            }
        }
        return new Progress(0, Set.of(), Set.of(), again, true, false);
    }

    @Override
    public String toString() {
        return "PartState[" + id() + "]";
    }
}
