package io.offlinepush.spi;

/**
 * What survives, once a write has returned.
 *
 * <p>More may come in a later version, stronger ones after weaker ones.
 */
public enum Durability {
    /** Nothing: kept in memory. */
    NONE,
    /** The end of the process, also {@code kill -9}; not a power cut. */
    PROCESS,
    /** A power cut: flushed to the disk before the answer. */
    POWER
}
