package io.offlinepush.core.delivery;

import io.offlinepush.spi.Urgency;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is next among those who wait in a lane: calls first, then High to Medium to Low as 8 to 4 to 2; within each,
 * parts of up to 10 devices and larger ones take turns. Guarded by its lane.
 */
final class TurnQueue {

    private static final int SMALL = 10;

    private final ArrayDeque<LaneTicket> calls = new ArrayDeque<>();
    private final Turns high = new Turns(8);
    private final Turns medium = new Turns(4);
    private final Turns low = new Turns(2);
    private final List<Turns> byUrgency = List.of(high, medium, low);
    private int messages;

    /** The tickets of one urgency. */
    private static final class Turns {
        private final ArrayDeque<LaneTicket> small = new ArrayDeque<>();
        private final ArrayDeque<LaneTicket> bulk = new ArrayDeque<>();
        private final int weight;
        private boolean bulkNext;
        private int turnsLeft;

        private Turns(int weight) {
            this.weight = weight;
        }

        private boolean isEmpty() {
            return small.isEmpty() && bulk.isEmpty();
        }

        private LaneTicket poll() {
            boolean takeBulk = small.isEmpty() || (bulkNext && !bulk.isEmpty());
            bulkNext = !takeBulk;
            return takeBulk ? bulk.removeFirst() : small.removeFirst();
        }
    }

    void add(LaneTicket ticket) {
        if (ticket.urgency == Urgency.CALL) {
            calls.addLast(ticket);
        } else {
            Turns turns = turns(ticket.urgency);
            (ticket.devices <= SMALL ? turns.small : turns.bulk).addLast(ticket);
            messages++;
        }
    }

    /** Takes a ticket out, wherever it stands: rare, so that a search is good enough. */
    void remove(LaneTicket ticket) {
        if (ticket.urgency == Urgency.CALL) {
            calls.remove(ticket);
        } else {
            Turns turns = turns(ticket.urgency);
            if ((ticket.devices <= SMALL ? turns.small : turns.bulk).remove(ticket)) {
                messages--;
            }
        }
    }

    int calls() {
        return calls.size();
    }

    int messages() {
        return messages;
    }

    int size() {
        return calls.size() + messages;
    }

    @Nullable
    LaneTicket pollCall() {
        return calls.pollFirst();
    }

    @Nullable
    LaneTicket pollMessage() {
        if (messages == 0) {
            return null;
        }
        Turns turns = next();
        messages--;
        turns.turnsLeft--;
        return turns.poll();
    }

    private Turns turns(Urgency urgency) {
        return urgency == Urgency.HIGH ? high : urgency == Urgency.MEDIUM ? medium : low;
    }

    private Turns next() {
        while (true) {
            for (Turns turns : byUrgency) {
                if (!turns.isEmpty() && turns.turnsLeft > 0) {
                    return turns;
                }
            }
            // Every urgency that waits has had its turns: a new round begins.
            for (Turns turns : byUrgency) {
                turns.turnsLeft = turns.weight;
            }
        }
    }
}
