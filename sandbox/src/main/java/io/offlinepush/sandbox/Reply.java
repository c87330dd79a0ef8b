package io.offlinepush.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An answer ready to be written.
 *
 * @param json the body, possibly empty; may hold tokens
 */
record Reply(int httpStatus, String code, String requestId, String json) {

    /** The documented envelope: {@code {"code": "…", "msg": "…", "requestId": "…"}}, all strings. */
    static Reply business(int httpStatus, String code, String msg, String requestId) {
        ObjectNode envelope = StrictJson.object();
        envelope.put("code", code);
        envelope.put("msg", msg);
        envelope.put("requestId", requestId);
        return new Reply(httpStatus, code, requestId, StrictJson.compact(envelope));
    }

    static Reply business(String code, String msg, String requestId) {
        return business(Codes.httpStatus(code), code, msg, requestId);
    }

    static Reply empty(int httpStatus, String requestId) {
        return new Reply(httpStatus, "", requestId, "");
    }

    @Override
    public String toString() {
        return "Reply[" + httpStatus + ", " + code + ", requestId=" + requestId + "]";
    }
}
