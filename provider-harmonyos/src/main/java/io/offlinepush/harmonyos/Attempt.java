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
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One address: TCP, perhaps the proxy's tunnel, TLS, protocol. Ends once: with a failure and its cause, abandoned, or
 * with a connection. Lives on the event loop.
 *
 * <p>The cause is whatever is known first; that the channel has closed is told last, since every failure closes it.
 */
final class Attempt {

    /** Told how it goes. */
    interface Outcome {

        /** TLS stands: nobody else need try. */
        void secured(Attempt attempt);

        /** It is over. */
        void failed(Attempt attempt, String why);
    }

    private enum Stage {
        TCP,
        TUNNEL,
        TLS,
        PROTOCOL
    }

    private final Network network;
    private final InetSocketAddress address;
    private final Connection.Owner owner;
    private final Consumer<Connection> onEnd;
    private final Outcome outcome;
    private final ConnectFailure failure;
    private Stage stage = Stage.TCP;
    private boolean over;
    private @Nullable Channel channel;

    /**
     * An attempt that has not begun.
     *
     * @param owner given to the connection
     * @param onEnd told when the connection, once it has come about, has ended
     */
    Attempt(
            Network network,
            InetSocketAddress address,
            Connection.Owner owner,
            Consumer<Connection> onEnd,
            Outcome outcome) {
        this.network = network;
        this.address = address;
        this.owner = owner;
        this.onEnd = onEnd;
        this.outcome = outcome;
        this.failure = new ConnectFailure(network.wire(), address);
    }

    InetAddress address() {
        return address.getAddress();
    }

    void start() {
        ChannelFuture connecting = new Bootstrap()
                .group(network.loop().netty())
                .channel(network.wire().sockets().channel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        network.wire().connectTimeout().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new Pipeline())
                .connect(address);
        Channel dialled = connecting.channel();
        channel = dialled;
        boolean unused = network.loop().channels().add(dialled);
        connecting.addListener(future -> connected(future.cause()));
        dialled.closeFuture().addListener(future -> network.loop().run(() -> fail(closed())));
    }

    /** Whether there is somebody at the other end. */
    boolean answers() {
        return stage != Stage.TCP;
    }

    /** What has not come yet. */
    String waitsFor() {
        return switch (stage) {
            case TCP -> failure.noAnswer();
            case TUNNEL -> "the proxy does not answer";
            case TLS -> "the other end does not answer the TLS handshake";
            case PROTOCOL -> "the other end agreed on HTTP/2 and does not begin with it";
        };
    }

    /** Gives it up, without a word. */
    void abandon() {
        over = true;
        if (channel != null) {
            ChannelFuture unused = channel.close();
        }
    }

    /** The connection serves now, and how it ends is its own matter. */
    void succeed() {
        over = true;
    }

    private void connected(@Nullable Throwable cause) {
        if (cause != null) {
            fail(failure.ofTcp(cause));
        } else {
            stage = network.wire().proxy().isPresent() ? Stage.TUNNEL : Stage.TLS;
        }
    }

    private String closed() {
        return switch (stage) {
            case TCP -> failure.cannotBeReached();
            case TUNNEL -> "the proxy closed the connection without an answer";
            case TLS -> failure.closedInHandshake();
            case PROTOCOL -> "the other end agreed on HTTP/2, and the connection ended before it began with it";
        };
    }

    private void fail(String why) {
        if (!over) {
            abandon();
            outcome.failed(this, why);
        }
    }

    /** Perhaps a tunnel, then TLS, and then what was agreed on. */
    private final class Pipeline extends ChannelInitializer<SocketChannel> {

        @Override
        protected void initChannel(SocketChannel dialled) {
            network.wire()
                    .proxy()
                    .ifPresentOrElse(
                            proxy -> dialled.pipeline()
                                    .addLast(new Tunnel(
                                            proxy,
                                            network.wire().authorityWithPort(),
                                            () -> opened(dialled),
                                            Attempt.this::fail)),
                            () -> install(dialled));
        }

        private void opened(Channel dialled) {
            stage = Stage.TLS;
            install(dialled);
        }

        private void install(Channel dialled) {
            WireSettings wire = network.wire();
            SslHandler handler = network.tls().newHandler(dialled.alloc(), wire.host(), wire.port());
            handler.setHandshakeTimeoutMillis(wire.connectTimeout().toMillis());
            // Asked of the handler itself: what of it reaches the pipeline differs between Netty 4.1 and 4.2.
            handler.handshakeFuture().addListener(future -> {
                Throwable cause = future.cause();
                if (cause != null) {
                    fail(failure.ofTls(cause));
                }
            });
            dialled.pipeline().addLast(handler, new Protocol());
        }
    }

    /** Installs the protocol that the server chose. */
    private final class Protocol extends ApplicationProtocolNegotiationHandler {

        Protocol() {
            super(ApplicationProtocolNames.HTTP_1_1);
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            if (over) {
                ChannelFuture unused = ctx.close();
                return;
            }
            stage = Stage.PROTOCOL;
            outcome.secured(Attempt.this);
            Connection connection = protocol.equals(ApplicationProtocolNames.HTTP_2)
                    ? H2Connection.install(ctx.pipeline(), owner, network.wire(), network.environment(), network.loop())
                    : H1Connection.install(
                            ctx.pipeline(),
                            owner,
                            network.wire(),
                            network.environment().ticker());
            ctx.channel().closeFuture().addListener(future -> onEnd.accept(connection));
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            exceptionCaught(ctx, cause);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            fail(failure.ofTls(cause));
            ChannelFuture unused = ctx.close();
        }
    }
}
