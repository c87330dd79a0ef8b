package io.offlinepush.harmonyos;

/** The seam between what is said to Push Kit and how it travels. */
interface Http extends AutoCloseable {

    /** Takes a request; returns at once. Its methods are called on one thread, but for a refusal on the caller's. */
    void send(Post post);

    /** Refuses what was not written, waits a little for answers, gives up the rest, frees connections and threads. */
    @Override
    void close();
}
