package io.offlinepush.sandbox;

import io.offlinepush.sandbox.faults.BodyFault;
import io.offlinepush.sandbox.faults.BrokenConnection;
import io.offlinepush.sandbox.faults.ClockSkew;
import io.offlinepush.sandbox.faults.EndAfter;
import io.offlinepush.sandbox.faults.GoAwayNow;
import io.offlinepush.sandbox.faults.QpsLimit;
import io.offlinepush.sandbox.faults.Reset;
import io.offlinepush.sandbox.faults.Slow;
import io.offlinepush.sandbox.faults.Stall;
import io.offlinepush.sandbox.faults.StreamLimit;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Something that goes wrong between a sender and the gateway, to be scripted with {@link PushKitSandbox#faults()}.
 *
 * <pre>{@code
 * sandbox.faults().next(3, Fault.status(503));            // the next three requests
 * sandbox.faults().share(0.1, 42, Fault.stall(true));     // one request in ten, the same ones for the same seed
 * sandbox.faults().onConnection(Fault.goAwayAfter(1000)); // the next connection
 * sandbox.faults().onGateway(Fault.clockSkew(Duration.ofMinutes(-10)));
 * sandbox.faults().fired(Fault.stall(true));              // how often it happened
 * }</pre>
 *
 * <p>Where a factory says <i>delivered</i>, the phones have the message although the sender is not told. The request is
 * still checked: what the gateway would refuse reaches no phone.
 */
public sealed interface Fault permits ConnectionFault, GatewayFault {

    /** The name of the factory that made it, for example {@code goAwayAfter}. */
    String name();

    // Answers: see Answer, which has the same factories

    /**
     * {@link Answer#status}: an HTTP status with an empty body, nothing delivered.
     *
     * @param httpStatus 200 to 599
     * @throws IllegalArgumentException if it is out of range
     */
    static Answer status(int httpStatus) {
        return Answer.status(httpStatus);
    }

    /**
     * {@link Answer#code}: a business code with the HTTP status the sandbox gives it, nothing delivered.
     *
     * @throws IllegalArgumentException if the code is empty
     */
    static Answer code(String code, String msg) {
        return Answer.code(code, msg);
    }

    /**
     * {@link Answer#of}: a business code with an HTTP status of your choice, nothing delivered.
     *
     * @throws IllegalArgumentException if the status is not 200 to 599 or the code is empty
     */
    static Answer of(int httpStatus, String code, String msg) {
        return Answer.of(httpStatus, code, msg);
    }

    /**
     * {@link Answer#refuseTokens(String, Predicate)}: some tokens are refused, the rest is delivered.
     *
     * @throws IllegalArgumentException if the reason is empty
     */
    static Answer refuseTokens(String reason, Predicate<? super String> tokens) {
        return Answer.refuseTokens(reason, tokens);
    }

    /**
     * {@link Answer#refuseTokens(String, Set)}: these tokens are refused, the rest is delivered.
     *
     * @throws IllegalArgumentException if the reason is empty
     */
    static Answer refuseTokens(String reason, Set<String> tokens) {
        return Answer.refuseTokens(reason, tokens);
    }

    /**
     * {@link Answer#refuseTokens(Map)}: tokens refused for reasons of their own, the rest is delivered.
     *
     * @throws IllegalArgumentException if a reason is empty
     */
    static Answer refuseTokens(Map<String, String> reasonByToken) {
        return Answer.refuseTokens(reasonByToken);
    }

    // The answer does not come, or not in time

    /**
     * The request is read and never answered; the connection stays open. On HTTP/1.1 nothing more is read from it.
     *
     * @param delivered whether the phones get it: the worst case for a sender, which must repeat it and show it once
     */
    static RequestFault stall(boolean delivered) {
        return new Stall(delivered);
    }

    /**
     * The request is delivered at once and answered later.
     *
     * @param by how much later, in real time, for example 200 ms
     * @throws IllegalArgumentException if it is negative or over an hour
     */
    static RequestFault slow(Duration by) {
        return new Slow(by);
    }

    /**
     * Instead of an answer: RST_STREAM with INTERNAL_ERROR, which does not say whether the request was acted on; on
     * HTTP/1.1 a TCP reset.
     */
    static RequestFault reset(boolean delivered) {
        return new Reset(delivered, false);
    }

    /** RST_STREAM with REFUSED_STREAM: not delivered, and the sender may know it. On HTTP/1.1 a TCP reset. */
    static RequestFault refusedStream() {
        return new Reset(false, true);
    }

    /** GOAWAY when the request arrives, then the connection closes; on HTTP/1.1 its nearest kin. See {@link GoAway}. */
    static RequestFault goAway(GoAway policy) {
        return new GoAwayNow(policy);
    }

    /**
     * SETTINGS_MAX_CONCURRENT_STREAMS changes: for a request, in flight, before its answer; for a connection, from its
     * first SETTINGS on. Streams beyond it are refused. On HTTP/1.1 nothing happens, and the fault does not count as
     * fired.
     *
     * @param streams 0 to 10,000; without this fault 100
     * @throws IllegalArgumentException if it is out of range
     */
    static RequestFault maxConcurrentStreams(int streams) {
        return new StreamLimit(streams);
    }

    // The answer's body is not what it should be; the request is judged and delivered as usual

    /** The first half of the body, with the {@code content-length} of the half: cut before it was sent. */
    static RequestFault truncatedBody() {
        return new BodyFault(BodyFault.Kind.TRUNCATED, 0);
    }

    /**
     * The {@code content-length} of the whole body, its first half, then RST_STREAM; on HTTP/1.1 the connection closes.
     */
    static RequestFault abortedBody() {
        return new BodyFault(BodyFault.Kind.ABORTED, 0);
    }

    /**
     * The body is good JSON, and blown up with blanks.
     *
     * @param bytes its length: 1,024 to 67,108,864
     * @throws IllegalArgumentException if it is out of range
     */
    static RequestFault oversizedBody(int bytes) {
        return new BodyFault(BodyFault.Kind.OVERSIZED, bytes);
    }

    /** Two documents: the answer, and the same again. */
    static RequestFault duplicateBody() {
        return new BodyFault(BodyFault.Kind.DUPLICATE, 0);
    }

    /** One document in which {@code code} is there twice: as it should be, then {@code 81000001}. */
    static RequestFault duplicateKeys() {
        return new BodyFault(BodyFault.Kind.DUPLICATE_KEYS, 0);
    }

    /**
     * 1 to 512 random bytes, not even UTF-8, called {@code application/json}.
     *
     * @param seed the same seed, the same bytes
     */
    static RequestFault garbageBody(long seed) {
        return new BodyFault(BodyFault.Kind.GARBAGE, seed);
    }

    /** {@code "code": 80000000}: a number where the documentation has a string. */
    static RequestFault numericCode() {
        return new BodyFault(BodyFault.Kind.NUMERIC_CODE, 0);
    }

    /** {@code "code": 8.0E7}: a number as a careless JSON library prints it. */
    static RequestFault floatingCode() {
        return new BodyFault(BodyFault.Kind.FLOATING_CODE, 0);
    }

    /**
     * {@code "msg": {…}}: the JSON of {@code msg} not encoded as a string; a plain text becomes {@code {"text": "…"}}.
     */
    static RequestFault msgAsObject() {
        return new BodyFault(BodyFault.Kind.MSG_AS_OBJECT, 0);
    }

    /** {@code msg} is the plain text of its code, without JSON: nobody can tell which tokens were refused. */
    static RequestFault msgAsText() {
        return new BodyFault(BodyFault.Kind.MSG_AS_TEXT, 0);
    }

    // Connections

    /** The connection is accepted and reset at once. */
    static ConnectionFault refusedConnection() {
        return new BrokenConnection(BrokenConnection.Kind.REFUSED);
    }

    /** The TLS handshake ends with the alert {@code handshake_failure}. */
    static ConnectionFault failedHandshake() {
        return new BrokenConnection(BrokenConnection.Kind.NO_TLS);
    }

    /** ALPN offers HTTP/1.1 only. */
    static ConnectionFault http1Only() {
        return new BrokenConnection(BrokenConnection.Kind.NO_HTTP2);
    }

    /**
     * The connection closes after some answers, without GOAWAY or {@code Connection: close}: later requests that are
     * already under way are not delivered.
     *
     * @param requests 1 or more
     * @throws IllegalArgumentException if it is less than 1
     */
    static ConnectionFault closeAfter(int requests) {
        return new EndAfter(EndAfter.Kind.CLOSE, requests);
    }

    /**
     * GOAWAY with the last id of the newest request, once so many were answered; later streams are not delivered. On
     * HTTP/1.1 the last answer says {@code Connection: close}.
     *
     * @param requests 1 or more
     * @throws IllegalArgumentException if it is less than 1
     */
    static ConnectionFault goAwayAfter(int requests) {
        return new EndAfter(EndAfter.Kind.GO_AWAY, requests);
    }

    /**
     * After some answers nothing is read and nothing written any more, no PING answered, and the connection stays open
     * until the sandbox closes: as if the other machine had vanished.
     *
     * @param requests 0 or more; with 0 TLS still comes about, no more
     * @throws IllegalArgumentException if it is negative
     */
    static ConnectionFault halfOpen(int requests) {
        return new EndAfter(EndAfter.Kind.SILENCE, requests);
    }

    // The gateway

    /**
     * The gateway's clock is off: bearers are judged by it, and the {@code Date} of each answer shows it. Phones and
     * {@code ttl} keep the right time.
     *
     * @param by ahead, or behind when negative
     */
    static GatewayFault clockSkew(Duration by) {
        return new ClockSkew(by);
    }

    /**
     * Flow control: more tokens in one second of the sandbox's clock are refused with HTTP 503 and no body. A request
     * with more tokens than that never passes.
     *
     * @param tokensPerSecond 0 or more
     * @throws IllegalArgumentException if it is negative
     */
    static GatewayFault qps(int tokensPerSecond) {
        return new QpsLimit(tokensPerSecond, Duration.ZERO);
    }

    /**
     * {@link #qps(int)} with the header {@code Retry-After}, which Huawei does not document.
     *
     * @param tokensPerSecond 0 or more
     * @param retryAfter at least a second; fractions of a second are cut off
     * @throws IllegalArgumentException if one is out of range
     */
    static GatewayFault qps(int tokensPerSecond, Duration retryAfter) {
        if (retryAfter.toSeconds() < 1) {
            throw new IllegalArgumentException("retryAfter must be at least a second: " + retryAfter);
        }
        return new QpsLimit(tokensPerSecond, retryAfter);
    }
}
