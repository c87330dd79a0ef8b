package io.offlinepush.sandbox.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.offlinepush.sandbox.GoAway;
import io.offlinepush.sandbox.rules.Reply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An answer on an HTTP/1.1 connection, which goes on afterwards or ends. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which is all there is to do
final class Http1Exchange implements Exchange {
    private final ChannelHandlerContext ctx;
    private final Connection connection;
    private final boolean keepAlive;
    private final Runnable done;

    /** @param done the connection is free for the next request */
    Http1Exchange(ChannelHandlerContext ctx, Connection connection, boolean keepAlive, Runnable done) {
        this.ctx = ctx;
        this.connection = connection;
        this.keepAlive = keepAlive;
        this.done = done;
    }

    @Override
    public void write(Reply reply) {
        write(reply, reply.body(), keepAlive);
    }

    @Override
    public void writeHalf(Reply reply) {
        write(reply, reply.body().slice(0, reply.body().remaining() / 2), false);
    }

    /** Nothing is read meanwhile, so that a hasty client does not fill the heap. */
    @Override
    public void writeLater(Duration delay, Reply reply) {
        ctx.channel().config().setAutoRead(false);
        ctx.executor()
                .schedule(
                        () -> {
                            ctx.channel().config().setAutoRead(true);
                            write(reply);
                        },
                        delay.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** The connection is never free again; what comes is dropped, so that the client's close is seen. */
    @Override
    public void stall() {
        ctx.pipeline().addFirst(new Deaf());
    }

    @Override
    public void reset(boolean refused) {
        connection.reset();
    }

    @Override
    public void goAway(GoAway policy, Reply reply) {
        if (policy == GoAway.ANSWERED) {
            write(reply, reply.body(), false);
        } else {
            connection.hangUp();
        }
    }

    @Override
    public void limitStreams(int streams) {
        throw new IllegalStateException("HTTP/1.1 has no streams");
    }

    private void write(Reply reply, ByteBuffer bytes, boolean goOn) {
        ByteBuf body = Unpooled.wrappedBuffer(bytes);
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.httpStatus()), body);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, reply.body().remaining());
        if (reply.body().hasRemaining()) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        }
        reply.headers().forEach(response.headers()::set);
        HttpUtil.setKeepAlive(response, goOn);
        ctx.writeAndFlush(response);
        if (goOn) {
            done.run();
        } else {
            connection.hangUp();
        }
    }
}
