package io.offlinepush.spi;

import io.offlinepush.api.EndReason;
import java.time.Instant;

/**
 * A part that ended without having been accepted, and can be requeued.
 *
 * @param part as it would be taken
 * @param reason why it died
 * @param at when, in the store's time
 */
public record DeadPart(Part part, EndReason reason, Instant at) {}
