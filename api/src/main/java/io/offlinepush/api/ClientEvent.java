package io.offlinepush.api;

import java.time.Instant;

/**
 * An event that a session hands to its client.
 *
 * <p>A later version may add events. A channel must answer true to an unknown event; otherwise the same event is handed
 * over again and again.
 */
public sealed interface ClientEvent {

    /**
     * A live or missed message (ZIM: messageReceived).
     *
     * @param timeline the timeline of the message, to be named in {@link Session#acknowledge}
     * @param sequence the sequence of the message in that timeline
     * @param messageId the id of the message, which its notification carries too
     * @param conversation the conversation as the receiver sees it; a peer conversation is named by the sender
     * @param sender the user who sent the message
     * @param type the kind of content
     * @param content the content as sent
     * @param extendedData the extended data as sent; empty for none
     * @param storedAt the time when the message was stored, in the store's time
     * @param isOfflineMessage whether the message was stored before this session began
     */
    record MessageReceived(
            Timeline timeline,
            long sequence,
            MessageId messageId,
            Conversation conversation,
            UserId sender,
            MessageType type,
            String content,
            String extendedData,
            Instant storedAt,
            boolean isOfflineMessage)
            implements ClientEvent {

        /** Shows ids and the position, never the content. */
        @Override
        public String toString() {
            return "MessageReceived[" + messageId + ", " + timeline.id() + " #" + sequence + ", from " + sender
                    + (isOfflineMessage ? ", offline]" : "]");
        }
    }

    /**
     * The session has ended and no event follows. Whether the channel takes this event does not matter.
     *
     * @param reason why the session ended
     */
    record SessionEnded(SessionEnd reason) implements ClientEvent {}
}
