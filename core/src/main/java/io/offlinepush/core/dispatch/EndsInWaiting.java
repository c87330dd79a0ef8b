package io.offlinepush.core.dispatch;

import io.offlinepush.api.EndReason;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.Settlement.Ends;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Ends of a part that the store does not know yet: a count for all, a line for few or for those that went wrong. */
final class EndsInWaiting {

    private static final int MOST_LINES = 10;

    private Map<EndReason, Integer> counts = new EnumMap<>(EndReason.class);
    private List<DeviceEnd> lines = new ArrayList<>(2);
    private List<DeviceEnd> wrong = new ArrayList<>(0);
    private int total;
    private boolean verdicts;

    /** A part that ended without a look at its devices. */
    static Ends whole(EndReason reason) {
        return new Ends(Map.of(reason, 1), List.of(new DeviceEnd(null, reason, "", "")));
    }

    void add(DeviceEnd end) {
        counts.merge(end.reason(), 1, Integer::sum);
        total++;
        boolean bad = end.reason() == EndReason.REJECTED || end.reason() == EndReason.TOKEN_INVALID;
        if (bad) {
            wrong.add(end);
        } else if (total <= MOST_LINES) {
            lines.add(end);
        }
        verdicts |= bad || end.reason() == EndReason.ACCEPTED;
    }

    boolean isEmpty() {
        return total == 0;
    }

    boolean hasVerdicts() {
        return verdicts;
    }

    Ends take() {
        List<DeviceEnd> told = new ArrayList<>(wrong);
        if (total <= MOST_LINES) {
            told.addAll(lines);
        }
        Ends ends = new Ends(counts, told);
        counts = new EnumMap<>(EndReason.class);
        lines = new ArrayList<>(2);
        wrong = new ArrayList<>(0);
        total = 0;
        verdicts = false;
        return ends;
    }
}
