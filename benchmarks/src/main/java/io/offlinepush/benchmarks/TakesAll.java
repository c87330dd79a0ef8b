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
import org.jspecify.annotations.Nullable;

/** Answers every request with Push Kit's success, and does nothing else; one flush for what was read together. */
final class TakesAll extends Http2EventAdapter {

    private static final Http2Headers OK =
            new DefaultHttp2Headers().status("200").set("content-type", "application/json");
    private static final ByteBuf BODY = Unpooled.unreleasableBuffer(Unpooled.directBuffer()
            .writeBytes("{\"code\":\"80000000\",\"msg\":\"Success\",\"requestId\":\"169000000001701\"}"
                    .getBytes(StandardCharsets.UTF_8)));

    private @Nullable Http2ConnectionHandler handler;

    private TakesAll() {}

    static void install(ChannelPipeline pipeline, int streams) {
        TakesAll takesAll = new TakesAll();
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
        if (endOfStream && mine != null) {
            // How both end shows at the client.
            ChannelFuture unused = mine.encoder().writeHeaders(ctx, streamId, OK, 0, false, ctx.newPromise());
            unused = mine.encoder().writeData(ctx, streamId, BODY.duplicate(), 0, true, ctx.newPromise());
        }
        return data.readableBytes() + padding;
    }
}
