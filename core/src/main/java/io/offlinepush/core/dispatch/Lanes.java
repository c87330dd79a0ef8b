package io.offlinepush.core.dispatch;

import io.offlinepush.api.Environment;
import io.offlinepush.api.Health;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lanes of this process, one for each app that is served: a dead vendor fills its own and no other. */
final class Lanes {

    private static final Duration RATE_PAUSE = Duration.ofMillis(20);

    private final Map<VendorApp, Lane> lanes = new LinkedHashMap<>();
    private final Set<Lane> watched = new HashSet<>();
    private final Environment environment;
    private final Executor loop;
    private final Consumer<OpenPart> decide;
    private final Runnable onRoom;

    /**
     * Empty lanes.
     *
     * @param decide queues a part, whose turn has come, for a decision
     * @param onRoom runs when there is room again for parts that found none
     */
    Lanes(
            Collection<VendorApp> apps,
            LaneLimits limits,
            Environment environment,
            Executor loop,
            Consumer<OpenPart> decide,
            Runnable onRoom) {
        this.environment = environment;
        this.loop = loop;
        this.decide = decide;
        this.onRoom = onRoom;
        apps.forEach(app -> lanes.put(
                app, new Lane(limits.inFlight(), limits.devicesPerSecond(), limits.parked(), environment.ticker())));
    }

    Lane of(VendorApp app) {
        return Objects.requireNonNull(lanes.get(app), "a lane for each app that is served");
    }

    /** Lets those go whose turn it is. */
    void pump(Lane lane) {
        @Nullable OpenPart part = lane.next();
        while (part != null) {
            // Paid for now, or everybody who waits would go on the same credit; what it really takes is known later.
            int devices = part.parked.getOrDefault(lane, 0);
            part.parked.remove(lane);
            if (part.closed) {
                lane.leave();
            } else {
                lane.spend(devices);
                part.reserved.put(lane, devices);
                decide.accept(part);
            }
            part = lane.next();
        }
        if (lane.hasRoomAgain()) {
            onRoom.run();
        }
        watchRate(lane);
    }

    /** If somebody waits for the rate alone, no verdict will let them go: time does. One alarm for each lane. */
    void watchRate(Lane lane) {
        if (lane.waitsForRate() && watched.add(lane)) {
            Runnable goOn = () -> {
                watched.remove(lane);
                pump(lane);
            };
            environment.scheduler().schedule(RATE_PAUSE, () -> loop.execute(goOn));
        }
    }

    /** As many parts as there was room for were taken: more may be left. */
    void leftInStore(String lane) {
        lanes.forEach((app, known) -> {
            if (app.toString().equals(lane)) {
                known.leftInStore();
            }
        });
    }

    /** Lane to how many parts of this urgency could wait in it, where there is room. */
    Map<String, Integer> room(Urgency urgency, int most) {
        Map<String, Integer> room = new LinkedHashMap<>();
        lanes.forEach((app, lane) -> {
            int free = Math.min(lane.room(urgency), most);
            if (free > 0) {
                room.put(app.toString(), free);
            }
        });
        return room;
    }

    /** How they are. */
    List<Health.Lane> look() {
        return lanes.entrySet().stream()
                .map(lane -> new Health.Lane(
                        lane.getKey(),
                        lane.getValue().inFlight(),
                        lane.getValue().waiting(),
                        lane.getValue().silentFor()))
                .toList();
    }

    /** So many processes share each lane's rate from now on. */
    void shareRate(int processes) {
        lanes.values().forEach(lane -> lane.shareRate(processes));
    }

    /** Lets go of parts that wait here and are not this process's any more. */
    void forgetClosed() {
        lanes.values().forEach(Lane::forgetClosed);
    }
}
