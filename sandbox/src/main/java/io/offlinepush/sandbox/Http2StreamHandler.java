package io.offlinepush.sandbox;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One HTTP/2 stream, that is one request, on the level of frames. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the stream, which is all there is to do
final class Http2StreamHandler extends ChannelInboundHandlerAdapter {
    private final Gateway gateway;
    private final int connection;
    private final RequestBody body = new RequestBody();
    private @Nullable RequestHead head;
    private boolean answered;

    Http2StreamHandler(Gateway gateway, int connection) {
        this.gateway = gateway;
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            if (frame instanceof Http2HeadersFrame headers) {
                RequestHead known = head; // a second HEADERS frame is trailers
                RequestHead current = known != null ? known : RequestHead.of(headers.headers(), connection);
                head = current;
                read(ctx, current, Unpooled.EMPTY_BUFFER, headers.isEndStream());
            } else if (frame instanceof Http2DataFrame data && head != null) {
                read(ctx, head, data.content(), data.isEndStream());
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    /** After an answer the rest of the body is read and dropped. */
    private void read(ChannelHandlerContext ctx, RequestHead current, ByteBuf content, boolean last) {
        if (answered) {
            return;
        }
        if (!body.append(content)) {
            write(ctx, gateway.tooLarge(current));
        } else if (last) {
            write(ctx, gateway.answer(current, body.bytes()));
        }
    }

    private void write(ChannelHandlerContext ctx, Reply reply) {
        answered = true;
        byte[] json = reply.json().getBytes(StandardCharsets.UTF_8);
        Http2Headers headers = new DefaultHttp2Headers().status(Integer.toString(reply.httpStatus()));
        headers.setInt("content-length", json.length);
        if (json.length > 0) {
            headers.set("content-type", "application/json");
            ctx.write(new DefaultHttp2HeadersFrame(headers, false));
            ctx.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(json), true));
        } else {
            ctx.write(new DefaultHttp2HeadersFrame(headers, true));
        }
        ctx.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
