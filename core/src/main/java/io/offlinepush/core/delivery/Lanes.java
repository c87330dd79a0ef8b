package io.offlinepush.core.delivery;

import io.offlinepush.api.Environment;
import io.offlinepush.api.Health;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.trace.ListenerQueue;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lanes of this process, one for each app that is served: a dead vendor fills its own and no other. */
public final class Lanes {

    private static final Logger log = LoggerFactory.getLogger(Lanes.class);

    /** How often a lane that waits for its rate looks again. */
    private static final Duration RATE_STEP = Duration.ofMillis(20);

    private final Map<VendorApp, Lane> lanes = new LinkedHashMap<>();
    private final Map<String, Lane> byName = new LinkedHashMap<>();
    /** Those with an alarm for the time when somebody may go. */
    private final Set<Lane> watched = ConcurrentHashMap.newKeySet();

    private final Environment environment;
    private final CallReserve parked;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ListenerQueue listener;
    private final Runnable onRoom;

    /**
     * Empty lanes.
     *
     * @param onRoom runs, on any thread, when there is room again for parts that found none
     */
    public Lanes(
            Collection<VendorApp> apps,
            LaneLimits limits,
            Environment environment,
            ListenerQueue listener,
            Runnable onRoom) {
        this.environment = environment;
        this.parked = new CallReserve(limits.parked());
        this.listener = listener;
        this.onRoom = onRoom;
        for (VendorApp app : apps) {
            Lane lane = new Lane(app, limits, environment, waiting, this::refused);
            lanes.put(app, lane);
            byName.put(app.toString(), lane);
        }
    }

    private void refused(VendorApp app, String cause) {
        String why = cause.isEmpty() ? "no reason given" : cause;
        log.warn("The vendor refuses {} itself, so its pushes wait and stay owed: {}", app, why);
        listener.raise(app.toString(), "the vendor refuses this app: " + why);
    }

    /** The lane of an app that is served. */
    public Lane of(VendorApp app) {
        return Objects.requireNonNull(lanes.get(app), "a lane for each app that is served");
    }

    /** Lets those go whose turn it is; does not block. */
    public void pump(Lane lane) {
        for (LaneTicket ticket : lane.turns()) {
            ticket.onTurn.run();
        }
        if (lane.hasRoomAgain()) {
            onRoom.run();
        }
        watch(lane);
    }

    /** If somebody waits for time alone, no answer will let them go: an alarm does, one for each lane. */
    public void watch(Lane lane) {
        Duration wait = lane.waitsForTime(RATE_STEP);
        if (wait != null && watched.add(lane)) {
            environment.scheduler().schedule(wait, () -> {
                watched.remove(lane);
                pump(lane);
            });
        }
    }

    /** As many parts as there was room for were claimed: more may be left. */
    public void leftInStore(String lane) {
        Lane known = byName.get(lane);
        if (known != null) {
            known.leftInStore();
        }
    }

    /** Lane to how many parts of this urgency could wait in it, where there is room. */
    public Map<String, Integer> room(Urgency urgency, int most) {
        Map<String, Integer> room = new LinkedHashMap<>();
        byName.forEach((name, lane) -> {
            int free = Math.min(lane.room(urgency), most);
            if (free > 0) {
                room.put(name, free);
            }
        });
        return room;
    }

    /**
     * For how many parts of this urgency all lanes together have room, up to a most; the most without lanes. Asked for
     * every push, so it looks at no single lane.
     */
    public int totalRoom(Urgency urgency, int most) {
        if (lanes.isEmpty()) {
            return most;
        }
        long room = (long) lanes.size() * parked.limit(urgency) - waiting.get();
        return (int) Math.max(0, Math.min(most, room));
    }

    /** How many parts may wait in all lanes together, up to a most; the most without lanes. */
    public int places(int most) {
        return lanes.isEmpty() ? most : (int) Math.min(most, (long) lanes.size() * parked.most());
    }

    /** How they are. */
    public List<Health.Lane> health() {
        return lanes.values().stream().map(Lane::health).toList();
    }

    /** So many processes share each lane's rate from now on. */
    public void shareRate(int processes) {
        lanes.values().forEach(lane -> lane.shareRate(processes));
    }
}
