package io.offlinepush.core.outbox;

import io.offlinepush.api.EndReason;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.Settlement.Ends;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends of a part that the store does not know yet: a count for all, a line for few of them and for those that went
 * wrong. Not safe for several threads.
 */
public final class UnsettledEnds {

    private static final int MOST_LINES = 10;

    /** The only end so far; most parts have no other. */
    private @Nullable DeviceEnd single;

    private @Nullable Map<EndReason, Integer> counts;
    private List<DeviceEnd> lines = List.of();
    private List<DeviceEnd> wrong = List.of();
    private int total;
    private boolean verdicts;

    /** A part that ended without a look at its devices. */
    public static Ends whole(EndReason reason) {
        return new Ends(Map.of(reason, 1), List.of(new DeviceEnd(null, reason, "", "")));
    }

    /** Notes an end. */
    public void add(DeviceEnd end) {
        total++;
        verdicts |= isWrong(end) || end.reason() == EndReason.ACCEPTED;
        if (total == 1) {
            single = end;
            return;
        }
        if (single != null) {
            counts = new EnumMap<>(EndReason.class);
            lines = new ArrayList<>(MOST_LINES);
            wrong = new ArrayList<>(0);
            DeviceEnd first = single;
            single = null;
            note(first, 1);
        }
        note(end, total);
    }

    private void note(DeviceEnd end, int place) {
        if (counts != null) {
            counts.merge(end.reason(), 1, Integer::sum);
        }
        if (isWrong(end)) {
            wrong.add(end);
        } else if (place <= MOST_LINES) {
            lines.add(end);
        }
    }

    private static boolean isWrong(DeviceEnd end) {
        return end.reason() == EndReason.REJECTED || end.reason() == EndReason.TOKEN_INVALID;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return total == 0;
    }

    /** Whether any of them came from a vendor: another process could not find it out again. */
    public boolean hasVerdicts() {
        return verdicts;
    }

    /** Hands them out, once. */
    public Ends take() {
        Ends ends = ends();
        single = null;
        counts = null;
        lines = List.of();
        wrong = List.of();
        total = 0;
        verdicts = false;
        return ends;
    }

    private Ends ends() {
        if (single != null) {
            return new Ends(Map.of(single.reason(), 1), List.of(single));
        }
        if (counts == null) {
            return Ends.NONE;
        }
        List<DeviceEnd> told = new ArrayList<>(wrong);
        if (total <= MOST_LINES) {
            told.addAll(lines);
        }
        return new Ends(counts, told);
    }
}
