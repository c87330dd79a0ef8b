package io.offlinepush.sandbox.rules;

/**
 * Thrown while a request is checked: the gateway refuses it with this code.
 *
 * <p>An exception, so that the checks read like the table of the reference, one rule a line. It carries no stack trace:
 * it is an answer, not a fault of the sandbox.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String msg;

    public Refusal(String code, String msg) {
        super(code, null, false, false);
        this.code = code;
        this.msg = msg;
    }

    /** 80100003, whose documented text is {@code Illegal payload, {tips}}. */
    public static Refusal payload(String tip) {
        return new Refusal(Codes.ILLEGAL_PAYLOAD, "Illegal payload, " + tip);
    }

    /** 80200001; the documented text, then the check that failed. */
    static Refusal authentication(String why) {
        return new Refusal(Codes.AUTHENTICATION, "Authentication Error. " + why);
    }

    /** 80300010. */
    static Refusal tokenCount() {
        return new Refusal(Codes.TOKEN_COUNT, "token count should within 1 and " + PushRequest.MAX_TOKENS + ".");
    }

    public String code() {
        return code;
    }

    public String msg() {
        return msg;
    }
}
