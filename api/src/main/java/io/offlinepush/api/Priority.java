package io.offlinepush.api;

/**
 * The order among owed pushes when not all can be sent at once, with ZIM's numbers (ZIM API reference,
 * ZIMMessagePriority). It does not change how the phone presents a notification.
 *
 * <p>A later version may add constants: write a default in a {@code switch}.
 */
public enum Priority {
    /** For example comments in a live stream. */
    LOW(1),
    /** Ordinary messages. */
    MEDIUM(2),
    /** For example gifts, money transfers and bans. */
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
