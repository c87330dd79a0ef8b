package io.offlinepush.inmemory;

import io.offlinepush.api.UserId;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.Superseded;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pushes that are owed, or were, by conversation.
 *
 * <pre>
 * conversation -> the newest of them -> the one before -> ...
 * number       -> its place there; none for a push without a conversation
 * </pre>
 *
 * <p>A chain, so that a push is put in, found to be superseded and taken out in one step each. Neighbours of one sender are a
 * run, so that one look tells whether all that is newer is of one sender.
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class Conversations {

    private final Map<String, Place> newest = new HashMap<>();
    private final Map<Long, Place> places = new HashMap<>();

    /** Adds a push that is newer than all that are there. */
    void add(OwedPush push, @Nullable UserId sender) {
        if (push.conversation().isEmpty()) {
            return;
        }
        Place before = newest.get(push.conversation());
        Run run = before == null || !Objects.equals(before.run.sender, sender) ? new Run(sender) : before.run;
        Place place = new Place(push.conversation(), run);
        if (before != null) {
            before.newer = place;
            place.older = before;
        }
        newest.put(place.conversation, place);
        places.put(push.number(), place);
    }

    /**
     * The newer ones of a push's conversation; null if it is the newest. Runs do not grow together when what was between them
     * is taken out: then nobody is named.
     */
    @Nullable
    Superseded newer(long number) {
        Place place = places.get(number);
        if (place == null || place.newer == null) {
            return null;
        }
        Run next = place.newer.run;
        Place last = newest.get(place.conversation);
        return new Superseded(last != null && last.run == next ? next.sender : null);
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
        private final Run run;
        private @Nullable Place older;
        private @Nullable Place newer;

        private Place(String conversation, Run run) {
            this.conversation = conversation;
            this.run = run;
        }
    }

    private static final class Run {

        private final @Nullable UserId sender;

        private Run(@Nullable UserId sender) {
            this.sender = sender;
        }
    }
}
