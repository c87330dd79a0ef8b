package io.offlinepush.harmonyos;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request in the transport, from taken to ended, and the answer as it comes in. Lives on the event loop. */
final class Exchange implements Comparable<Exchange> {

    private final Post post;
    private final long number;
    private final Consumer<Exchange> onEnd;
    private @Nullable Connection carrier;
    private int streamId;
    private int status;
    private @Nullable ByteArrayOutputStream body;
    private boolean ended;

    /**
     * A request that was taken.
     *
     * @param number tells requests with the same deadline apart
     * @param onEnd told before the post is
     */
    Exchange(Post post, long number, Consumer<Exchange> onEnd) {
        this.post = post;
        this.number = number;
        this.onEnd = onEnd;
    }

    Post post() {
        return post;
    }

    /** The connection that it was written to; null if it was not. */
    @Nullable
    Connection carrier() {
        return carrier;
    }

    void written(Connection connection) {
        carrier = connection;
    }

    /** Its HTTP/2 stream. */
    int streamId() {
        return streamId;
    }

    void streamId(int id) {
        streamId = id;
    }

    void status(int value) {
        status = value;
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
        if (body == null) {
            body = new ByteArrayOutputStream(256);
        }
        if (body.size() + piece.readableBytes() > post.mostAnswerBytes()) {
            return false;
        }
        body.writeBytes(ByteBufUtil.getBytes(piece));
        return true;
    }

    void answered() {
        if (end()) {
            post.answered(status, body == null ? new byte[0] : body.toByteArray());
        }
    }

    void notSent() {
        if (end()) {
            post.notSent();
        }
    }

    void unknown(String why) {
        if (end()) {
            post.unknown(why);
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
    public int compareTo(Exchange other) {
        int byDeadline = Long.signum(post.deadlineNanos() - other.post.deadlineNanos());
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
