package io.offlinepush.spi;

import io.offlinepush.api.EndReason;
import java.time.Instant;

/**
 * A dead letter: a part that ended without being accepted, and can be requeued.
 *
 * @param part the part, as a claim would return it
 * @param reason why it is dead
 * @param at the time when it died, in the store's time
 */
public record DeadPart(Part part, EndReason reason, Instant at) {}
