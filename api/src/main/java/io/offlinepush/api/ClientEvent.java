package io.offlinepush.api;

import java.time.Instant;

/**
 * What a session hands to its client.
 *
 * <p>More may come in a later version: a channel answers true to one that it does not know, or it would be handed the same again and again.
 */
public sealed interface ClientEvent {

    /**
     * A message, live or missed (ZIM: messageReceived).
     *
     * @param timeline where it stands: to be named in {@link Session#acknowledge}
     * @param sequence its place there
     * @param messageId its id, which a notification carries too
     * @param conversation seen from the receiver: for a peer message, named by the sender
     * @param sender who sent it
     * @param type what the content is
     * @param content as sent
     * @param extendedData as sent; empty for none
     * @param storedAt when it was stored, in the store's time
     * @param isOfflineMessage whether it was stored before this session began
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

        /** Shows ids and place; never the content. */
        @Override
        public String toString() {
            return "MessageReceived[" + messageId + ", " + timeline.id() + " #" + sequence + ", from " + sender
                    + (isOfflineMessage ? ", offline]" : "]");
        }
    }

    /**
     * The session is over and nothing more comes. Whether this event is taken does not matter.
     *
     * @param reason why
     */
    record SessionEnded(SessionEnd reason) implements ClientEvent {}
}
