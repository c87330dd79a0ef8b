package io.offlinepush.core.sim;

import io.offlinepush.api.Message;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import org.jspecify.annotations.Nullable;

/** A message as its sender knows it, who asks again until there is an answer. */
final class Sending {

    final Message message;
    final SendConfig config;
    /** When it was sent first, in the history's count. */
    final long began;

    @Nullable
    SendResult result;

    Sending(Message message, SendConfig config, long began) {
        this.message = message;
        this.config = config;
        this.began = began;
    }
}
