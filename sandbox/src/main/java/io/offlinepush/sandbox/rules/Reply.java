package io.offlinepush.sandbox.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer ready to be written.
 *
 * @param body possibly empty; may hold tokens
 * @param headers besides {@code content-length} and {@code content-type}; names in lower case
 */
public record Reply(int httpStatus, String code, String requestId, ByteBuffer body, Map<String, String> headers) {

    /** The documented envelope: {@code {"code": "…", "msg": "…", "requestId": "…"}}, all strings. */
    public static Reply business(int httpStatus, String code, String msg, String requestId) {
        ObjectNode envelope = StrictJson.object();
        envelope.put("code", code);
        envelope.put("msg", msg);
        envelope.put("requestId", requestId);
        byte[] json = StrictJson.compact(envelope).getBytes(StandardCharsets.UTF_8);
        return new Reply(httpStatus, code, requestId, ByteBuffer.wrap(json), Map.of());
    }

    public static Reply business(String code, String msg, String requestId) {
        return business(Codes.httpStatus(code), code, msg, requestId);
    }

    public static Reply empty(int httpStatus, String requestId) {
        return new Reply(httpStatus, "", requestId, ByteBuffer.allocate(0), Map.of());
    }

    public Reply withBody(ByteBuffer other) {
        return new Reply(httpStatus, code, requestId, other, headers);
    }

    public Reply withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Reply(httpStatus, code, requestId, body, more);
    }

    /** The body as text; nothing is taken from it. */
    public String json() {
        return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
    }

    @Override
    public String toString() {
        return "Reply[" + httpStatus + ", " + code + ", requestId=" + requestId + "]";
    }
}
