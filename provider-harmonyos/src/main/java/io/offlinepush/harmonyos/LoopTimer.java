package io.offlinepush.harmonyos;

import io.offlinepush.api.Environment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Goes off on the event loop, at the earliest of the moments that it was asked for. Lives on that loop. */
final class LoopTimer {

    private final Environment environment;
    private final Loop loop;
    private final Runnable onDue;
    private Environment.@Nullable Task task;
    private int generation;
    private long dueNanos;
    private boolean over;

    LoopTimer(Environment environment, Loop loop, Runnable onDue) {
        this.environment = environment;
        this.loop = loop;
        this.onDue = onDue;
    }

    /** Goes off at this moment of the ticker, unless it does earlier or was cancelled. */
    void at(long nanos) {
        if (over) {
            return;
        }
        Environment.Task armed = task;
        if (armed != null) {
            if (dueNanos - nanos <= 0) {
                return;
            }
            armed.cancel();
        }
        int mine = ++generation;
        dueNanos = nanos;
        long wait = Math.max(0, nanos - environment.ticker().nanos());
        task = environment.scheduler().schedule(Duration.ofNanos(wait), () -> loop.run(() -> due(mine)));
    }

    private void due(int mine) {
        if (mine == generation && task != null) {
            task = null;
            onDue.run();
        }
    }

    /** Does not go off any more, whatever it is asked for. */
    void cancel() {
        over = true;
        if (task != null) {
            task.cancel();
            task = null;
        }
    }
}
