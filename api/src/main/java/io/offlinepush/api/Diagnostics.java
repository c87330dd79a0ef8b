package io.offlinepush.api;

import java.util.concurrent.CompletionStage;

/** Answers "where did it stop?". Safe for any number of threads; no call blocks. */
public interface Diagnostics {

    /**
     * Pushes to one registered device at once, whoever is logged in there and whether online or not (ZEGO console,
     * offline push debugging).
     *
     * @param pushId the device's address
     * @param pushConfig what the phone shows
     * @return how it went; completes on the executor for callbacks
     * @throws InvalidRequestException at once, if a field is over a limit of this instance
     */
    CompletionStage<TestPushResult> testPush(PushId pushId, PushConfig pushConfig);

    /**
     * What is known of a message's push.
     *
     * @param messageId which message
     * @return the trace, without events for an unknown message; completes on the executor for callbacks
     */
    CompletionStage<Trace> trace(MessageId messageId);
}
