package io.offlinepush.harmonyos;

/** The seam between what is said to Push Kit and how it travels: one app's way to the gateway. */
interface Http {

    /** Takes a request; returns at once. Its methods are called on one thread, but for a refusal on the caller's. */
    void send(HttpRequest request);
}
