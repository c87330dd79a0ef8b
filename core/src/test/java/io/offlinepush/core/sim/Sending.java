package io.offlinepush.core.sim;

import io.offlinepush.api.Message;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.spi.Urgency;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message as its sender knows it, who asks again until there is an answer. */
final class Sending {

    final Message message;
    final SendConfig config;
    final Urgency urgency;
    /** When it was sent first, in the history's count. */
    final long began;
    /** Through which processes. */
    final Set<String> processes = new LinkedHashSet<>();

    @Nullable
    SendResult result;

    Sending(Message message, SendConfig config, Urgency urgency, long began) {
        this.message = message;
        this.config = config;
        this.urgency = urgency;
        this.began = began;
    }
}
