package io.offlinepush.testkit;

import io.offlinepush.spi.MessageStore;
import java.time.Duration;

/** What a test class says about the store that {@link MessageStoreContract} is to test. */
public interface StoreSubject {

    /**
     * Opens an empty store. Called once in a test, which closes it.
     *
     * @return the subject
     */
    MessageStore open();

    /**
     * Opens the same data once more, as another process would. Closed by the test.
     *
     * @param store what {@link #open} returned; it stays open
     * @return by default the store itself: right where one process has it for itself
     */
    default MessageStore openOnAnotherNode(MessageStore store) {
        return store;
    }

    /**
     * Closes a store and opens the same data again. Closed by the test.
     *
     * @param store what {@link #open} returned
     * @return the store with what survived; with {@link io.offlinepush.spi.Durability#NONE} that may be nothing
     */
    MessageStore reopen(MessageStore store);

    /**
     * Lets the store's time go on by this much at least. Best is a store that takes its time from the test; one that
     * cannot waits, and then {@link #lease} and {@link #kept} should be short.
     *
     * @param time at most {@link #lease} or {@link #kept}
     */
    void passTime(Duration time);

    /**
     * The lease of nodes that are to die. No test fails if it runs out earlier than it looks.
     *
     * @return 15 seconds by default
     */
    default Duration lease() {
        return Duration.ofSeconds(15);
    }

    /**
     * For how long the store keeps keys and ends at least: the least age that {@code removeOlderThan} takes.
     *
     * @return 24 hours, as the rules say; shorter only for a store that really waits and was opened with a setting for
     *     it
     */
    default Duration kept() {
        return Duration.ofHours(24);
    }
}
