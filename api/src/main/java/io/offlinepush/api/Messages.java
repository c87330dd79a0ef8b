package io.offlinepush.api;

import java.util.concurrent.CompletionStage;

/** Sends messages. Safe for any number of threads; no call blocks. */
public interface Messages {

    /**
     * Stores a message together with the push that it owes, in one atomic write.
     *
     * <p>When the stage completes with {@link SendResult.Stored}, both are kept. The receiver's clients get the message
     * at their next login at the latest. Every device that does not acknowledge it in time is pushed once.
     *
     * @param message the content, its sender and its conversation
     * @param sendConfig the priority, the expiry and what the phone shows
     * @return the result; completes on the executor for callbacks. Fails with {@link OfflinePushException} only if the
     *     outcome is unknown; send again with the same client message id to settle it
     * @throws InvalidRequestException at once, if a field exceeds a limit of this instance, or if the message is for a
     *     group and this instance has no {@link io.offlinepush.spi.GroupDirectory}
     */
    CompletionStage<SendResult> send(Message message, SendConfig sendConfig);

    /**
     * Waits for capacity without holding a thread. For senders with a queue of their own that received
     * {@link SendResult.Overloaded}. Nothing is reserved: another sender may take the capacity first.
     *
     * @return completes at once if there is capacity, otherwise on the executor for callbacks when half of the bound is
     *     free; fails with {@link ClosedException} if the instance closes
     */
    CompletionStage<Void> capacity();
}
