package io.offlinepush.spi;

/**
 * What survives after a write has returned.
 *
 * <p>A later version may add constants; stronger ones come after weaker ones.
 */
public enum Durability {
    /** Nothing survives the process: data is kept in memory. */
    NONE,
    /** Data survives the end of the process, also {@code kill -9}, but not a power cut. */
    PROCESS,
    /** Data survives a power cut: it is flushed to the disk before the answer. */
    POWER
}
