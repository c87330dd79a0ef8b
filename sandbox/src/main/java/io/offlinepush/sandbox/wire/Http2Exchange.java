package io.offlinepush.sandbox.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.offlinepush.sandbox.GoAway;
import io.offlinepush.sandbox.rules.Reply;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An answer on an HTTP/2 stream. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the stream, which is all there is to do
final class Http2Exchange implements Exchange {
    private final ChannelHandlerContext ctx;
    private final Connection connection;
    private final int stream;

    Http2Exchange(ChannelHandlerContext ctx, Connection connection, int stream) {
        this.ctx = ctx;
        this.connection = connection;
        this.stream = stream;
    }

    @Override
    public void write(Reply reply) {
        connection.actedOn(stream);
        writeHead(reply, !reply.body().hasRemaining());
        if (reply.body().hasRemaining()) {
            writeBody(reply.body(), true);
        }
        ctx.flush();
    }

    @Override
    public void writeHalf(Reply reply) {
        connection.actedOn(stream);
        writeHead(reply, false);
        writeBody(reply.body().slice(0, reply.body().remaining() / 2), false);
        writeReset(Http2Error.INTERNAL_ERROR);
    }

    @Override
    public void writeLater(Duration delay, Reply reply) {
        connection.actedOn(stream);
        ctx.executor().schedule(() -> write(reply), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void stall() {
        connection.actedOn(stream);
    }

    @Override
    public void reset(boolean refused) {
        if (!refused) {
            connection.actedOn(stream);
        }
        writeReset(refused ? Http2Error.REFUSED_STREAM : Http2Error.INTERNAL_ERROR);
    }

    @Override
    public void goAway(GoAway policy, Reply reply) {
        switch (policy) {
            case ANSWERED -> {
                connection.actedOn(stream);
                connection.leave(connection.newestStream());
                write(reply);
            }
            case REFUSED -> refuse();
            case UNANSWERED -> {
                connection.actedOn(stream);
                connection.leaveAtOnce(connection.newestStream());
            }
        }
    }

    /** A later stream may have been acted on already, being shorter; then the last id cannot lie before this one. */
    private void refuse() {
        if (connection.isLeaving() || connection.newestStream() > stream) {
            writeReset(Http2Error.REFUSED_STREAM);
        }
        connection.leave(Math.max(connection.newestStream(), stream - 2));
    }

    @Override
    public void limitStreams(int streams) {
        connection.limitStreams(streams);
    }

    private void writeHead(Reply reply, boolean end) {
        Http2Headers headers = new DefaultHttp2Headers().status(Integer.toString(reply.httpStatus()));
        headers.setInt("content-length", reply.body().remaining());
        if (reply.body().hasRemaining()) {
            headers.set("content-type", "application/json");
        }
        reply.headers().forEach(headers::set);
        ctx.write(new DefaultHttp2HeadersFrame(headers, end));
    }

    private void writeBody(ByteBuffer bytes, boolean end) {
        ctx.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), end));
    }

    private void writeReset(Http2Error error) {
        ctx.writeAndFlush(new DefaultHttp2ResetFrame(error));
    }
}
