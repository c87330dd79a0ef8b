package io.offlinepush.api;

/**
 * The kind of a conversation, with ZIM's numbers (ZIM API reference, ZIMConversationType).
 *
 * <p>A later version may add constants: write a default in a {@code switch}.
 */
public enum ConversationType {
    /** Two users; named by the other user's id. */
    PEER(0),
    /** Many users; named by the group's id. */
    GROUP(2);

    private final int number;

    ConversationType(int number) {
        this.number = number;
    }

    /**
     * ZIM's number of the type.
     *
     * @return 0 for a peer conversation, 2 for a group
     */
    public int number() {
        return number;
    }
}
