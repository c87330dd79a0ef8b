package io.offlinepush.spi;

import io.offlinepush.api.MessageLimits;
import io.offlinepush.api.VendorApp;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The way to a push vendor.
 *
 * <p><b>Rules</b>, each a test of the contract:
 *
 * <ol>
 *   <li>The stage completes with one verdict for each target, in their order.
 *   <li>A vendor's refusal is a verdict. If no answer came after the request may have been sent, the outcome is unknown: for
 *       some targets {@link Verdict.Unknown}, while the others have their verdicts; for all of them, that or a failed stage.
 *       An answer that never came is not taken for {@link Verdict.RetryLater}.
 *   <li>Nothing is sent outside {@link PushRequest#sendIfCurrent}; if it answers false, nothing is sent and every verdict is
 *       {@link Verdict.RetryLater}.
 *   <li>{@link Verdict.TokenInvalid} only for an answer about that very token. {@link Verdict.AppRefused} only for an answer
 *       about the app, never for one about a token or the message.
 *   <li>{@link #push} returns without waiting for the network, and never throws for what the vendor or network does.
 *   <li>A notification that is pushed again has the same identity at the vendor, and every other notification
 *       another one. The identity is the message id with the edition; numbers repeat over stores and restarts.
 *   <li>After {@link #close} every push is {@link Verdict.RetryLater}; requests under way end within the close.
 *   <li>No token, key, text or payload is in a log, an exception, a cause or a {@code toString}.
 *   <li>With {@link io.offlinepush.api.Replace#CONVERSATION} all notifications of a conversation, as the receiver sees it, have
 *       one place on the phone, and the newest takes it; without, each has a place of its own.
 * </ol>
 */
public interface PushProvider extends AutoCloseable {

    /**
     * The apps that this provider serves.
     *
     * @return at least one; the same for its life
     */
    Set<VendorApp> apps();

    /**
     * The most targets of one request.
     *
     * @return 1 or more, for example 1,000
     */
    int maxTargets();

    /**
     * Proves that every notification that passes an instance's limits fits the vendor's. Called at start.
     *
     * @param limits the instance's limits
     * @throws io.offlinepush.api.SettingsException naming the limit that is too high
     */
    default void check(MessageLimits limits) {}

    /**
     * Pushes one notification.
     *
     * @param request what, where, and the point of no return
     * @return one verdict for each target, in their order; completes on any thread
     */
    CompletionStage<List<Verdict>> push(PushRequest request);

    /** Ends what is under way within a bound and frees connections and threads. May be called more than once. */
    @Override
    void close();
}
