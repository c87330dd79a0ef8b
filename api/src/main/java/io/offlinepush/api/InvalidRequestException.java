package io.offlinepush.api;

/**
 * A caller's mistake: a value is too long, empty where that is not allowed, or out of its range. Thrown at once, before
 * anything is stored or sent.
 *
 * <p>The message names the field, the rule, the limit and the length or number found, never the value. Example:
 * {@code message.content must be at most 2048 bytes (found 3000, code 6000001)}.
 */
public final class InvalidRequestException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final long limit;
    private final long found;
    private final int code;

    /**
     * Makes the exception for a value that breaks a rule with a number.
     *
     * @param field the path of the value, for example {@code pushConfig.title}
     * @param rule the rule, for example {@code must be 0 to 99}
     * @param limit the limit of the rule; 0 if it has none
     * @param found the length or number that was found
     */
    public InvalidRequestException(String field, String rule, long limit, long found) {
        this(limit, found, field, field + " " + rule + " (found " + found + ", code " + Check.INVALID_PARAMETER + ")");
    }

    private InvalidRequestException(long limit, long found, String field, String sentence) {
        super(sentence);
        this.field = field;
        this.limit = limit;
        this.found = found;
        this.code = Check.INVALID_PARAMETER;
    }

    /**
     * Makes the exception for a value that breaks a rule without a number.
     *
     * @param field the path of the value
     * @param rule the rule, for example {@code must be names like 4711.0}
     * @return the exception, to be thrown; its {@link #limit} and {@link #found} are 0
     */
    public static InvalidRequestException of(String field, String rule) {
        return new InvalidRequestException(0, 0, field, field + " " + rule + " (code " + Check.INVALID_PARAMETER + ")");
    }

    /** The refusal of a character: the rule ends with {@code found one} or the like. */
    static InvalidRequestException at(int index, String field, String rule) {
        String sentence = field + " " + rule + " at index " + index;
        return new InvalidRequestException(0, index, field, sentence + " (code " + Check.INVALID_PARAMETER + ")");
    }

    /**
     * Makes the exception for a value that is too long.
     *
     * @param field the path of the value
     * @param limit the largest allowed number of UTF-8 bytes
     * @param found the number of bytes found
     * @return the exception, to be thrown
     */
    public static InvalidRequestException tooLong(String field, long limit, long found) {
        return new InvalidRequestException(field, "must be at most " + limit + " bytes", limit, found);
    }

    /**
     * The path of the refused value.
     *
     * @return for example {@code message.content}
     */
    public String field() {
        return field;
    }

    /**
     * The limit that was exceeded.
     *
     * @return bytes or a number, as the message says; 0 if the rule has none
     */
    public long limit() {
        return limit;
    }

    /**
     * The length or number that was found.
     *
     * @return a length in bytes, a number, or the index of a character, as the message says; never the value
     */
    public long found() {
        return found;
    }

    /**
     * ZIM's error code.
     *
     * @return 6000001, "the parameter is not valid"
     */
    public int code() {
        return code;
    }
}
