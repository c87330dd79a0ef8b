package io.offlinepush.api;

/**
 * Whether a notification replaces one that the phone already shows. The numbers are stored with the push and never
 * change.
 *
 * <p>A later version may add constants.
 */
public enum Replace {
    /** The notification shows beside the others. */
    NOTHING(0),
    /**
     * The notification replaces the one that the phone shows for the same conversation, so that only the newest shows.
     *
     * <p>A push that must be retried ends as {@link EndReason#SUPERSEDED} if the conversation has a newer push;
     * otherwise an old text could replace a newer one. Its badge increment is then not counted. If two pushes are under
     * way at the same moment, the one that reaches the phone last shows.
     */
    CONVERSATION(1);

    private final int number;

    Replace(int number) {
        this.number = number;
    }

    /**
     * The stored number.
     *
     * @return 0 or 1
     */
    public int number() {
        return number;
    }
}
