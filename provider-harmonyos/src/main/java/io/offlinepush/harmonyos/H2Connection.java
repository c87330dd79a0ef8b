package io.offlinepush.harmonyos;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpScheme;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;
import io.offlinepush.api.Environment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/2 at frame level: many requests at once on one connection, as many as the server allows. It counts as open once
 * the server's SETTINGS have come.
 */
final class H2Connection extends ChannelInboundHandlerAdapter implements Connection {

    private static final Logger LOG = LoggerFactory.getLogger(H2Connection.class);

    /** What a server that states no limit is trusted with (RFC 9113, 6.5.2, asks servers for no less). */
    private static final int STREAMS_UNLESS_STATED = 100;

    private static final int LAST_STREAM_ID = Integer.MAX_VALUE - 2;
    private static final int MOST_HEADER_BYTES = 16 * 1024;
    private static final AsciiString PUSH_TYPE = AsciiString.cached("push-type");

    private final Owner owner;
    private final AsciiString authority;
    private final Http2Connection streams = new DefaultHttp2Connection(false);
    private final Http2Connection.PropertyKey requestKey = streams.newKey();
    private final Http2ConnectionHandler handler;
    private final ChannelHandlerContext frames;
    private int mostStreams = STREAMS_UNLESS_STATED;
    private final KeepAlive keepAlive;
    private final int most;
    private boolean open;
    private boolean retired;
    private boolean unflushed;

