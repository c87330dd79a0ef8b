package io.offlinepush.core.sim;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Replace;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.sim.History.Kind;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message that is stored, and what its sender asked for. */
final class Sent implements Owed {

    private static final Duration STALE_AFTER = Duration.ofMinutes(10);

    private final History history;
    private final Team team;
    private final List<Sent> all;
    private final MessageId message;
    private final long began;
    private final Instant storedAt;
    private final Sending sending;
    final UserId sender;
    final Timeline timeline;
    final long sequence;
    final boolean pushed;

    /**
     * A message.
     *
     * @param all every message of the life, this one among them
     */
    Sent(
            History history,
            Team team,
            List<Sent> all,
            Sending sending,
            MessageId message,
            Timeline timeline,
            long sequence,
            Instant storedAt) {
        this.history = history;
        this.team = team;
        this.all = all;
        this.message = message;
        this.began = sending.began;
        this.storedAt = storedAt;
        this.sending = sending;
        this.sender = sending.message.sender();
        this.timeline = timeline;
        this.sequence = sequence;
        this.pushed = sending.config.pushConfig() != null;
    }

    @Override
    public MessageId message() {
        return message;
    }

    @Override
    public long began() {
        return began;
    }

    @Override
    public Instant storedAt() {
        return storedAt;
    }

    @Override
    public Duration expireAfter() {
        return sending.config.expireAfter();
    }

    @Override
    public Set<String> askedOf() {
        return sending.processes;
    }

    @Override
    public Urgency urgency() {
        return sending.urgency;
    }

    @Override
    public boolean mayBeSplit() {
        return isForGroup();
    }

    @Override
    public boolean waitsForDevices() {
        return true;
    }

    @Override
    public boolean isFor(UserId user, Instant until) {
        if (!isForGroup()) {
            return timeline.id().equals(user.value());
        }
        return !user.equals(sender) && team.had(user, began, storedAt, until);
    }

    @Override
    public boolean mayReach(UserId user, History.Write write) {
        if (!isForGroup()) {
            return timeline.id().equals(user.value());
        }
        return !user.equals(sender) && team.mayReach(user, storedAt, write);
    }

    @Override
    public boolean isForGroup() {
        return timeline.kind() == Timeline.Kind.GROUP;
    }

    @Override
    public boolean isForMany() {
        return isForGroup();
    }

    @Override
    public boolean namesUsersWithoutDevice() {
        return false;
    }

    /**
     * The device's client acknowledged it. A device that is new to a user begins where the user's most advanced one is,
     * so for it another device's acknowledgement counts that came before its first login was through; for a group,
     * before it took the group up, which is not seen from outside. An end without a PushID is that of a device that is
     * not registered, and does not say which.
     */
    @Override
    public boolean isDelivered(@Nullable PushId pushId) {
        DeviceId device = history.devices.get(pushId);
        boolean anyDevice = isForGroup() || pushId == null;
        return (isForGroup() && wasPassedOver(device))
                || history.acknowledgements.stream()
                        .anyMatch(it -> it.timeline().equals(timeline)
                                && it.sequence() >= sequence
                                && (anyDevice
                                        || it.device().equals(device)
                                        || it.at() < history.firstLogin(it.user(), device)));
    }

    /** What was stored before its user joined a group, a device passes over, and it counts as read. */
    private boolean wasPassedOver(@Nullable DeviceId device) {
        return history.deeds.stream()
                .filter(deed -> deed.kind == Kind.LOGIN && (device == null || deed.device.equals(device)))
                .anyMatch(deed -> team.joinedAfter(deed.user(), storedAt));
    }

    @Override
    public boolean isSuperseded(Instant at) {
        return (replaces() || storedAt.plus(STALE_AFTER).isBefore(at))
                && all.stream().anyMatch(this::isOlderThan);
    }

    private boolean isOlderThan(Sent other) {
        return other.timeline.equals(timeline)
                && other.sequence > sequence
                && other.pushed
                && sending.urgency != Urgency.CALL
                && other.sending.urgency != Urgency.CALL
                && (isForGroup() || other.sender.equals(sender));
    }

    /** Whether it takes the place of what the phone shows of its conversation. */
    boolean replaces() {
        return sending.config.replace() == Replace.CONVERSATION;
    }

    /** Whether a newer one of its conversation was there at some moment, which is for the user. */
    boolean hadNewer(UserId user, Instant by) {
        return all.stream()
                .anyMatch(other -> isOlderThan(other) && other.storedAt.isBefore(by) && !user.equals(other.sender));
    }

    @Override
    public boolean isWithdrawn(Instant at) {
        return false;
    }

    @Override
    public String toString() {
        return message + " of " + sender + " in " + timeline.id() + " #" + sequence + " at " + storedAt;
    }
}
