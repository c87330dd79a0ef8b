package io.offlinepush.api;

/**
 * Whether a notification takes the place of one that the phone shows already. Kept with the push, so numbers never change.
 *
 * <p>More may come in a later version.
 */
public enum Replace {
    /** It shows beside the others. */
    NOTHING(0),
    /**
     * It takes the place of what the phone shows of the same conversation: one notification for each conversation, the newest.
     *
     * <p>A push that has to be tried again ends {@link EndReason#SUPERSEDED} once the conversation has a newer one, whose own
     * attempt comes or has come, so that an old text does not take the place of a new one; its badge increment is not counted
     * then. Of pushes that are under way at the same moment, the one that reaches the phone last shows.
     */
    CONVERSATION(1);

    private final int number;

    Replace(int number) {
        this.number = number;
    }

    /**
     * How it is written.
     *
     * @return 0 or 1
     */
    public int number() {
        return number;
    }
}
