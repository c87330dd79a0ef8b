package io.offlinepush.sandbox.faults;

import io.offlinepush.sandbox.Answer;
import io.offlinepush.sandbox.rules.Codes;
import io.offlinepush.sandbox.rules.Reply;

/**
 * The same answer whatever was asked.
 *
 * @param code empty for an answer without a body
 */
public record FixedAnswer(int httpStatus, String code, String msg) implements Answer {
    public FixedAnswer {
        if (httpStatus < 200 || httpStatus > 599) {
            throw new IllegalArgumentException("httpStatus must be 200 to 599: " + httpStatus);
        }
    }

    public Reply reply(String requestId) {
        return code.isEmpty() ? Reply.empty(httpStatus, requestId) : Reply.business(httpStatus, code, msg, requestId);
    }

    @Override
    public String name() {
        if (code.isEmpty()) {
            return "status";
        }
        return httpStatus == Codes.httpStatus(code) ? "code" : "of";
    }

    /** Without the msg: it may have been written to hold tokens. */
    @Override
    public String toString() {
        return "FixedAnswer[" + httpStatus + (code.isEmpty() ? "" : ", " + code) + "]";
    }
}
