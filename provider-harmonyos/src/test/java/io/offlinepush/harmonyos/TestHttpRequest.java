package io.offlinepush.harmonyos;

import io.netty.util.AsciiString;
import java.util.concurrent.CompletableFuture;

/** A request for tests of the transport alone. */
final class TestHttpRequest implements HttpRequest {

    /** The answer's head; fails if there is none. */
    final CompletableFuture<HttpHead> answer = new CompletableFuture<>();

    private final AsciiString authorization;
    private final byte[] body;
    private final long deadlineNanos;

    TestHttpRequest(AsciiString authorization, byte[] body, long deadlineNanos) {
        this.authorization = authorization;
        this.body = body.clone();
        this.deadlineNanos = deadlineNanos;
    }

    @Override
    public AsciiString authorization() {
        return authorization;
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public AsciiString path() {
        return AsciiString.of("/v3/300000000000000001/messages:send");
    }

    @Override
    public AsciiString pushType() {
        return AsciiString.of("0");
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public int mostAnswerBytes() {
        return 1024;
    }

    @Override
    public void sendIfCurrent(Runnable write) {
        write.run();
    }

    @Override
    public void answered(HttpHead head, byte[] bytes) {
        answer.complete(head);
    }

    @Override
    public void notSent(String why) {
        answer.completeExceptionally(new IllegalStateException("not sent: " + why));
    }

    @Override
    public void unknown(String why) {
        answer.completeExceptionally(new IllegalStateException(why));
    }
}
