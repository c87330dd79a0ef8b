package io.offlinepush.spi;

import io.offlinepush.api.Priority;

/**
 * The order among owed pushes when not all can be sent at once: later constants before earlier ones.
 *
 * <p>A later version may add constants.
 */
public enum Urgency {
    /** {@link Priority#LOW}. */
    LOW,
    /** {@link Priority#MEDIUM}. */
    MEDIUM,
    /** {@link Priority#HIGH}. */
    HIGH,
    /**
     * A call that makes a phone ring now. Calls come before all messages, and use capacity that messages cannot take.
     */
    CALL;

    /**
     * The urgency of a message.
     *
     * @param priority the priority that the sender gave
     * @return the constant of the same name
     */
    public static Urgency of(Priority priority) {
        return valueOf(priority.name());
    }
}
