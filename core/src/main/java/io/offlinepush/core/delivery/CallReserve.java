package io.offlinepush.core.delivery;

import io.offlinepush.spi.Urgency;

/**
 * A limit of which a tenth, but at least one place, is for calls alone: however many messages there are, a call finds a
 * place. A limit of one has no such place.
 *
 * @param most the whole limit
 */
public record CallReserve(int most) {

    /** How many places are open to a push of this urgency. */
    public int limit(Urgency urgency) {
        return urgency == Urgency.CALL || most == 1 ? most : most - Math.max(1, most / 10);
    }
}
