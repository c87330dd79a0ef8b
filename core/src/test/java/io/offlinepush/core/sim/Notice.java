package io.offlinepush.core.sim;

import io.offlinepush.api.Audience;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.NotifyResult;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Replace;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A notification as its host knows it: all that was called for its key. */
final class Notice implements Owed {

    /** So many users are decided in one part. */
    private static final int FEW = 100;

    private static final Duration STALE_AFTER = Duration.ofMinutes(10);

    /** What is asked for under the key: the same again is the same, anything else a conflict. */
    record Wish(Audience audience, PushConfig content, NotifyOptions options) {}

    enum Kind {
        NOTIFY,
        DELIVERED,
        WITHDRAW
    }

    /** A call: it took effect, if at all, between its beginning and its end. */
    static final class Call {
        final Kind kind;
        final String process;
        final long begin;
        final Instant beginTime;

        @Nullable
        Wish wish;

        @Nullable
        UserId user;

        @Nullable
        DeviceId device;

        long end = Long.MAX_VALUE;
        Instant endTime = Instant.MAX;
        /** What it was answered; null without an answer. */
        @Nullable
        Object answer;

        Call(Kind kind, String process, long begin, Instant beginTime) {
            this.kind = kind;
            this.process = process;
            this.begin = begin;
            this.beginTime = beginTime;
        }

        /** Whether the key was known; of a notify, whether it is from then on. */
        boolean isKnown() {
            return Boolean.TRUE.equals(answer) || messageId() != null;
        }

        /** The notification that the answer of a notify names. */
        @Nullable
        MessageId messageId() {
            if (answer instanceof NotifyResult.Owed it) {
                return it.messageId();
            } else if (answer instanceof NotifyResult.Repeated it) {
                return it.messageId();
            }
            return answer instanceof NotifyResult.Conflict it ? it.messageId() : null;
        }

        @Nullable
        Instant storedAt() {
            if (answer instanceof NotifyResult.Owed it) {
                return it.storedAt();
            }
            return answer instanceof NotifyResult.Repeated it ? it.storedAt() : null;
        }
    }

    final NotificationKey key;
    final List<Wish> wishes = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    private final History history;
    private final Team team;
    private final List<Notice> all;

    /**
     * Nothing was called yet.
     *
     * @param all every notification of the life, this one among them
     */
    Notice(NotificationKey key, History history, Team team, List<Notice> all) {
        this.key = key;
        this.history = history;
        this.team = team;
        this.all = all;
    }

    /** The call that was answered with when it was stored; null as long as there is none. */
    @Nullable
    Call granted() {
        return calls.stream()
                .filter(call -> call.storedAt() != null)
                .findFirst()
                .orElse(null);
    }

    private Call stands() {
        return Objects.requireNonNull(granted(), "a call that was granted");
    }

    /** What is owed. */
    Wish wish() {
        return Objects.requireNonNull(stands().wish);
    }

    @Override
    public MessageId message() {
        return Objects.requireNonNull(stands().messageId());
    }

    @Override
    public long began() {
        return calls.get(0).begin;
    }

    @Override
    public Instant storedAt() {
        return Objects.requireNonNull(stands().storedAt());
    }

    @Override
    public Duration expireAfter() {
        return wish().options().expireAfter();
    }

    @Override
    public Set<String> askedOf() {
        Set<String> processes = new LinkedHashSet<>();
        calls.stream().filter(call -> call.kind == Kind.NOTIFY).forEach(call -> processes.add(call.process));
        return processes;
    }

    @Override
    public Urgency urgency() {
        return Urgency.of(wish().options().priority());
    }

    @Override
    public boolean mayBeSplit() {
        return !(wish().audience() instanceof Audience.Users named)
                || named.users().size() > FEW;
    }

    @Override
    public boolean waitsForDevices() {
        return wish().options().reach() == Reach.OFFLINE;
    }

    @Override
    public boolean isFor(UserId user, Instant until) {
        if (wish().audience() instanceof Audience.Users named) {
            return named.users().contains(user);
        }
        return !user.equals(wish().options().sender()) && (!isForGroup() || team.had(user, began(), storedAt(), until));
    }

    @Override
    public boolean mayReach(UserId user, History.Write write) {
        if (wish().audience() instanceof Audience.Users named) {
            return named.users().contains(user);
        }
        return !user.equals(wish().options().sender()) && (!isForGroup() || team.mayReach(user, storedAt(), write));
    }

    @Override
    public boolean isForGroup() {
        return wish().audience() instanceof Audience.Group;
    }

    @Override
    public boolean isForMany() {
        return !(wish().audience() instanceof Audience.Users);
    }

    @Override
    public boolean namesUsersWithoutDevice() {
        return wish().audience() instanceof Audience.Users named
                && named.users().stream()
                        .anyMatch(user -> history.deeds.stream().noneMatch(deed -> deed.isLoginOf(user)));
    }

    @Override
    public boolean isDelivered(@Nullable PushId pushId) {
        DeviceId device = history.devices.get(pushId);
        return calls.stream()
                .anyMatch(call -> call.kind == Kind.DELIVERED && (device == null || device.equals(call.device)));
    }

    @Override
    public boolean isSuperseded(Instant at) {
        return (wish().options().replace() == Replace.CONVERSATION
                        || storedAt().plus(STALE_AFTER).isBefore(at))
                && wish().options().conversation() != null
                && all.stream()
                        .filter(other -> other != this && other.granted() != null)
                        .anyMatch(other -> other.wish().audience().equals(wish().audience())
                                && Objects.equals(
                                        other.wish().options().conversation(),
                                        wish().options().conversation())
                                && !other.storedAt().isBefore(storedAt()));
    }

    @Override
    public boolean isWithdrawn(Instant at) {
        return calls.stream()
                .anyMatch(call -> call.kind == Kind.WITHDRAW
                        && !History.millis(call.beginTime).isAfter(at));
    }

    @Override
    public String toString() {
        return "the notification " + key;
    }
}
