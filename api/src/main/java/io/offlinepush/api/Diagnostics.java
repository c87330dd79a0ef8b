package io.offlinepush.api;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Answers the question where a push stopped, and why. Safe for any number of threads; no call blocks. */
public interface Diagnostics {

    /**
     * Pushes to one registered device at once, whoever is logged in there and whether or not the device is online (ZEGO
     * console, offline push debugging).
     *
     * @param pushId the device's PushID
     * @param pushConfig what the phone shows
     * @return the result; completes on the executor for callbacks
     * @throws InvalidRequestException at once, if a field exceeds a limit of this instance
     */
    CompletionStage<TestPushResult> testPush(PushId pushId, PushConfig pushConfig);

    /**
     * The state of this instance, for readiness probes and dashboards. Makes one small request to the store and one to
     * the registry.
     *
     * @return the health; completes on the executor for callbacks within 2 seconds, even if a port hangs, and never
     *     fails. {@link Health.Status#DOWN} at once if the instance is closed
     */
    CompletionStage<Health> health();

    /**
     * The known steps of the push of a message.
     *
     * @param messageId the message
     * @return the trace, without events if the message is unknown; completes on the executor for callbacks
     */
    CompletionStage<Trace> trace(MessageId messageId);

    /**
     * Explains why a message is or is not pushed to a user. Makes the decision again without pushing.
     *
     * @param messageId the message
     * @param user the user
     * @return the explanation, without reason and devices if the message is unknown; completes on the executor for
     *     callbacks. Fails with {@link OfflinePushException} if a port fails, or if the message is for a group and this
     *     instance has no {@link io.offlinepush.spi.GroupDirectory}
     */
    CompletionStage<Explanation> explain(MessageId messageId, UserId user);

    /**
     * Lists dead letters, one page at a time: parts that the vendor rejected, or that five processes in turn lost.
     *
     * @param after the name of the last part of the previous page; empty for the first page
     * @param limit the most parts of the page, 1 to 1,000
     * @return the parts in the order in which they were owed; a dead part is kept as long as its message
     * @throws InvalidRequestException at once, if the name or the limit is not valid
     */
    CompletionStage<List<DeadPush>> dead(String after, int limit);

    /**
     * Owes dead letters again, for the devices that were rejected. Call it when the problem is solved.
     *
     * @param parts the names of the parts, for example {@code 4711.0}; parts that are not dead are ignored
     * @param expireAfter how long from now the parts may be sent: 1 second to 7 days
     * @return the names of the parts that are owed again
     * @throws InvalidRequestException at once, if a name or the time is not valid
     */
    CompletionStage<Set<String>> requeue(Collection<String> parts, Duration expireAfter);
}
