package io.offlinepush.harmonyos;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.offlinepush.api.Environment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 with keep-alive: one request at a time. No pipelining, since an answer lost would take others with it. One
 * that was idle for long is not used again: its server may be closing it just then, and the request would be of unknown
 * outcome.
 */
final class H1Connection extends SimpleChannelInboundHandler<Object> implements Connection {

    private static final Logger LOG = LoggerFactory.getLogger(H1Connection.class);

    private static final int MOST_LINE_BYTES = 4096;
    private static final int MOST_HEADER_BYTES = 16 * 1024;
    private static final int CHUNK_BYTES = 8192;
    private static final long MOST_IDLE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final AsciiString PUSH_TYPE = AsciiString.cached("push-type");

    private final Owner owner;
    private final AsciiString authority;
    private final ChannelPipeline pipeline;
    private final Environment.Ticker ticker;
    private long usedNanos;
    private boolean unflushed;
    private boolean stale;
    private @Nullable InFlightRequest inFlight;
    private @Nullable ChannelFuture written;
    private boolean interim;
    private boolean retired;

    private H1Connection(ChannelPipeline pipeline, Owner owner, AsciiString authority, Environment.Ticker ticker) {
        this.pipeline = pipeline;
        this.owner = owner;
        this.authority = authority;
        this.ticker = ticker;
        this.usedNanos = ticker.nanos();
    }

    static Connection install(ChannelPipeline pipeline, Owner owner, WireSettings wire, Environment.Ticker ticker) {
        H1Connection connection = new H1Connection(pipeline, owner, wire.authority(), ticker);
        pipeline.addLast(new HttpClientCodec(MOST_LINE_BYTES, MOST_HEADER_BYTES, CHUNK_BYTES), connection);
        owner.opened(connection, "http/1.1", wire.http1Connections());
        return connection;
    }

    @Override
    public boolean hasRoom() {
        if (inFlight != null || retired || !pipeline.channel().isActive()) {
            return false;
        }
        if (ticker.nanos() - usedNanos > MOST_IDLE_NANOS) {
            stale = true;
            retire();
            close();
            return false;
        }
        return true;
    }

    @Override
    public boolean serves() {
        return !retired;
    }

    @Override
    public boolean carried() {
        return written != null || stale;
    }

    @Override
    public void write(InFlightRequest next, ByteBuf body) {
        HttpRequest request = next.request();
        inFlight = next;
        FullHttpRequest message = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, request.path().toString(), body);
        message.headers()
                .set(HttpHeaderNames.HOST, authority)
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.AUTHORIZATION, request.authorization())
                .set(PUSH_TYPE, request.pushType())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        written = pipeline.channel().write(message);
        unflushed = true;
    }

    @Override
    public void flush() {
        if (unflushed) {
            unflushed = false;
            pipeline.flush();
        }
    }

    /** An answer that comes after all could not be told from the next one's. */
    @Override
    public void abandon(InFlightRequest given) {
        close();
    }

    @Override
    public void close() {
        ChannelFuture unused = pipeline.channel().close();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Object read) {
        InFlightRequest present = inFlight;
        // Once a 101 was read, the codec passes bytes on as they are.
        if (!(read instanceof HttpObject part)
                || present == null
                || part.decoderResult().isFailure()) {
            fail(present == null ? "an answer nobody asked for" : "the answer is not HTTP");
            return;
        }
        if (part instanceof HttpResponse response) {
            int status = response.status().code();
            interim = status < 200;
            if (status == 101 || status > 599) {
                fail("the answer is not HTTP");
                return;
            }
            if (!interim) {
                present.head(
                        status,
                        response.headers().get(HttpHeaderNames.DATE),
                        response.headers().get(HttpHeaderNames.RETRY_AFTER));
                if (!HttpUtil.isKeepAlive(response)) {
                    retire();
                }
            }
        }
        if (part instanceof HttpContent content && !interim) {
            if (!present.append(content.content())) {
                fail("the answer is longer than Push Kit's answers are");
            } else if (content instanceof LastHttpContent) {
                complete(present);
            }
        }
    }

    private void complete(InFlightRequest present) {
        ChannelFuture request = written;
        inFlight = null;
        usedNanos = ticker.nanos();
        present.answered();
        if (retired || request == null || !request.isSuccess()) {
            // Closing anyway, or it answered before it had the whole request.
            retire();
            close();
        } else {
            owner.roomAgain();
        }
    }

    private void fail(String why) {
        InFlightRequest present = inFlight;
        inFlight = null;
        retire();
        close();
        if (present != null) {
            present.unknown(why);
        }
    }

    private void retire() {
        if (!retired) {
            retired = true;
            owner.retired(this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail("the connection ended before an answer came");
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("connection given up: {}", cause.getClass().getName());
        close();
    }
}
