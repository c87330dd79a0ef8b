package io.offlinepush.sandbox.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http2.DefaultHttp2SettingsFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslHandler;
import io.offlinepush.sandbox.ConnectionFault;
import io.offlinepush.sandbox.RequestFault;
import io.offlinepush.sandbox.faults.BrokenConnection;
import io.offlinepush.sandbox.faults.EndAfter;
import io.offlinepush.sandbox.faults.StreamLimit;
import io.offlinepush.sandbox.rules.RequestHead;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An accepted connection: its number, its fault, and the ways it can end. Used on its event loop only. */
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be written any more need not be
final class Connection {
    /**
     * How long a client may take to close its side: unread bytes would turn our close into a reset that eats answers.
     */
    private static final int LINGER_SECONDS = 2;

    private final int number;
    private final Channel channel;
    private final RequestHandler requests;
    private final @Nullable ConnectionFault fault;
    private int handled;
    private final NavigableSet<Integer> openStreams = new TreeSet<>();
    private int newestStream;
    private int lastStream = Integer.MAX_VALUE;
    private boolean over;

    Connection(int number, Channel channel, RequestHandler requests, @Nullable ConnectionFault fault) {
        this.number = number;
        this.channel = channel;
        this.requests = requests;
        this.fault = fault;
    }

    int number() {
        return number;
    }

    RequestHandler requests() {
        return requests;
    }

    /** Whether the connection has this flaw from the start; says that it happened. */
    boolean is(BrokenConnection.Kind kind) {
        return fault instanceof BrokenConnection broken && broken.kind() == kind && happened();
    }

    int maxConcurrentStreams(int usual) {
        return fault instanceof StreamLimit limit && happened() ? limit.streams() : usual;
    }

    private boolean happened() {
        if (fault != null) {
            requests.happened(fault, number);
        }
        return true;
    }

    /** After the handshake: some connections fall silent at once. */
    void established() {
        endIfDue();
    }

    /** Whether nothing that was read is looked at any more. */
    boolean isOver() {
        return over;
    }

    /** The outcome of a request on this connection. */
    Outcome answer(RequestHead head, byte[] body) {
        boolean ofRequests = fault instanceof RequestFault && !(fault instanceof StreamLimit);
        return requests.answer(head, body, ofRequests ? (RequestFault) fault : null);
    }

    /** Whether the next answer is the last, and HTTP/1.1 should say so. */
    boolean isLastAnswer() {
        return fault instanceof EndAfter end && end.kind() == EndAfter.Kind.GO_AWAY && end.requests() == handled + 1;
    }

    /** The request was acted on and its outcome played. */
    void handled() {
        handled++;
        endIfDue();
    }

    private void endIfDue() {
        if (over || !(fault instanceof EndAfter end) || end.requests() != handled) {
            return;
        }
        happened();
        switch (end.kind()) {
            case CLOSE -> hangUp();
            case SILENCE -> fallSilent();
            case GO_AWAY -> {
                if (newestStream > 0) {
                    leave(newestStream);
                }
            }
        }
    }

    void opened(int stream) {
        openStreams.add(stream);
    }

    void closed(int stream) {
        openStreams.remove(stream);
        hangUpIfLeft();
    }

    /** Streams up to this one were acted on. */
    void actedOn(int stream) {
        newestStream = Math.max(newestStream, stream);
    }

    int newestStream() {
        return newestStream;
    }

    /** Whether GOAWAY has told that nothing will be done for this stream. */
    boolean ignores(int stream) {
        return stream > lastStream;
    }

    boolean isLeaving() {
        return lastStream < Integer.MAX_VALUE;
    }

    /** GOAWAY with this last id; the connection ends when the streams up to it have ended. HTTP/2 only. */
    void leave(int last) {
        if (isLeaving()) {
            return;
        }
        lastStream = last;
        sendGoAway(last);
        hangUpIfLeft();
    }

    private void hangUpIfLeft() {
        if (isLeaving() && openStreams.headSet(lastStream, true).isEmpty()) {
            hangUp();
        }
    }

    /** GOAWAY with this last id, and the connection ends at once. HTTP/2 only. */
    void leaveAtOnce(int last) {
        if (!isLeaving()) {
            lastStream = last;
            sendGoAway(last);
        }
        hangUp();
    }

    /**
     * Past Netty's own account of the connection: there, a body for a stream that came after GOAWAY is a protocol error
     * which ends the connection, and the last id is never lower than the newest stream.
     */
    private void sendGoAway(int last) {
        Http2FrameCodec codec = channel.pipeline().get(Http2FrameCodec.class);
        ChannelHandlerContext ctx = channel.pipeline().context(codec);
        codec.encoder()
                .frameWriter()
                .writeGoAway(ctx, last, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
    }

    void limitStreams(int streams) {
        channel.writeAndFlush(new DefaultHttp2SettingsFrame(new Http2Settings().maxConcurrentStreams(streams)));
    }

    /** Closes in order once what was written has left; what still comes in is dropped. */
    void hangUp() {
        if (over) {
            return;
        }
        over = true;
        channel.eventLoop().execute(() -> {
            channel.flush();
            channel.pipeline().addFirst(new Deaf());
            SslHandler tls = channel.pipeline().get(SslHandler.class);
            tls.closeOutbound().addListener(sent -> ((DuplexChannel) channel).shutdownOutput());
            channel.eventLoop().schedule(this::cut, LINGER_SECONDS, TimeUnit.SECONDS);
        });
    }

    /** A TCP reset. */
    void reset() {
        over = true;
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        cut();
    }

    /** Closes the socket, whatever TLS and HTTP would like to do before. */
    private void cut() {
        channel.pipeline().firstContext().close();
    }

    /** Once what was written has left, nothing is read or written. */
    private void fallSilent() {
        over = true;
        channel.eventLoop().execute(() -> {
            channel.flush();
            channel.pipeline().addFirst(new Silence());
            channel.config().setAutoRead(false);
        });
    }
}
