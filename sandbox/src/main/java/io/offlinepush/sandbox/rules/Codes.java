package io.offlinepush.sandbox.rules;

/** The business codes that the sandbox answers by itself, and the HTTP status each comes with. */
public final class Codes {
    static final String SUCCESS = "80000000";
    public static final String PARTIAL_SUCCESS = "80100000";
    public static final String PARAMETER = "80100001";
    static final String ILLEGAL_PAYLOAD = "80100003";
    static final String ILLEGAL_EXPIRE_TIME = "80100004";
    static final String AUTHENTICATION = "80200001";
    static final String JWT_EXPIRED = "80200005";
    static final String ALL_TOKENS_INVALID = "80300007";
    public static final String MESSAGE_TOO_LONG = "80300008";
    static final String TOKEN_COUNT = "80300010";
    static final String TEST_TOKEN_COUNT = "80300030";
    static final String JWT_TOO_LONG = "80300036";
    public static final String PARTIAL_REVOKE = "80100020";
    public static final String NO_PERMISSION = "80300002";
    public static final String OTHER_APP = "80300028";
    static final String NO_REVOKE = "80300032";
    public static final String INNER_ERROR = "81000001";

    private Codes() {}

    /** The documented text of a code whose usual msg is JSON; of every other code, the msg it has. */
    public static String text(String code, String msg) {
        return switch (code) {
            case PARTIAL_SUCCESS, PARTIAL_REVOKE -> "Check Parameter Partial Success";
            case ALL_TOKENS_INVALID -> "All the tokens are invalid.";
            default -> msg;
        };
    }

    /**
     * The HTTP status for a code. Huawei documents the statuses and the codes, but not which comes with which; this is
     * the sandbox's choice, by the code's first digits.
     */
    public static int httpStatus(String code) {
        if (code.equals(PARTIAL_SUCCESS) || code.equals(PARTIAL_REVOKE)) {
            return 200;
        }
        if (code.startsWith("801")) {
            return 400;
        }
        if (code.startsWith("802")) {
            return 401;
        }
        return code.startsWith("81") ? 500 : 200;
    }
}
