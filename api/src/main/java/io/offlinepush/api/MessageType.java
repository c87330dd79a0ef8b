package io.offlinepush.api;

/**
 * The kind of content of a message, with ZIM's numbers (ZIM API reference, ZIMMessageType). The type does not change
 * how the content is stored, delivered or pushed, and a host may use numbers of its own. For an image or a file, the
 * content describes it, for example by its address in JSON; the file itself is not stored here.
 *
 * <pre>{@code
 * new Message(alice, toBob, MessageType.IMAGE, "{\"url\":\"https://files.example.com/4711.png\"}", "", "");
 * new Message(alice, toBob, new MessageType(4711), "{}", "", "");
 * }</pre>
 *
 * @param number ZIM's number of the type, or the host's own: 1 to 1,000,000
 */
public record MessageType(int number) {

    /** The highest number. */
    public static final int MOST = 1_000_000;

    /** Text to be shown as it is. */
    public static final MessageType TEXT = new MessageType(1);

    /** Several contents in one message. */
    public static final MessageType MULTIPLE = new MessageType(10);

    /** An image. */
    public static final MessageType IMAGE = new MessageType(11);

    /** A file. */
    public static final MessageType FILE = new MessageType(12);

    /** A piece of sound. */
    public static final MessageType AUDIO = new MessageType(13);

    /** A video. */
    public static final MessageType VIDEO = new MessageType(14);

    /** Earlier messages, forwarded together. */
    public static final MessageType COMBINE = new MessageType(100);

    /** Content defined by the app, often a JSON text. */
    public static final MessageType CUSTOM = new MessageType(200);

    /**
     * Checks the number.
     *
     * @throws InvalidRequestException if the number is below 1 or above 1,000,000
     */
    public MessageType {
        if (number < 1 || number > MOST) {
            throw new InvalidRequestException("message.type", "must be 1 to " + MOST, MOST, number);
        }
    }

    /** The name, or the number where there is none. */
    @Override
    public String toString() {
        return switch (number) {
            case 1 -> "TEXT";
            case 10 -> "MULTIPLE";
            case 11 -> "IMAGE";
            case 12 -> "FILE";
            case 13 -> "AUDIO";
            case 14 -> "VIDEO";
            case 100 -> "COMBINE";
            case 200 -> "CUSTOM";
            default -> Integer.toString(number);
        };
    }
}
