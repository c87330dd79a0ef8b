package io.offlinepush.api;

/** The kind of a conversation, with ZIM's numbers (ZIM API reference, ZIMConversationType). */
public enum ConversationType {
    /** Two users; named by the other user's id. */
    PEER(0);

    private final int number;

    ConversationType(int number) {
        this.number = number;
    }

    /**
     * ZIM's number of the type.
     *
     * @return 0 for a peer conversation
     */
    public int number() {
        return number;
    }
}
