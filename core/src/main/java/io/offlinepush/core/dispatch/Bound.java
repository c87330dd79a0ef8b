package io.offlinepush.core.dispatch;

import io.offlinepush.spi.Urgency;

/**
 * A limit of which a tenth, one at least, is for calls alone: however many messages there are, a call finds a place. A limit
 * of one has no such place.
 */
record Bound(int most) {

    /** How many may be there for one of this urgency to come in. */
    int forThe(Urgency urgency) {
        boolean call = urgency == Urgency.CALL;
        return call || most == 1 ? most : most - Math.max(1, most / 10);
    }
}
