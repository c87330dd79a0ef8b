package io.offlinepush.harmonyos;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;

/** The event loop, for tasks that come from outside: once it has ended, they are dropped. */
final class Loop {

    private final EventLoop loop;

    Loop(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * Runs a task on the loop.
     *
     * @return whether it will run
     */
    boolean run(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    boolean inside() {
        return loop.inEventLoop();
    }

    EventLoop netty() {
        return loop;
    }
}
