package io.offlinepush.api;

/**
 * Which of several owed pushes goes first when there are more than can leave, with ZIM's numbers (ZIM API reference,
 * ZIMMessagePriority). It says nothing about how the phone presents a notification.
 *
 * <p>More may come in a later version: a {@code switch} needs a default.
 */
public enum Priority {
    /** Barrage and the like. */
    LOW(1),
    /** Ordinary messages. */
    MEDIUM(2),
    /** Red packets, gifts, bans. */
    HIGH(3);

    private final int number;

    Priority(int number) {
        this.number = number;
    }

    /**
     * ZIM's number of the priority.
     *
     * @return 1, 2 or 3
     */
    public int number() {
        return number;
    }
}
