package io.offlinepush.api;

import java.util.concurrent.CompletionStage;

/** Sends messages. Safe for any number of threads; no call blocks. */
public interface Messages {

    /**
     * Stores the message together with the push it owes, in one atomic entry. When the stage completes with {@link
     * SendResult.Stored}, the receiver will see the message at the next login at the latest, and every device of theirs
     * that does not show that it got it will be woken, each once.
     *
     * @param message what to send, and to whom
     * @param sendConfig how, and what the phone shows
     * @return completes on the executor for callbacks; fails with {@link OfflinePushException} only when the outcome is
     *     unknown, and a repeated send with the same client message id then settles it
     * @throws InvalidRequestException at once, if a field is over a limit of this instance, or the message is for a
     *     group and this instance has no {@link io.offlinepush.spi.GroupDirectory}
     */
    CompletionStage<SendResult> send(Message message, SendConfig sendConfig);

    /**
     * Waits, without a thread, until there is room again: for a sender that was told {@link SendResult.Overloaded} and has a
     * queue of its own. Room is not reserved: another sender may be faster.
     *
     * @return complete if there is room now, and otherwise once half of the bound is free again; then it completes on the
     *     executor for callbacks; fails with {@link ClosedException} if the instance closes
     */
    CompletionStage<Void> capacity();
}
