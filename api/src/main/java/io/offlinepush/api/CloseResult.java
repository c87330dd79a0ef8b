package io.offlinepush.api;

/**
 * What was left when an instance was closed.
 *
 * @param notStored messages that waited to be stored when the bound was over: their stages failed with {@link
 *     ClosedException}, and nothing of them is kept
 * @param stillOwed pushes that this process had taken up and could neither finish nor give back within the bound: they stay
 *     owed in the store, and are another process's once this one's lease is over. 0 if they are lost with the store
 * @param lostMessages messages and notifications in a store with {@linkplain io.offlinepush.spi.Durability#NONE no
 *     durability}: all that it kept, delivered or not. They are lost with the store, which is now if this instance
 *     opened it, and otherwise when the host closes it. 0 for any other store; -1 if the store did not say
 * @param lostPushes pushes that such a store still owed; -1 if the store did not say
 */
public record CloseResult(int notStored, int stillOwed, long lostMessages, long lostPushes) {}