    private H2Connection(ChannelPipeline pipeline, Owner owner, WireSettings wire, Environment environment, Loop loop) {
        this.owner = owner;
        this.authority = wire.authority();
        this.most = wire.connections();
        this.keepAlive = new KeepAlive(
                environment, loop, wire.pingInterval(), wire.connectTimeout(), this::ping, this::noKeepAlive);
        boolean indexBearer = wire.indexBearer();
        // Requests are small and alike: no tree of priorities is needed to share the window among them.
        streams.remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(streams, new UniformStreamByteDistributor(streams)));
        this.handler = new Http2ConnectionHandlerBuilder()
                .connection(streams)
                .frameListener(new Frames())
                .initialSettings(new Http2Settings().pushEnabled(false).maxHeaderListSize(MOST_HEADER_BYTES))
                // The bearer is the same for an hour and shares the connection with no header of anybody else's, so
                // HPACK may keep it. The length differs each time and would push it out.
                .headerSensitivityDetector((name, value) -> HttpHeaderNames.CONTENT_LENGTH.contentEquals(name)
                        || (!indexBearer && HttpHeaderNames.AUTHORIZATION.contentEquals(name)))
                .gracefulShutdownTimeoutMillis(0)
                .build();
        pipeline.addLast(handler);
        this.frames = pipeline.context(handler);
    }

    static Connection install(
            ChannelPipeline pipeline, Owner owner, WireSettings wire, Environment environment, Loop loop) {
        H2Connection connection = new H2Connection(pipeline, owner, wire, environment, loop);
        pipeline.addLast(connection);
        pipeline.channel().closeFuture().addListener(closed -> connection.keepAlive.stop());
        connection.streams.addListener(connection.new Streams());
        connection.handler.flush(connection.frames);
        return connection;
    }

    @Override
    public boolean hasRoom() {
        if (streams.local().lastStreamCreated() >= LAST_STREAM_ID) {
            retire();
        }
        // A body must not wait here for the connection's window: what waits has not left, and may yet be called off.
        return serves()
                && frames.channel().isActive()
                && streams.local().numActiveStreams() < mostStreams
                && handler.encoder().flowController().isWritable(streams.connectionStream());
    }

    @Override
    public boolean serves() {
        return !retired && !keepAlive.doubted();
    }

    @Override
    public boolean carried() {
        return streams.local().lastStreamCreated() > 0;
    }

    @Override
    public void write(InFlightRequest inFlight, ByteBuf body) {
        HttpRequest request = inFlight.request();
        int id = streams.local().incrementAndGetNextStreamId();
        Http2Headers headers = new DefaultHttp2Headers(false, 8)
                .method(HttpMethod.POST.asciiName())
                .scheme(HttpScheme.HTTPS.name())
                .authority(authority)
                .path(request.path())
                .add(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .add(HttpHeaderNames.AUTHORIZATION, request.authorization())
                .add(PUSH_TYPE, request.pushType())
                .add(HttpHeaderNames.CONTENT_LENGTH, AsciiString.of(Integer.toString(body.readableBytes())));
        ChannelFuture head = handler.encoder().writeHeaders(frames, id, headers, 0, false, frames.newPromise());
        Http2Stream stream = streams.stream(id);
        if (stream == null) {
            body.release();
            LOG.debug("no stream could be opened", head.cause());
            owner.unprocessed(inFlight);
            return;
        }
        stream.setProperty(requestKey, inFlight);
        inFlight.streamId(id);
        // How both writes end shows in the stream's end.
        ChannelFuture unused = handler.encoder().writeData(frames, id, body, 0, true, frames.newPromise());
        unflushed = true;
    }

    @Override
    public void flush() {
        if (unflushed) {
            unflushed = false;
            handler.flush(frames);
        }
    }

    @Override
    public void abandon(InFlightRequest inFlight) {
        reset(inFlight.streamId());
        handler.flush(frames);
        keepAlive.missed(inFlight.sentNanos());
    }

    @Override
    public void close() {
        ChannelFuture unused = frames.channel().close();
    }

    private void ping() {
        ChannelFuture unused = handler.encoder().writePing(frames, false, 0, frames.newPromise());
        handler.flush(frames);
    }

    private void noKeepAlive() {
        LOG.debug("connection given up: no answer to a ping");
        retire();
        close();
    }

    private void reset(int streamId) {
        ChannelFuture unused = handler.resetStream(frames, streamId, Http2Error.CANCEL.code(), frames.newPromise());
    }

    private void retire() {
        if (!retired) {
            retired = true;
            owner.retired(this);
            closeIfDone();
        }
    }

    private void closeIfDone() {
        if (retired && streams.local().numActiveStreams() == 0) {
            close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        keepAlive.heard();
        owner.roomAgain();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        owner.roomAgain();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("connection given up: {}", cause.getClass().getName());
        close();
    }

    private @Nullable InFlightRequest inFlight(int streamId) {
        Http2Stream stream = streams.stream(streamId);
        return stream == null ? null : stream.getProperty(requestKey);
    }

    /** What the server sends. */
    private final class Frames extends Http2EventAdapter {

        @Override
        public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
            Long stated = settings.maxConcurrentStreams();
            if (stated != null) {
                mostStreams = (int) Math.min(stated, Integer.MAX_VALUE);
            }
            if (!open) {
                open = true;
                keepAlive.start();
                owner.opened(H2Connection.this, "h2", most);
            }
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx,
                int streamId,
                Http2Headers headers,
                int streamDependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean endOfStream) {
            onHeadersRead(ctx, streamId, headers, padding, endOfStream);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream) {
            InFlightRequest inFlight = inFlight(streamId);
            if (inFlight == null) {
                return;
            }
            int status = status(headers);
            if (!inFlight.answering() && status >= 200) {
                inFlight.head(status, headers.get(HttpHeaderNames.DATE), headers.get(HttpHeaderNames.RETRY_AFTER));
            }
            if (endOfStream) {
                complete(inFlight);
            }
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
            InFlightRequest inFlight = inFlight(streamId);
            if (inFlight != null && !inFlight.ended()) {
                if (!inFlight.append(data)) {
                    inFlight.unknown("the answer is longer than Push Kit's answers are");
                    reset(streamId);
                } else if (endOfStream) {
                    complete(inFlight);
                }
            }
            return data.readableBytes() + padding;
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
            InFlightRequest inFlight = inFlight(streamId);
            if (inFlight != null && errorCode == Http2Error.REFUSED_STREAM.code() && !inFlight.answering()) {
                unprocessed(streamId, inFlight);
            } else if (inFlight != null) {
                inFlight.unknown("the server reset the stream with error " + errorCode);
            }
        }

        private void unprocessed(int streamId, InFlightRequest inFlight) {
            Http2Stream stream = streams.stream(streamId);
            if (stream != null) {
                // Its end is none of the request's any more, which will be on another stream.
                stream.removeProperty(requestKey);
            }
            owner.unprocessed(inFlight);
        }

        private void complete(InFlightRequest inFlight) {
            Http2Stream stream = streams.stream(inFlight.streamId());
            if (inFlight.answering()) {
                inFlight.answered();
            } else {
                inFlight.unknown("the answer has no status");
            }
            if (stream != null && stream.state() == Http2Stream.State.OPEN) {
                // It answered before it had the whole request and does not want the rest.
                reset(stream.id());
            }
        }

        private static int status(Http2Headers headers) {
            CharSequence status = headers.status();
            try {
                return status == null ? 0 : Integer.parseInt(status, 0, status.length(), 10);
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }

    /** What becomes of the streams, whoever ended them. */
    private final class Streams extends Http2EventAdapter {

        @Override
        public void onStreamClosed(Http2Stream stream) {
            InFlightRequest inFlight = stream.removeProperty(requestKey);
            if (inFlight != null) {
                boolean above = streams.goAwayReceived()
                        && stream.id() > streams.local().lastStreamKnownByPeer();
                if (above && !inFlight.answering()) {
                    owner.unprocessed(inFlight);
                } else {
                    inFlight.unknown("the connection ended before an answer came");
                }
            }
            owner.roomAgain();
        }

        @Override
        public void onStreamRemoved(Http2Stream stream) {
            closeIfDone();
        }

        @Override
        public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
            retire();
        }
    }
}
