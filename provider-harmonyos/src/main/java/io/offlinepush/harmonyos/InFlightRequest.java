package io.offlinepush.harmonyos;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request in the transport, from taken to ended, and the answer as it comes in. Lives on the event loop. */
final class InFlightRequest implements Comparable<InFlightRequest> {

    private static final byte[] NOTHING = {};

    private final HttpRequest request;
    private final long number;
    private final Consumer<InFlightRequest> onEnd;
    private @Nullable Connection carrier;
    private int sendings;
    private long sentNanos;
    private int streamId;
    private int status;
    private @Nullable CharSequence date;
    private @Nullable CharSequence retryAfter;
    private byte[] body = NOTHING;
    private int bodyLength;
    private boolean ended;

    /**
     * A request that was taken.
     *
     * @param number tells requests with the same deadline apart
     * @param onEnd told before the request is
     */
    InFlightRequest(HttpRequest request, long number, Consumer<InFlightRequest> onEnd) {
        this.request = request;
        this.number = number;
        this.onEnd = onEnd;
    }

    HttpRequest request() {
        return request;
    }

    /** The connection that it was written to; null if it was not. */
    @Nullable
    Connection carrier() {
        return carrier;
    }

    void written(Connection connection, long nowNanos) {
        carrier = connection;
        sendings++;
        sentNanos = nowNanos;
    }

    /** Not written after all: the server did nothing with it. */
    void unwritten() {
        carrier = null;
        streamId = 0;
    }

    /** How often it was written. */
    int sendings() {
        return sendings;
    }

    /** When it was written last, by the ticker. */
    long sentNanos() {
        return sentNanos;
    }

    /** Its HTTP/2 stream. */
    int streamId() {
        return streamId;
    }

    void streamId(int id) {
        streamId = id;
    }

    void head(int value, @Nullable CharSequence sentDate, @Nullable CharSequence sentRetryAfter) {
        status = value;
        date = sentDate;
        retryAfter = sentRetryAfter;
    }

    int status() {
        return status;
    }

    /** Whether the answer has begun. */
    boolean answering() {
        return status != 0;
    }

    boolean ended() {
        return ended;
    }

    /**
     * Keeps a piece of the answer.
     *
     * @return whether the answer is still as short as answers are
     */
    boolean append(ByteBuf piece) {
        int more = piece.readableBytes();
        if (more > request.mostAnswerBytes() - bodyLength) {
            return false;
        }
        int length = bodyLength + more;
        if (length > body.length) {
            body = Arrays.copyOf(body, bodyLength == 0 ? length : Math.max(length, 2 * body.length));
        }
        piece.getBytes(piece.readerIndex(), body, bodyLength, more);
        bodyLength = length;
        return true;
    }

    void answered() {
        if (end()) {
            byte[] whole = bodyLength == body.length ? body : Arrays.copyOf(body, bodyLength);
            request.answered(new HttpHead(status, date, retryAfter), whole);
        }
    }

    void notSent(String why) {
        if (end()) {
            request.notSent(why);
        }
    }

    void unknown(String why) {
        if (end()) {
            request.unknown(why);
        }
    }

    private boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        onEnd.accept(this);
        return true;
    }

    /** By deadline. */
    @Override
    public int compareTo(InFlightRequest other) {
        int byDeadline = Long.signum(request.deadlineNanos() - other.request.deadlineNanos());
        return byDeadline != 0 ? byDeadline : Long.compare(number, other.number);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }
}
