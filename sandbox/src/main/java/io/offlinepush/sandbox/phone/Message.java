package io.offlinepush.sandbox.phone;

import io.offlinepush.sandbox.rules.Payload;
import java.time.Instant;

/**
 * An accepted message on its way to one phone.
 *
 * @param expiresAt from this moment on the gateway no longer delivers it
 */
public record Message(Payload payload, int collapseKey, String requestId, Instant expiresAt) {}
