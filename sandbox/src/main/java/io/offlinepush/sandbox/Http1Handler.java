package io.offlinepush.sandbox;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 connection: keep-alive, one request after the other. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which is all there is to do
final class Http1Handler extends SimpleChannelInboundHandler<HttpObject> {
    /** How long a client may go on sending a body that was refused, so that it can still read why. */
    private static final int LINGER_SECONDS = 2;

    private final Gateway gateway;
    private final int connection;
    private @Nullable Incoming incoming;
    private boolean closing;

    private record Incoming(RequestHead head, boolean keepAlive, RequestBody body) {}

    Http1Handler(Gateway gateway, int connection) {
        this.gateway = gateway;
        this.connection = connection;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (closing) {
            return;
        }
        if (message instanceof HttpRequest request) {
            incoming =
                    new Incoming(RequestHead.of(request, connection), HttpUtil.isKeepAlive(request), new RequestBody());
            if (HttpUtil.is100ContinueExpected(request)) {
                ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
            }
        }
        Incoming current = incoming;
        if (current == null) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            closeAfter(write(ctx, gateway.notHttp(current.head), false));
        } else if (message instanceof HttpContent content) {
            read(ctx, current, content);
        }
    }

    private void read(ChannelHandlerContext ctx, Incoming current, HttpContent content) {
        if (!current.body.append(content.content())) {
            closing = true;
            write(ctx, gateway.tooLarge(current.head), false);
            ctx.executor().schedule(() -> ctx.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        } else if (content instanceof LastHttpContent) {
            incoming = null;
            Reply reply = gateway.answer(current.head, current.body.bytes());
            ChannelFuture written = write(ctx, reply, current.keepAlive);
            if (!current.keepAlive) {
                closeAfter(written);
            }
        }
    }

    private void closeAfter(ChannelFuture written) {
        closing = true;
        written.addListener(ChannelFutureListener.CLOSE);
    }

    private static ChannelFuture write(ChannelHandlerContext ctx, Reply reply, boolean keepAlive) {
        ByteBuf body = Unpooled.wrappedBuffer(reply.json().getBytes(StandardCharsets.UTF_8));
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.httpStatus()), body);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        if (body.isReadable()) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        }
        HttpUtil.setKeepAlive(response, keepAlive);
        return ctx.writeAndFlush(response);
    }
}
