package io.offlinepush.spi;

import io.offlinepush.api.MessageLimits;
import io.offlinepush.api.VendorApp;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Sends notifications to the server of a push vendor.
 *
 * <p><b>Rules</b>, each a test of the contract:
 *
 * <ol>
 *   <li>The stage completes with one verdict for each target, in the order of the targets.
 *   <li>A vendor's refusal is a verdict. If no answer came after the request may have been sent, the outcome is
 *       unknown: {@link Verdict.Unknown} for those targets, while other targets have their own verdicts; or a failed
 *       stage if it is unknown for all. A missing answer is never reported as {@link Verdict.RetryLater}.
 *   <li>Nothing is sent outside {@link PushRequest#sendIfCurrent}. If it returns false, nothing is sent and every
 *       verdict is {@link Verdict.RetryLater}.
 *   <li>{@link Verdict.TokenInvalid} is given only for an answer about that very token. {@link Verdict.AppRefused} is
 *       given only for an answer about the app, never for one about a token or the message.
 *   <li>{@link #push} returns without waiting for the network, and never throws because of the vendor or the network.
 *   <li>A notification that is pushed again has the same identity at the vendor, and any other notification has another
 *       identity. The identity is made of the message id and the edition, because numbers repeat over stores and
 *       restarts.
 *   <li>After {@link #close} every push is {@link Verdict.RetryLater}. Requests under way end during the close.
 *   <li>No log, exception, cause or {@code toString} contains a token, key, text or payload.
 *   <li>With {@link io.offlinepush.api.Replace#CONVERSATION} all notifications of a conversation, as the receiver sees
 *       it, share one place on the phone, and the newest one shows. Otherwise each notification has a place of its own.
 * </ol>
 */
public interface PushProvider extends AutoCloseable {

    /**
     * The apps that this provider serves.
     *
     * @return at least one app; always the same set
     */
    Set<VendorApp> apps();

    /**
     * The most targets of one request.
     *
     * @return 1 or more, for example 1,000
     */
    int maxTargets();

    /**
     * Checks that every notification within an instance's limits also fits the vendor's limits. Called at start.
     *
     * @param limits the limits of the instance
     * @throws io.offlinepush.api.SettingsException if a limit is too high; the message names it
     */
    default void check(MessageLimits limits) {}

    /**
     * Pushes one notification to its targets.
     *
     * @param request the notification, the targets, and the check before sending
     * @return one verdict for each target, in their order; completes on any thread
     */
    CompletionStage<List<Verdict>> push(PushRequest request);

    /** Ends requests under way within a bound, and releases connections and threads. May be called repeatedly. */
    @Override
    void close();
}
