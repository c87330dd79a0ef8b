package io.offlinepush.harmonyos;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.util.concurrent.RejectedExecutionException;

/** The event loop, for tasks that come from outside: once it has ended, they are dropped. It knows what is open on it. */
final class Loop {

    private final EventLoop loop;
    private final ChannelGroup open;

    Loop(EventLoop loop) {
        this.loop = loop;
        this.open = new DefaultChannelGroup(loop);
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

    /** Counts a channel as open until it is closed. */
    void opened(Channel channel) {
        boolean unused = open.add(channel);
    }

    /** Runs a task once all that is open now is closed, and whoever waits for that was told. */
    void onClosed(Runnable task) {
        open.newCloseFuture().addListener(closed -> task.run());
    }

    EventLoop netty() {
        return loop;
    }
}
