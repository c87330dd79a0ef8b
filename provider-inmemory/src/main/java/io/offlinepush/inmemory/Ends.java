package io.offlinepush.inmemory;

import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.SettledEnd;
import io.offlinepush.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the pushes of a message ended, for 24 hours.
 *
 * <pre>
 * message -> its ends, oldest first
 * all ends, oldest first: what is forgotten next
 * </pre>
 *
 * <p>Each end that is added forgets at most two old ones, so no call pays for a backlog.
 *
 * <p>Not safe for several threads: guarded by the store's lock.
 */
final class Ends {

    static final Duration KEPT = Duration.ofHours(24);

    private @Nullable End oldest;
    private @Nullable End youngest;
    private int size;

    void add(Kept message, PartId part, Instant at, Settlement.Ends ends) {
        End end = new End(message, part, at, End.compact(ends));
        End last = message.lastEnd;
        if (last != null) {
            end.nextOfMessage = last.nextOfMessage;
            last.nextOfMessage = end;
        }
        message.lastEnd = end;
        if (youngest == null) {
            oldest = end;
        } else {
            youngest.younger = end;
        }
        youngest = end;
        size++;
        forgetOne(at);
        forgetOne(at);
    }

    List<SettledEnd> of(Kept message) {
        List<SettledEnd> ends = new ArrayList<>();
        End last = message.lastEnd;
        if (last != null) {
            End end = last;
            do {
                end = end.nextOfMessage;
                ends.add(end.settled());
            } while (end != last);
        }
        return ends;
    }

    /** Forgets all ends of a message. What is left of them in the other order is without content. */
    void forget(Kept message) {
        End last = message.lastEnd;
        message.lastEnd = null;
        if (last != null) {
            End end = last;
            do {
                End next = end.nextOfMessage;
                end.message = null;
                end.how = Settlement.Ends.NONE;
                end.nextOfMessage = end;
                end = next;
            } while (end != last);
        }
    }

    int size() {
        return size;
    }

    private void forgetOne(Instant now) {
        End end = oldest;
        if (end == null || end.at.plus(KEPT).isAfter(now)) {
            return;
        }
        oldest = end.younger;
        if (oldest == null) {
            youngest = null;
        }
        size--;
        Kept message = end.message;
        if (message != null && message.lastEnd != null) {
            // The oldest of all is the first of its message.
            if (message.lastEnd == end) {
                message.lastEnd = null;
            } else {
                message.lastEnd.nextOfMessage = end.nextOfMessage;
            }
        }
    }

    /** How one settlement ended for devices. */
    static final class End {

        private final Instant at;
        private final long number;
        private final int index;

        /** The end of one device alone, which most parts have; otherwise all of it, as settled. */
        private Object how;

        /** Null once its ends are forgotten. */
        private @Nullable Kept message;

        private End nextOfMessage = this;
        private @Nullable End younger;

        private End(Kept message, PartId part, Instant at, Object how) {
            this.message = message;
            this.number = part.number();
            this.index = part.index();
            this.at = at;
            this.how = how;
        }

        private static Object compact(Settlement.Ends ends) {
            if (ends.counts().size() == 1 && ends.lines().size() == 1) {
                DeviceEnd line = ends.lines().get(0);
                Integer count = ends.counts().get(line.reason());
                if (count != null && count == 1) {
                    return line;
                }
            }
            return ends;
        }

        private SettledEnd settled() {
            return new SettledEnd(at, new PartId(number, index), ends());
        }

        private Settlement.Ends ends() {
            return how instanceof DeviceEnd line
                    ? new Settlement.Ends(Map.of(line.reason(), 1), List.of(line))
                    : (Settlement.Ends) how;
        }
    }
}
