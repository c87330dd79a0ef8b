package io.offlinepush.spi;

import io.offlinepush.api.Priority;

/**
 * Which of several owed pushes goes first; a later constant before an earlier one.
 *
 * <p>More may come in a later version.
 */
public enum Urgency {
    /** {@link Priority#LOW}. */
    LOW,
    /** {@link Priority#MEDIUM}. */
    MEDIUM,
    /** {@link Priority#HIGH}. */
    HIGH,
    /** Somebody's phone is to ring now: before all messages, in places that messages cannot fill. */
    CALL;

    /**
     * The urgency of a message.
     *
     * @param priority as the sender gave it
     * @return the constant of that name
     */
    public static Urgency of(Priority priority) {
        return valueOf(priority.name());
    }
}
