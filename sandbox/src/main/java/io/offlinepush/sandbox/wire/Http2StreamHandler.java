package io.offlinepush.sandbox.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import io.offlinepush.sandbox.rules.RequestHead;
import org.jspecify.annotations.Nullable;

/** One HTTP/2 stream, that is one request, on the level of frames. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a stream to close
final class Http2StreamHandler extends ChannelInboundHandlerAdapter {
    private final Connection connection;
    private final RequestBody body = new RequestBody();
    private @Nullable RequestHead head;
    private int stream;
    private boolean answered;

    Http2StreamHandler(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        stream = ((Http2StreamChannel) ctx.channel()).stream().id();
        connection.opened(stream);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.closed(stream);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            if (connection.isOver() || connection.ignores(stream)) {
                return;
            }
            if (frame instanceof Http2HeadersFrame headers) {
                RequestHead known = head; // a second HEADERS frame is trailers
                RequestHead current = known != null ? known : RequestHead.of(headers.headers(), connection.number());
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
        Http2Exchange exchange = new Http2Exchange(ctx, connection, stream);
        if (!body.append(content)) {
            answered = true;
            exchange.write(connection.requests().tooLarge(current));
        } else if (last) {
            answered = true;
            connection.answer(current, body.bytes()).play(exchange);
            connection.handled();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
