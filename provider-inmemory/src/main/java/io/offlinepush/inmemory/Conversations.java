package io.offlinepush.inmemory;

import io.offlinepush.api.UserId;
import io.offlinepush.spi.Superseded;
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

    private final Index<Push> newest = new Index<>() {
        @Override
        int hash(Push push) {
            return push.conversation.hashCode();
        }
    };

    /** Adds a push that is newer than all that are there. One without a conversation is not added. */
    void add(Push push, String conversation, @Nullable UserId sender) {
        if (conversation.isEmpty()) {
            return;
        }
        int slot = slot(conversation);
        Push before = newest.at(slot);
        Run run = before == null ? null : before.run;
        push.run = run == null || !Objects.equals(run.sender, sender) ? new Run(sender) : run;
        push.conversation = conversation;
        if (before != null) {
            // All of a conversation share one text.
            push.conversation = before.conversation;
            before.newer = push;
            push.older = before;
            newest.replace(slot, push);
        } else {
            newest.add(push);
        }
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
        Push last = newest.at(slot(push.conversation));
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
            newest.replace(slot(push.conversation), older);
        } else {
            newest.remove(push);
        }
        push.run = null;
        push.older = null;
        push.newer = null;
    }

    /** Where the newest push of a conversation stands, or an empty slot. */
    private int slot(String conversation) {
        int slot = newest.start(conversation.hashCode());
        for (Push push = newest.at(slot);
                push != null && !push.conversation.equals(conversation);
                push = newest.at(slot)) {
            slot = newest.next(slot);
        }
        return slot;
    }

    /** Neighbours of one sender. */
    static final class Run {

        private final @Nullable UserId sender;

        private Run(@Nullable UserId sender) {
            this.sender = sender;
        }
    }
}
