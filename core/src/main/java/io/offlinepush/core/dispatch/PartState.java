package io.offlinepush.core.dispatch;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Replace;
import io.offlinepush.core.delivery.Lane;
import io.offlinepush.core.delivery.Wake;
import io.offlinepush.core.format.Progress;
import io.offlinepush.core.outbox.Backoff;
import io.offlinepush.core.outbox.UnsettledEnds;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part that this process holds: where it stands for each device, and what the store must be told of it. Belongs to
 * one loop.
 */
final class PartState extends PartSubject {

    private static final int MOST_WITHHELD = 3;

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
    /** Null while nothing is to be tried again. */
    private @Nullable RetryPlan retryPlan;
    /** A request for it was written here, and what is decided next repeats it. */
    private boolean writtenBefore;

    private boolean incomplete;

    private boolean deciding;
    /** A device became undecided while facts were being read: they may be older than the reason for that. */
    private boolean outdated;

    private boolean decidedOnce;
    private boolean closed;

    /**
     * A part.
     *
     * @param holder the node id under which this process holds it
     * @param work the part, with what is known of it already
     */
    PartState(NodeId holder, NewWork work) {
        super(holder, work);
        Part part = work.part();
        if (part.progress().size() == 0) {
            this.anyMaybeReached = part.losses() > 0;
            this.closedAudience = false;
            return;
        }
        Progress progress = Progress.decode(part.progress());
        this.attempts = progress.attempts();
        // The store forgets the losses with the next settlement; the doubt stays with the part.
        this.anyMaybeReached = progress.anyUnknown() || part.losses() > 0;
        this.closedAudience = progress.closed();
        PartProgress.restore(progress, devices);
    }

    @Override
    public boolean yieldsToNewer() {
        return body().replace() == Replace.CONVERSATION && (attempts > 0 || anyMaybeReached || writtenBefore);
    }

    // Deciding.

    /** Marks it as under decision; false if it is already, or over. */
    boolean beginDecision() {
        if (deciding || closed) {
            return false;
        }
        deciding = true;
        outdated = false;
        return true;
    }

    /** Whether a device became undecided since the facts of the decision under way were asked for. */
    boolean isOutdated() {
        return outdated;
    }

    /** Its facts are there. Whether they are the first. */
    boolean decided(boolean complete) {
        deciding = false;
        preparedIsUsed();
        incomplete = !complete;
        undecidable = complete ? 0 : undecidable + 1;
        boolean first = !decidedOnce;
        decidedOnce = true;
        return first;
    }

    /** Its facts could not be gathered, so many times in a row. */
    int notDecided() {
        preparedIsUsed();
        return ++undecidable;
    }

    /** It is to be decided anew; until now it counted as under decision. */
    void decideAnew() {
        preparedIsUsed();
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
        return users().size() > 1 && stored().scope().size() == 0 && !closedAudience;
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
        outdated |= deciding;
        move(device, DeviceStage.UNDECIDED);
    }

    void sent(Wake wake) {
        move(state(wake), DeviceStage.IN_FLIGHT);
    }

    /** The device is to be tried again, after a while. */
    void retry(Wake wake, Duration after) {
        move(state(wake), DeviceStage.RETRYING);
        retryPlan().add(wake.push().app(), after);
    }

    RetryPlan retryPlan() {
        if (retryPlan == null) {
            retryPlan = new RetryPlan();
        }
        return retryPlan;
    }

    /** How long to wait before the next try. */
    Duration backoff() {
        return Backoff.after(attempts, id());
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
            RetryPlan plan = retryPlan();
            attempts += plan.isInVain() ? 1 : 0;
            Duration after = incomplete && incompletePause.compareTo(plan.after()) > 0 ? incompletePause : plan.after();
            String present = stored().lane();
            String lane = incomplete ? present : plan.lane(present);
            return new Settlement.Rescheduled(
                    id(), unsettled.take(), after, lane, progress().encode());
        } else if (rejected > 0) {
            return new Settlement.Dead(
                    id(),
                    unsettled.take(),
                    EndReason.REJECTED,
                    PartProgress.forRequeue(devices).encode());
        }
        return new Settlement.Completed(id(), unsettled.take());
    }

    /** Gives it back as it is, to be claimed by anybody at once. */
    Settlement giveBack() {
        closed = true;
        return new Settlement.Rescheduled(
                id(),
                unsettled.take(),
                Duration.ZERO,
                stored().lane(),
                progress().encode());
    }

    /** State for the next node that claims this part. */
    private Progress progress() {
        // Before the first decision the remaining devices are unknown, so the audience is unchanged.
        boolean known = decidedOnce && !incomplete && (group() != null || users().size() > 1);
        return PartProgress.of(devices, attempts, closedAudience || known, anyMaybeReached);
    }

    @Override
    public String toString() {
        return "PartState[" + id() + "]";
    }
}
