package io.offlinepush.sandbox.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The listening socket, on loopback. */
@SuppressWarnings("FutureReturnValueIgnored") // closing is awaited through the group
public final class TlsServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int CLOSE_SECONDS = 5;

    private final EventLoopGroup group;
    private final int port;

    /**
     * Binds the port and listens.
     *
     * @param wantedPort 0 for a free one
     */
    public TlsServer(int wantedPort, ChannelHandler connectionSetup) {
        group = newGroup();
        try {
            ChannelFuture bound = new ServerBootstrap()
                    .group(group)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(connectionSetup)
                    .bind(InetAddress.getLoopbackAddress(), wantedPort)
                    .awaitUninterruptibly();
            if (bound.cause() instanceof IOException e) {
                throw new UncheckedIOException("port " + wantedPort + " cannot be used: " + reason(e), e);
            }
            port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** What the system says, and what to do about the reason that is by far the most frequent. */
    private static String reason(IOException e) {
        String said = String.valueOf(e.getMessage());
        return e instanceof BindException && said.contains("in use")
                ? "another process listens there; take another port, or 0 for any that is free"
                : said;
    }

    public int port() {
        return port;
    }

    /** Closes the socket and every connection; waits at most {@value #CLOSE_SECONDS} seconds for the threads. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        try {
            group.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Netty 4.2 calls this class deprecated and 4.1 has no other: hosts bring either. */
    @SuppressWarnings("deprecation")
    private static EventLoopGroup newGroup() {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "push-kit-sandbox-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new NioEventLoopGroup(THREADS, threads);
    }
}
