package io.offlinepush.harmonyos;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.offlinepush.api.Environment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections, one at a time: name, TCP, perhaps the proxy's tunnel, TLS, protocol, and for HTTP/2 the server's
 * SETTINGS, all within one timeout. Lives on the event loop; names are looked up elsewhere, since that blocks, and anew for
 * each connection, since they change. Through a proxy only the proxy's name is looked up here.
 */
final class Dialer {

    private final WireSettings wire;
    private final SslContext tls;
    private final Names names;
    private final Environment environment;
    private final Alarms alarms;
    private final Loop loop;
    private final Runnable onFailure;
    private final Consumer<Connection> onEnd;
    private final Connection.Owner owner;

    private boolean dialling;
    private boolean closed;
    private int attempt;
    private int turn;
    private @Nullable Channel channel;
    private Environment.@Nullable Task watch;

    /**
     * Dials one server.
     *
     * @param onFailure told when no connection came about
     * @param onEnd told when one that came about has ended
     * @param owner given to connections; told when one has come about, and then calls {@link #done}
     */
    Dialer(
            WireSettings wire,
            SslContext tls,
            Names names,
            Environment environment,
            Alarms alarms,
            Loop loop,
            Runnable onFailure,
            Consumer<Connection> onEnd,
            Connection.Owner owner) {
        this.wire = wire;
        this.tls = tls;
        this.names = names;
        this.environment = environment;
        this.alarms = alarms;
        this.loop = loop;
        this.onFailure = onFailure;
        this.onEnd = onEnd;
        this.owner = owner;
    }

    /** Begins, unless it has begun. */
    void dial() {
        if (dialling || closed) {
            return;
        }
        dialling = true;
        int mine = ++attempt;
        Duration timeout = wire.connectTimeout();
        watch = environment
                .scheduler()
                .schedule(timeout, () -> loop.run(() -> failed(mine, "not within " + timeout.toMillis() + " ms")));
        try {
            environment.blocking().execute(() -> resolve(mine));
        } catch (RejectedExecutionException e) {
            failed(mine, "no thread to look the name up");
        }
    }

    /** A connection has come about. */
    void done() {
        dialling = false;
        channel = null;
        if (watch != null) {
            watch.cancel();
        }
    }

    /** Gives up what is under way, without a word. */
    void close() {
        closed = true;
        Channel underWay = channel;
        done();
        if (underWay != null) {
            ChannelFuture unused = underWay.close();
        }
    }

    private void resolve(int mine) {
        try {
            InetAddress[] addresses =
                    names.lookUp(wire.proxy().map(HttpProxy::host).orElseGet(wire::host));
            loop.run(() -> connect(mine, addresses));
        } catch (UnknownHostException e) {
            loop.run(() -> failed(mine, "the name is unknown"));
        }
    }

    private void connect(int mine, InetAddress[] addresses) {
        if (!dialling || mine != attempt) {
            return;
        }
        int port = wire.proxy().map(HttpProxy::port).orElseGet(wire::port);
        InetSocketAddress address = new InetSocketAddress(addresses[Math.floorMod(turn, addresses.length)], port);
        ChannelFuture connecting = new Bootstrap()
                .group(loop.netty())
                .channel(wire.sockets().channel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        wire.connectTimeout().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new Pipeline(mine))
                .connect(address);
        Channel dialled = connecting.channel();
        channel = dialled;
        boolean unused = loop.channels().add(dialled);
        connecting.addListener(future -> {
            Throwable cause = future.cause();
            if (cause != null) {
                failed(mine, cause.toString());
            }
        });
        dialled.closeFuture().addListener(future -> failed(mine, "closed by the other end before the first request"));
    }

    private void failed(int mine, String why) {
        if (!dialling || mine != attempt) {
            return;
        }
        Channel underWay = channel;
        done();
        turn++;
        if (underWay != null) {
            ChannelFuture unused = underWay.close();
        }
        alarms.raise("no connection to " + this, why);
        onFailure.run();
    }

    /** Host, the port if it is not 443, and the proxy if there is one. */
    @Override
    public String toString() {
        return wire.authority()
                + wire.proxy().map(proxy -> " through the proxy " + proxy).orElse("");
    }

    /** Perhaps a tunnel, then TLS, and then what was agreed on. */
    private final class Pipeline extends ChannelInitializer<SocketChannel> {

        private final int mine;

        Pipeline(int mine) {
            this.mine = mine;
        }

        @Override
        protected void initChannel(SocketChannel dialled) {
            Optional<HttpProxy> proxy = wire.proxy();
            if (proxy.isEmpty()) {
                install(dialled);
            } else {
                dialled.pipeline()
                        .addLast(new Tunnel(
                                proxy.get(),
                                wire.authorityWithPort(),
                                () -> install(dialled),
                                why -> failed(mine, why)));
            }
        }

        private void install(Channel dialled) {
            SslHandler handler = tls.newHandler(dialled.alloc(), wire.host(), wire.port());
            handler.setHandshakeTimeoutMillis(wire.connectTimeout().toMillis());
            dialled.pipeline().addLast(handler, new Protocol(mine));
        }
    }

    /** Installs the protocol that the server chose. */
    private final class Protocol extends ApplicationProtocolNegotiationHandler {

        private final int mine;

        Protocol(int mine) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.mine = mine;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            Connection connection = protocol.equals(ApplicationProtocolNames.HTTP_2)
                    ? H2Connection.install(ctx.pipeline(), owner, wire, environment, loop)
                    : H1Connection.install(ctx.pipeline(), owner, wire, environment.ticker());
            ctx.channel().closeFuture().addListener(future -> onEnd.accept(connection));
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            exceptionCaught(ctx, cause);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failed(mine, cause.toString());
            ChannelFuture unused = ctx.close();
        }
    }
}
