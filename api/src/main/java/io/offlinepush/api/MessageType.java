package io.offlinepush.api;

/** What the content of a message is, with ZIM's numbers (ZIM API reference, ZIMMessageType). */
public enum MessageType {
    /** Text to be shown as it is. */
    TEXT(1),
    /** Whatever the app makes of it: often a JSON text. */
    CUSTOM(200);

    private final int number;

    MessageType(int number) {
        this.number = number;
    }

    /**
     * ZIM's number of the type.
     *
     * @return for example 1 for text
     */
    public int number() {
        return number;
    }
}
