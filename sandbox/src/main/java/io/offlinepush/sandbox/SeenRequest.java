package io.offlinepush.sandbox;

import io.offlinepush.sandbox.rules.Printable;

/**
 * A request the sandbox read, and what it answered.
 *
 * <p>{@link #toString()} leaves out the body, which holds tokens and what people wrote; the bearer is not kept at all.
 *
 * @param protocol {@code HTTP/2} or {@code HTTP/1.1}
 * @param path as sent, for example {@code /v3/300000000000000001/messages:send}
 * @param pushType the header as sent, for example {@code 0}; empty when missing
 * @param tokenCount elements of {@code target.token}, or of {@code token} when revoking; 0 when the body has none to
 *     count
 * @param jwtVerified whether the bearer was good, whatever the answer
 * @param httpStatus of the answer, for example 200; 0 when a fault kept it back
 * @param code of the answer, for example {@code 80000000}, before a fault damaged its body; empty when it had none
 * @param requestId of the answer; unique in a sandbox
 * @param connection 1 for the first connection the sandbox accepted, 2 for the next, and so on
 * @param delivered whether it was accepted and acted on for at least one token, whatever the sender got to see: for a
 *     phone without network the message is kept, one that has another token by now gets nothing
 * @param fault the {@link Fault#name()} of what went wrong by script, empty when nothing did
 * @param body as sent, read as UTF-8; empty when it was refused for its size
 */
public record SeenRequest(
        String protocol,
        String path,
        String pushType,
        int tokenCount,
        boolean jwtVerified,
        int httpStatus,
        String code,
        String requestId,
        int connection,
        boolean delivered,
        String fault,
        String body) {

    @Override
    public String toString() {
        return "SeenRequest[" + protocol + ", path=" + Printable.clipped(path, 100)
                + ", pushType=" + Printable.clipped(pushType, 4)
                + ", tokenCount=" + tokenCount
                + ", jwtVerified=" + jwtVerified
                + ", httpStatus=" + httpStatus
                + ", code=" + code
                + ", requestId=" + requestId
                + ", connection=" + connection
                + ", delivered=" + delivered
                + ", fault=" + fault + "]";
    }
}
