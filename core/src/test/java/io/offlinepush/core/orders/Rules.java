package io.offlinepush.core.orders;

import static io.offlinepush.core.orders.Step.ACKNOWLEDGED;
import static io.offlinepush.core.orders.Step.APPENDED;
import static io.offlinepush.core.orders.Step.HANDED_OVER;
import static io.offlinepush.core.orders.Step.LOGGED_OUT;
import static io.offlinepush.core.orders.Step.LOOKED;
import static io.offlinepush.core.orders.Step.NUDGED;
import static io.offlinepush.core.orders.Step.TIME_OVER;

import java.util.List;

/** Which step can follow which, and why not every one can: what makes an order of the seven steps impossible. */
final class Rules {

    private Rules() {}

    /** Whether all of these can happen in this order. */
    static boolean allow(Kind kind, List<Step> order) {
        for (int i = 0; i < order.size(); i++) {
            if (!canFollow(kind, order.subList(0, i), order.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a step can happen once these have. */
    static boolean canFollow(Kind kind, List<Step> before, Step step) {
        return !before.contains(step)
                && switch (step) {
                    // The host and the clock ask nobody.
                    case APPENDED, TIME_OVER, LOGGED_OUT -> true;
                    // Nobody is looked up for a message that is not stored.
                    case LOOKED -> before.contains(APPENDED);
                    // Nor is anybody nudged, and not without a session: none is left after a logout.
                    case NUDGED ->
                        kind.connected && before.contains(APPENDED) && !isBefore(before, LOGGED_OUT, APPENDED);
                    // A client acknowledges what it has been given.
                    case ACKNOWLEDGED -> before.contains(NUDGED);
                    // Only what was decided to be pushed is handed over.
                    case HANDED_OVER -> isDecidedToBePushed(kind, before);
                    default -> throw new IllegalArgumentException("not one of the seven: " + step);
                };
    }

    private static boolean isDecidedToBePushed(Kind kind, List<Step> before) {
        int appended = before.indexOf(APPENDED);
        int looked = before.indexOf(LOOKED);
        int over = before.indexOf(TIME_OVER);
        if (appended < 0) {
            return false;
        }
        // The host's presence has a time limit, which is over with the acknowledgement time.
        boolean late = kind.hostPresence && over > appended && (looked < 0 || over < looked);
        if (!late && looked < 0) {
            return false;
        }
        int seen = late ? over : looked;
        // A device that looks online has its time from the decision on; one that does not, and one of which presence
        // says
        // nothing in time, is pushed at once.
        int decided = kind.connected && !late ? over : seen;
        return decided >= seen && !isWithin(before, LOGGED_OUT, decided) && !isWithin(before, ACKNOWLEDGED, decided);
    }

    /** The step has happened, and before the moment of another. */
    private static boolean isWithin(List<Step> before, Step step, int moment) {
        int at = before.indexOf(step);
        return at >= 0 && at < moment;
    }

    private static boolean isBefore(List<Step> order, Step one, Step other) {
        return isWithin(order, one, order.indexOf(other));
    }
}
