package io.offlinepush.sandbox.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.offlinepush.sandbox.rules.RequestHead;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 connection: keep-alive, one request after the other; who sends the next one early has to wait. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which is all there is to do
final class Http1Handler extends SimpleChannelInboundHandler<HttpObject> {
    private final Connection connection;
    private final ArrayDeque<HttpObject> waiting = new ArrayDeque<>();
    private @Nullable Incoming incoming;
    private boolean busy;

    private record Incoming(RequestHead head, boolean keepAlive, RequestBody body) {}

    Http1Handler(Connection connection) {
        this.connection = connection;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (connection.isOver()) {
            return;
        }
        if (busy) {
            waiting.addLast(ReferenceCountUtil.retain(message));
            return;
        }
        if (message instanceof HttpRequest request) {
            RequestHead head = RequestHead.of(request, connection.number());
            incoming = new Incoming(head, HttpUtil.isKeepAlive(request), new RequestBody());
            if (HttpUtil.is100ContinueExpected(request)) {
                ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
            }
        }
        Incoming current = incoming;
        if (current == null) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            exchange(ctx, false).write(connection.requests().notHttp(current.head));
        } else if (message instanceof HttpContent content) {
            read(ctx, current, content);
        }
    }

    private void read(ChannelHandlerContext ctx, Incoming current, HttpContent content) {
        if (!current.body.append(content.content())) {
            exchange(ctx, false).write(connection.requests().tooLarge(current.head));
        } else if (content instanceof LastHttpContent) {
            incoming = null;
            Exchange exchange = exchange(ctx, current.keepAlive && !connection.isLastAnswer());
            connection.answer(current.head, current.body.bytes()).play(exchange);
            connection.handled();
        }
    }

    /** From here on the connection is busy until the exchange is done. */
    private Exchange exchange(ChannelHandlerContext ctx, boolean keepAlive) {
        busy = true;
        return new Http1Exchange(ctx, connection, keepAlive, () -> readOn(ctx));
    }

    private void readOn(ChannelHandlerContext ctx) {
        busy = false;
        while (!busy && !waiting.isEmpty()) {
            HttpObject next = waiting.removeFirst();
            try {
                channelRead0(ctx, next);
            } finally {
                ReferenceCountUtil.release(next);
            }
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
