package io.offlinepush.harmonyos;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server that answers HTTP/2 requests with whatever frames a test wants. */
final class FrameServer implements AutoCloseable {

    static final String SUCCESS = "{\"code\":\"80000000\",\"msg\":\"Success\",\"requestId\":\"r\"}";

    /** What a test answers. */
    interface Script {
        /** A request is there, whole: the n-th of the server, counted from 1. */
        void request(Stream stream, int n);
    }

    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    final Semaphore arrived = new Semaphore(0);
    final Semaphore settingsAcknowledged = new Semaphore(0);

    /** A permit for each connection that has been closed. */
    final Semaphore hungUp = new Semaphore(0);

    private final AtomicInteger most = new AtomicInteger();
    private final EventLoopGroup group = group();
    private final Channel server;

    FrameServer(TestIdentity identity, Http2Settings settings, Script script) throws Exception {
        SslContext tls = SslContextBuilder.forServer(identity.keys())
                .sslProvider(SslProvider.JDK)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        "h2"))
                .build();
        server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.incrementAndGet();
                        channel.closeFuture().addListener(closed -> hungUp.release());
                        Listener listener = new Listener(script);
                        Http2ConnectionHandler handler = new Http2ConnectionHandlerBuilder()
                                .server(true)
                                .initialSettings(settings)
                                .frameListener(listener)
                                .build();
                        listener.handler = handler;
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()), handler);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }

    @SuppressWarnings("deprecation")
    private static EventLoopGroup group() {
        return new NioEventLoopGroup(1);
    }

    URI url() {
        return URI.create("https://localhost:" + ((InetSocketAddress) server.localAddress()).getPort());
    }

    /** The most streams that were open at once on a connection. */
    int mostAtOnce() {
        return most.get();
    }

    /** Counts anew, from the next request on. */
    void forgetMost() {
        most.set(0);
    }

    @Override
    public void close() {
        var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** One request's stream, as the server holds it. */
    record Stream(Http2ConnectionHandler handler, ChannelHandlerContext ctx, int id) {

        /** From any thread. */
        void answer(int status, String body) {
            ctx.executor().execute(() -> answerNow(status, body));
        }

        /** On the server's own thread: before whatever it says next. */
        void answerNow(int status, String body) {
            head(status, false);
            var unused = handler.encoder()
                    .writeData(ctx, id, Unpooled.copiedBuffer(body, StandardCharsets.UTF_8), 0, true, ctx.newPromise());
            handler.flush(ctx);
        }

        void head(int status, boolean end) {
            var unused = handler.encoder()
                    .writeHeaders(
                            ctx,
                            id,
                            new DefaultHttp2Headers().status(Integer.toString(status)),
                            0,
                            end,
                            ctx.newPromise());
            handler.flush(ctx);
        }

        void reset(long error) {
            var unused = handler.resetStream(ctx, id, error, ctx.newPromise());
            handler.flush(ctx);
        }

        /** Whether this server has said that it does nothing with this one. */
        boolean aboveGoAway() {
            var streams = handler.connection();
            return streams.goAwaySent() && id > streams.remote().lastStreamKnownByPeer();
        }

        void settings(Http2Settings settings) {
            ctx.executor().execute(() -> {
                var unused = handler.encoder().writeSettings(ctx, settings, ctx.newPromise());
                handler.flush(ctx);
            });
        }

        /** From now on nothing is read or said, as behind a NAT that forgot. */
        void deafen() {
            var unused = ctx.channel().pipeline().addFirst(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext first, Object bytes) {
                    ReferenceCountUtil.release(bytes);
                }
            });
        }

        void goAway(int lastStreamId) {
            var unused = handler.goAway(ctx, lastStreamId, 0, Unpooled.EMPTY_BUFFER, ctx.newPromise());
            handler.flush(ctx);
        }

        void hangUp() {
            // The connection's channel itself: no frame says goodbye.
            var unused = ctx.channel().pipeline().firstContext().close();
        }
    }

    private final class Listener extends Http2EventAdapter {

        private final Script script;
        private @Nullable Http2ConnectionHandler handler;

        Listener(Script script) {
            this.script = script;
        }

        @Override
        public void onSettingsAckRead(ChannelHandlerContext ctx) {
            settingsAcknowledged.release();
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
            Http2ConnectionHandler mine = handler;
            if (endOfStream && mine != null) {
                int n = requests.incrementAndGet();
                most.accumulateAndGet(mine.connection().numActiveStreams(), Math::max);
                script.request(new Stream(mine, ctx, streamId), n);
                arrived.release();
            }
            return data.readableBytes() + padding;
        }
    }
}
