package io.offlinepush.api;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
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
     * How this instance is: for readiness probes and dashboards. Asks the store and the registry one small question each.
     *
     * @return the health; completes on the executor for callbacks, within 2 seconds whatever hangs, and never
     *     fails; {@link Health.Status#DOWN} at once if the instance is closed
     */
    CompletionStage<Health> health();

    /**
     * What is known of a message's push.
     *
     * @param messageId which message
     * @return the trace, without events for an unknown message; completes on the executor for callbacks
     */
    CompletionStage<Trace> trace(MessageId messageId);

    /**
     * Why a message is, or is not, pushed to a user: decides once more, without pushing.
     *
     * @param messageId which message
     * @param user whose devices
     * @return the explanation, without a reason and devices for a message that nobody knows; completes on the executor for
     *     callbacks; fails with {@link OfflinePushException} if a port does, or if it is for a group and this instance
     *     has no {@link io.offlinepush.spi.GroupDirectory}
     */
    CompletionStage<Explanation> explain(MessageId messageId, UserId user);

    /**
     * What is dead, a page at a time: rejected by the vendor, or lost by five processes in turn.
     *
     * @param after the name of the last one of the page before; empty for the first page
     * @param limit how many at the most, 1 to 1,000
     * @return in the order in which they were owed; kept as long as their messages
     * @throws InvalidRequestException at once, if the name or the limit is not valid
     */
    CompletionStage<List<DeadPush>> dead(String after, int limit);

    /**
     * Owes what is dead once more, for those devices that were rejected: when what was wrong is mended.
     *
     * @param parts their names; those that are not dead any more are left alone
     * @param expireAfter for how long from now on they may go out: 1 second to 7 days
     * @return the names of those that are owed again
     * @throws InvalidRequestException at once, if a name or the time is not valid
     */
    CompletionStage<Set<String>> requeue(Collection<String> parts, Duration expireAfter);
}
