package io.offlinepush.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A bare loop on the same transport: as many streams as the server allows, one request again and again, nothing
 * decided.
 */
final class RawClient extends Http2EventAdapter {

    private static final Http2Headers HEAD = new DefaultHttp2Headers()
            .method("POST")
            .scheme("https")
            .authority("localhost")
            .path("/v3/300000000000000001/messages:send")
            .set("content-type", "application/json")
            .set("authorization", "Bearer " + "x".repeat(1000));
    private static final ByteBuf BODY = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer().writeBytes(new byte[700]).asReadOnly());

    private final int streams;
    private final int requests;
    private final CompletableFuture<Double> rate = new CompletableFuture<>();
    private @Nullable Http2ConnectionHandler handler;
    private boolean begun;
    private int sent;
    private int answered;
    private long start;

    private RawClient(int streams, int requests) {
        this.streams = streams;
        this.requests = requests;
    }

    /**
     * Sends so many requests on one connection.
     *
     * @param trusted the server's certificate
     * @return requests a second, from the server's settings to the last answer
     */
    static double rate(int port, InputStream trusted, int streams, int requests) throws Exception {
        SslContext tls = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(trusted)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        "h2"))
                .build();
        RawClient client = new RawClient(streams, requests);
        EventLoopGroup group = group();
        try {
            Channel channel = new Bootstrap()
                    .group(group)
                    .channel(NioSocketChannel.class)
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel it) {
                            it.pipeline().addLast(tls.newHandler(it.alloc(), "localhost", port));
                            client.install(it);
                        }
                    })
                    .connect("localhost", port)
                    .sync()
                    .channel();
            double rate = client.rate.get(5, TimeUnit.MINUTES);
            channel.close().sync();
            return rate;
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    @SuppressWarnings("deprecation")
    private static EventLoopGroup group() {
        return new NioEventLoopGroup(1);
    }

    private void install(Channel channel) {
        Http2ConnectionHandler mine = new Http2ConnectionHandlerBuilder()
                .server(false)
                .initialSettings(new Http2Settings().pushEnabled(false))
                .frameListener(this)
                .build();
        handler = mine;
        channel.pipeline().addLast(mine);
        ChannelHandlerContext frames = channel.pipeline().context(mine);
        // Not at the answer's last frame: until the stream is closed there is no room for another.
        mine.connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                answered(frames);
            }
        });
        channel.closeFuture().addListener(closed -> failed(new IllegalStateException("the server hung up")));
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
        if (!begun) {
            begun = true;
            start = System.nanoTime();
            for (int i = 0; i < streams; i++) {
                another(ctx);
            }
        }
    }

    private void answered(ChannelHandlerContext ctx) {
        answered++;
        if (answered == requests) {
            rate.complete(requests * 1e9 / (System.nanoTime() - start));
        }
        another(ctx);
    }

    /** Flushed with what else is written while the answers that came together are read. */
    private void another(ChannelHandlerContext ctx) {
        Http2ConnectionHandler mine = handler;
        if (mine != null && sent < requests) {
            sent++;
            int id = mine.connection().local().incrementAndGetNextStreamId();
            ChannelFuture unused = mine.encoder().writeHeaders(ctx, id, HEAD, 0, false, ctx.newPromise());
            unused = mine.encoder()
                    .writeData(ctx, id, BODY.duplicate(), 0, true, ctx.newPromise())
                    .addListener(written -> {
                        if (!written.isSuccess()) {
                            failed(written.cause());
                        }
                    });
        }
    }

    private void failed(Throwable cause) {
        rate.completeExceptionally(cause);
    }
}
