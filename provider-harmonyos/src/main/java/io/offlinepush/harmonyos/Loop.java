package io.offlinepush.harmonyos;

import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.util.concurrent.RejectedExecutionException;

/** The event loop, for tasks that come from outside: once it has ended, they are dropped. */
final class Loop {

    private final EventLoop loop;
    private final ChannelGroup channels;

    Loop(EventLoop loop) {
        this.loop = loop;
        this.channels = new DefaultChannelGroup(loop);
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

    /** The channels on it, each until it is closed and whoever waits for that was told. */
    ChannelGroup channels() {
        return channels;
    }

    EventLoop netty() {
        return loop;
    }
}
