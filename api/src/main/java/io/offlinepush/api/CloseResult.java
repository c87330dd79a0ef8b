package io.offlinepush.api;

/**
 * What was unfinished when an instance was closed.
 *
 * @param notStored the number of messages that were still waiting to be stored when the bound was over. Their stages
 *     failed with {@link ClosedException}, and nothing of them is kept
 * @param stillOwed the number of pushes that this process held and could neither finish nor release within the bound.
 *     They stay owed in the store, and another process claims them when this process's lease ends. 0 if they are lost
 *     with the store
 * @param lostMessages the number of messages and notifications in a store with
 *     {@linkplain io.offlinepush.spi.Durability#NONE no durability}, delivered or not. They are lost when the store is
 *     closed: now if this instance opened it, otherwise when the host closes it. 0 for any other store; -1 if the store
 *     did not answer
 * @param lostPushes the number of pushes that such a store still owed; -1 if the store did not answer
 */
public record CloseResult(int notStored, int stillOwed, long lostMessages, long lostPushes) {}
