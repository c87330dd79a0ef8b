package io.offlinepush.inmemory;

import io.offlinepush.api.UserId;
import io.offlinepush.spi.Superseded;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The pushes that are owed, or were, by conversation.
 *
 * <pre>
 * conversation -> the newest push of it -> the one before -> ...
 * </pre>
 *
 * <p>A chain, so that a push is put in, found to be superseded and taken out in one step each. Neighbours of one sender
 * are a run, so that one look tells whether all that is newer is of one sender.
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class Conversations {

    private final Map<String, Push> newest = new HashMap<>();

    /** Adds a push that is newer than all that are there. One without a conversation is not added. */
    void add(Push push, String conversation, @Nullable UserId sender) {
        if (conversation.isEmpty()) {
            return;
        }
        Push before = newest.get(conversation);
        Run run = before == null ? null : before.run;
        push.run = run == null || !Objects.equals(run.sender, sender) ? new Run(sender) : run;
        push.conversation = conversation;
        if (before != null) {
            // All of a conversation share one text.
            push.conversation = before.conversation;
            before.newer = push;
            push.older = before;
        }
        newest.put(push.conversation, push);
    }

    /**
     * By what a push is superseded; null if it is the newest of its conversation. Runs do not grow together when what
     * was between them is taken out: then no sender is named.
     */
    @Nullable
    Superseded superseded(Push push) {
        if (push.newer == null) {
            return null;
        }
        Run next = push.newer.run;
        Push last = newest.get(push.conversation);
        return new Superseded(next != null && last != null && last.run == next ? next.sender : null);
    }

    /** Takes a push out. One without a conversation is not there, and nothing happens. */
    void remove(Push push) {
        if (push.run == null) {
            return;
        }
        Push older = push.older;
        Push newer = push.newer;
        if (older != null) {
            older.newer = newer;
        }
        if (newer != null) {
            newer.older = older;
        } else if (older != null) {
            newest.put(push.conversation, older);
        } else {
            newest.remove(push.conversation);
        }
        push.run = null;
        push.older = null;
        push.newer = null;
    }

    /** Neighbours of one sender. */
    static final class Run {

        private final @Nullable UserId sender;

        private Run(@Nullable UserId sender) {
            this.sender = sender;
        }
    }
}
