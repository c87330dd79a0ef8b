package io.offlinepush.inmemory;

import io.offlinepush.spi.OwedPush;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pushes that are owed, or were, by conversation.
 *
 * <pre>
 * conversation -> the newest of them -> the one before -> ...
 * number       -> its place there; none for a push without a conversation
 * </pre>
 *
 * <p>A chain, so that a push is put in, found to be superseded and taken out in one step each.
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class Conversations {

    private final Map<String, Place> newest = new HashMap<>();
    private final Map<Long, Place> places = new HashMap<>();

    /** Adds a push that is newer than all that are there. */
    void add(OwedPush push) {
        if (push.conversation().isEmpty()) {
            return;
        }
        Place place = new Place(push.conversation());
        Place before = newest.put(place.conversation, place);
        if (before != null) {
            before.newer = place;
            place.older = before;
        }
        places.put(push.number(), place);
    }

    boolean hasNewer(long number) {
        Place place = places.get(number);
        return place != null && place.newer != null;
    }

    /** Takes a push out. One without a conversation is not there, and nothing happens. */
    void remove(long number) {
        Place place = places.remove(number);
        if (place == null) {
            return;
        }
        Place older = place.older;
        Place newer = place.newer;
        if (older != null) {
            older.newer = newer;
        }
        if (newer != null) {
            newer.older = older;
        } else if (older != null) {
            newest.put(place.conversation, older);
        } else {
            newest.remove(place.conversation);
        }
    }

    private static final class Place {

        private final String conversation;
        private @Nullable Place older;
        private @Nullable Place newer;

        private Place(String conversation) {
            this.conversation = conversation;
        }
    }
}
