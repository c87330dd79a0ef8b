package io.offlinepush.core.sim;

import io.offlinepush.api.DeviceId;
import io.offlinepush.core.sim.History.Kind;
import io.offlinepush.core.sim.History.Write;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures, by the clock of the life, how long it took from owed to pushed, for each device that was bound and
 * registered all the while. What took longer than its bound must have a {@link Disturbance} that concerns it; otherwise
 * it is said who was late, by how much, and which disturbances of that time are no excuse.
 *
 * <p>The bound is the sum of what the push has to wait for:
 *
 * <ul>
 *   <li>1 s for everybody: without a disturbance no time passes in the engine itself;
 *   <li>5 s if the device may look online: its time to acknowledge, which begins when the push is owed, whatever logs
 *       in meanwhile. A device that let such a time pass is not waited for again by the same process until it
 *       acknowledges or logs in;
 *   <li>6 s if the push may have to be claimed: calls, which are put into the store, and everything where room is
 *       tight. Claims come with the renewal of the lease, every third of 15 s.
 * </ul>
 *
 * <p>Where a rate limits the lane nothing but calls is measured.
 *
 * <p>It measures a device's first push: how long a repetition takes is the backoff's business, but never less than the
 * vendor named ({@link History#leaves}).
 */
final class Punctuality {

    private static final Duration ENGINE = Duration.ofSeconds(1);
    private static final Duration ACKNOWLEDGEMENT = Duration.ofSeconds(5);
    private static final Duration CLAIM = Duration.ofSeconds(6);

    /** A disturbance that ended so short a time before may have left something to be tried again. */
    private static final Duration JUST_BEFORE = Duration.ofSeconds(2);

    private final History history;
    private final Judge judge;
    private final Phones phones;
    private final Room room;
    private final List<Measured> all = new ArrayList<>();

    /** A device's first push, and how long after it was owed. */
    private record Measured(Owed owed, Write write, Duration took) {}

    Punctuality(History history, Judge judge, Phones phones, Room room) {
        this.history = history;
        this.judge = judge;
        this.phones = phones;
        this.room = room;
    }

    /** Looks at all that left for it. */
    void check(Owed owed) {
        Set<DeviceId> seen = new HashSet<>();
        for (Write write : history.writes) {
            if (write.notification().messageId().equals(owed.message())) {
                if (seen.isEmpty()) {
                    withItsBadge(owed, write);
                }
                if (seen.add(write.device())) {
                    inTime(owed, write);
                }
            }
        }
    }

    private void withItsBadge(Owed owed, Write first) {
        if (!first.notification().withBadge() && excuse(owed, first, owed.storedAt()) == null) {
            history.wrong(owed + " left " + first.process() + " for " + first.device()
                    + " without its badge, though nothing had left before");
        }
    }

    private void inTime(Owed owed, Write write) {
        Measured measured = new Measured(owed, write, Duration.between(owed.storedAt(), write.time()));
        all.add(measured);
        boolean limited = room.rate() && owed.urgency() != Urgency.CALL;
        if (limited || !wasThereAllTheTime(owed, write)) {
            return;
        }
        Duration bound = bound(owed, write);
        Disturbance excuse = excuse(owed, write, owed.storedAt());
        if (excuse == null) {
            history.measured++;
        }
        if (excuse == null && measured.took.compareTo(bound) > 0) {
            List<Disturbance> others = history.disturbances.stream()
                    .filter(other -> other.overlaps(owed.storedAt(), write.time()))
                    .toList();
            history.wrong(owed + " (" + owed.urgency() + ") was late: it left " + write.process() + " for "
                    + write.user() + " on " + write.device() + " after " + measured.took + ", bound " + bound
                    + ", room "
                    + room.kind() + "; no excuse: " + others);
        }
    }

    private boolean wasThereAllTheTime(Owed owed, Write write) {
        return owed.isFor(write.user(), write.time())
                && history.deeds.stream()
                        .anyMatch(login -> login.isLoginOf(write.user())
                                && login.device.equals(write.device())
                                && judge.steady(login, owed, write.time()) != null);
    }

    private Duration bound(Owed owed, Write write) {
        boolean online = owed.waitsForDevices() && !phones.isOffline(write.device(), owed.storedAt());
        boolean claimed = room.kind() == Room.Kind.TIGHT || owed.askedOf().isEmpty();
        long before = room.kind() == Room.Kind.TIGHT ? othersUntil(owed, write) : 0;
        return ENGINE.plus(online ? ACKNOWLEDGEMENT : Duration.ZERO)
                .plus(claimed ? CLAIM : Duration.ZERO)
                .plus(ACKNOWLEDGEMENT.plus(CLAIM).multipliedBy(before));
    }

    private long othersUntil(Owed owed, Write write) {
        return history.writes.stream()
                .filter(other -> other.at() < write.at() && !other.time().isBefore(owed.storedAt()))
                .map(other -> other.notification().messageId())
                .filter(message -> !message.equals(owed.message()))
                .distinct()
                .count();
    }

    private @Nullable Disturbance excuse(Owed owed, Write write, Instant since) {
        return history.disturbances.stream()
                .filter(it -> it.overlaps(since.minus(JUST_BEFORE), write.time()))
                .filter(it -> mayConcern(it, owed, write))
                .findFirst()
                .orElse(null);
    }

    /** Where room is tight, or any process may have taken it, it is not seen from outside who holds it. */
    private boolean mayConcern(Disturbance disturbance, Owed owed, Write write) {
        if (room.kind() == Room.Kind.TIGHT) {
            return true;
        }
        return owed.askedOf().isEmpty()
                ? disturbance.concernsSome()
                : owed.askedOf().stream().anyMatch(holder -> disturbance.concerns(write, owed.mayBeSplit(), holder));
    }

    /**
     * A device that has once let its time to acknowledge pass is not waited for again by the process that has seen it.
     */
    void noneIsWaitedForAgain() {
        if (room.kind() == Room.Kind.TIGHT) {
            return;
        }
        Map<String, Measured> waited = new HashMap<>();
        all.sort(Comparator.comparingLong(measured -> measured.write.at()));
        for (Measured measured : all) {
            Write write = measured.write;
            boolean wait = measured.owed instanceof Sent && measured.took.compareTo(ACKNOWLEDGEMENT) >= 0;
            if (wait) {
                Measured before = waited.put(write.process() + " " + write.device(), measured);
                if (before != null && shouldHaveKnown(before, measured)) {
                    history.wrong(measured.owed + " waited " + measured.took + " in " + write.process() + " for "
                            + write.device() + ", which had let the time of " + before.owed + " pass");
                }
            }
        }
    }

    private boolean shouldHaveKnown(Measured before, Measured later) {
        DeviceId device = later.write.device();
        Instant from = before.owed.storedAt();
        return later.owed.storedAt().isAfter(before.write.time())
                && Objects.equals(before.write.user(), later.write.user())
                && excuse(later.owed, later.write, from) == null
                && excuse(before.owed, before.write, from) == null
                && history.acknowledgements.stream()
                        .noneMatch(it -> it.device().equals(device)
                                && it.at() > before.owed.began()
                                && it.at() < later.write.at())
                && history.deeds.stream()
                        .noneMatch(deed -> deed.kind == Kind.LOGIN
                                && deed.device.equals(device)
                                && deed.end > before.owed.began()
                                && deed.begin < later.write.at());
    }

    /**
     * What piled up while the vendor answered nobody: those that are more urgent leave first, by and large
     * ({@link Turns}).
     */
    void turns() {
        for (History.Rush rush : history.rushes) {
            List<Measured> queued = all.stream()
                    .filter(it -> it.write.process().equals(rush.process())
                            && !it.owed.storedAt().isBefore(rush.from())
                            && it.owed.storedAt().isBefore(rush.to())
                            && !it.write.time().isBefore(rush.to()))
                    .toList();
            for (Measured one : queued) {
                for (Measured other : queued) {
                    boolean oneLane = one.write.device().equals(Phones.device(3))
                            == other.write.device().equals(Phones.device(3));
                    if (oneLane && one.owed.urgency() == Urgency.HIGH && other.owed.urgency() == Urgency.LOW) {
                        history.turns.count(one.write.at() < other.write.at());
                    }
                }
            }
        }
    }
}
