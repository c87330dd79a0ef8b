package io.offlinepush.inmemory;

import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages that owe a push, or owed one, by conversation.
 *
 * <pre>
 * (inbox, sender), or group -> the newest of them -> the one before -> ...
 * </pre>
 *
 * <p>A chain, so that a message is put in, found to be superseded and taken out in one step each.
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class Conversations {

    private final Map<Conversation, Kept> newest = new HashMap<>();

    /** Adds a message that is newer than all that are there. */
    void add(Kept message) {
        Kept before = newest.put(Conversation.of(message), message);
        if (before != null) {
            before.newer = message;
            message.older = before;
        }
    }

    /** Takes a message out. One that never owed a push is not there, and nothing happens. */
    void remove(Kept message) {
        Kept older = message.older;
        Kept newer = message.newer;
        if (older != null) {
            older.newer = newer;
        }
        if (newer != null) {
            newer.older = older;
        } else if (older != null) {
            newest.replace(Conversation.of(message), message, older);
        } else {
            newest.remove(Conversation.of(message), message);
        }
    }

    private record Conversation(Timeline timeline, @Nullable UserId sender) {
        static Conversation of(Kept message) {
            return switch (message.timeline.kind()) {
                case INBOX -> new Conversation(message.timeline, message.stored.sender());
                case GROUP -> new Conversation(message.timeline, null);
            };
        }
    }
}
