package io.offlinepush.api;

/**
 * What was left when an instance was closed.
 *
 * @param notStored messages that waited to be stored when the bound was over: their stages failed with {@link
 *     ClosedException}, and nothing of them is kept
 * @param stillOwed pushes that this process had taken up and could neither finish nor give back within the bound: they stay
 *     owed in the store, and are another process's once this one's lease is over
 */
public record CloseResult(int notStored, int stillOwed) {}
