package io.offlinepush.core.dispatch;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Environment;
import io.offlinepush.api.Environment.Task;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The parts that wait for a device, each with the alarm that ends its patience. Belongs to the dispatcher's loop. */
final class Waiters {

    /** The parts of a device in the order in which they came to wait, so that a test which repeats itself sees them so. */
    private final Map<DeviceId, Map<OpenPart, Task>> parts = new HashMap<>();

    private final Environment environment;
    private final Executor loop;
    private final Consumer<OpenPart> decide;

    Waiters(Environment environment, Executor loop, Consumer<OpenPart> decide) {
        this.environment = environment;
        this.loop = loop;
        this.decide = decide;
    }

    List<OpenPart> of(DeviceId device) {
        return List.copyOf(parts.getOrDefault(device, Map.of()).keySet());
    }

    /** Keeps the index in step with a part that was decided. */
    void update(OpenPart part) {
        for (DeviceId device : part.patience.keySet()) {
            OpenPart.Wait wait = part.waiting.get(device);
            if (wait == null) {
                stop(device, part);
            } else {
                parts.computeIfAbsent(device, unused -> new LinkedHashMap<>(4))
                        .computeIfAbsent(part, unused -> alarm(part, device, wait.deadline()));
            }
        }
    }

    void stop(DeviceId device, OpenPart part) {
        Map<OpenPart, Task> waiting = parts.get(device);
        if (waiting != null) {
            Task alarm = waiting.remove(part);
            if (alarm != null) {
                alarm.cancel();
            }
            if (waiting.isEmpty()) {
                parts.remove(device);
            }
        }
    }

    private Task alarm(OpenPart part, DeviceId device, long deadline) {
        Duration left =
                Duration.ofNanos(Math.max(deadline - environment.ticker().nanos(), 0));
        Runnable ring = () -> {
            stop(device, part);
            decide.accept(part);
        };
        return environment.scheduler().schedule(left, () -> loop.execute(ring));
    }
}
