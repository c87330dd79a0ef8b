package io.offlinepush.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers every request with Push Kit's success, at once or later; one flush for what is answered together. */
final class TakesAll extends Http2EventAdapter {

    private static final Http2Headers OK =
            new DefaultHttp2Headers().status("200").set("content-type", "application/json");
    private static final ByteBuf BODY = Unpooled.unreleasableBuffer(Unpooled.directBuffer()
            .writeBytes("{\"code\":\"80000000\",\"msg\":\"Success\",\"requestId\":\"169000000001701\"}"
                    .getBytes(StandardCharsets.UTF_8)));

    private final int delayMillis;
    private final int untilGoAway;
    private @Nullable Http2ConnectionHandler handler;
    private int requests;
    private boolean flushing;

    private TakesAll(int delayMillis, int untilGoAway) {
        this.delayMillis = delayMillis;
        this.untilGoAway = untilGoAway;
    }

    /**
     * Makes a connection's pipeline.
     *
     * @param streams how many at once it allows
     * @param delayMillis how much later it answers
     * @param untilGoAway after how many streams it goes away
     */
    static void install(ChannelPipeline pipeline, int streams, int delayMillis, int untilGoAway) {
        TakesAll takesAll = new TakesAll(delayMillis, untilGoAway);
        Http2ConnectionHandler handler = new Http2ConnectionHandlerBuilder()
                .server(true)
                .initialSettings(
                        new Http2Settings().maxConcurrentStreams(streams).maxHeaderListSize(16_384))
                .frameListener(takesAll)
                .build();
        takesAll.handler = handler;
        pipeline.addLast(handler);
        ChannelHandlerContext frames = pipeline.context(handler);
        pipeline.addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelReadComplete(ChannelHandlerContext ctx) {
                handler.flush(frames);
            }
        });
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
        Http2ConnectionHandler mine = handler;
        if (endOfStream && mine != null && requests < untilGoAway) {
            requests++;
            if (delayMillis == 0) {
                answer(mine, ctx, streamId);
            } else {
                var unused = ctx.executor()
                        .schedule(
                                () -> {
                                    answer(mine, ctx, streamId);
                                    flushSoon(mine, ctx);
                                },
                                delayMillis,
                                TimeUnit.MILLISECONDS);
            }
            if (requests == untilGoAway) {
                // Answered before it goes away: Netty's server may hang up on what comes after its GOAWAY.
                mine.flush(ctx);
                ChannelFuture unused = mine.goAway(ctx, streamId, 0, Unpooled.EMPTY_BUFFER, ctx.newPromise());
            }
        }
        return data.readableBytes() + padding;
    }

    /** Behind the others whose time is over: a hundred flushes would be the delay that is measured. */
    private void flushSoon(Http2ConnectionHandler mine, ChannelHandlerContext ctx) {
        if (!flushing) {
            flushing = true;
            ctx.executor().execute(() -> {
                flushing = false;
                mine.flush(ctx);
            });
        }
    }

    private static void answer(Http2ConnectionHandler mine, ChannelHandlerContext ctx, int streamId) {
        // How both end shows at the client.
        ChannelFuture unused = mine.encoder().writeHeaders(ctx, streamId, OK, 0, false, ctx.newPromise());
        unused = mine.encoder().writeData(ctx, streamId, BODY.duplicate(), 0, true, ctx.newPromise());
    }
}
