package io.offlinepush.core;

import io.offlinepush.api.CloseResult;
import io.offlinepush.api.ClosedException;
import io.offlinepush.api.Devices;
import io.offlinepush.api.Diagnostics;
import io.offlinepush.api.InvalidRequestException;
import io.offlinepush.api.Messages;
import io.offlinepush.api.Notifications;
import io.offlinepush.api.Sessions;
import io.offlinepush.core.wiring.Choices;
import io.offlinepush.core.wiring.Engine;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Wakes HarmonyOS phones for a chat server, in the server's own process.
 *
 * <pre>{@code
 * OfflinePush push = OfflinePush.builder().settings(settings).discover().build();
 * push.start();
 * push.devices().registerPush(new Registration(device, app, token));
 * push.sessions().login(user, device, Platform.HARMONY_OS, channel);
 * push.messages().send(message, SendConfig.push(PushConfig.of("Alice", "Are you there?")));
 * push.close(Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>Safe for any number of threads. No shutdown hook is installed: the host closes it.
 */
public final class OfflinePush implements AutoCloseable {

    private static final Duration DEFAULT_BOUND = Duration.ofSeconds(10);

    /** More cannot be counted in nanoseconds for ever, and nobody lives to see it. */
    private static final Duration LONGEST_BOUND = Duration.ofDays(36_500);

    private final Choices choices;
    private @Nullable Engine started;
    private volatile @Nullable Engine engine;
    private @Nullable CloseResult closed;

    OfflinePush(Choices choices) {
        this.choices = choices;
    }

    /**
     * Begins an instance.
     *
     * @return a builder in which nothing is chosen
     */
    public static OfflinePushBuilder builder() {
        return new OfflinePushBuilder();
    }

    /**
     * Opens the ports, joins the store and begins to work. Blocks until that stands.
     *
     * @throws io.offlinepush.api.SettingsException if a setting is missing, unknown or out of its range, or names
     *     something that is not there; the message says what to write
     * @throws io.offlinepush.api.OfflinePushException if a port cannot be opened
     * @throws IllegalStateException if it was started before
     */
    public synchronized void start() {
        if (started != null || closed != null) {
            throw new IllegalStateException("this instance was started or closed before; build another one");
        }
        started = Engine.start(choices);
        engine = started;
    }

    /**
     * Registers devices, and binds them for hosts with sessions of their own.
     *
     * @return the façade
     * @throws ClosedException if the instance is not started
     */
    public Devices devices() {
        return running().devices();
    }

    /**
     * Logs clients in.
     *
     * @return the façade
     * @throws ClosedException if the instance is not started
     */
    public Sessions sessions() {
        return running().sessions();
    }

    /**
     * Sends messages.
     *
     * @return the façade
     * @throws ClosedException if the instance is not started
     */
    public Messages messages() {
        return running().messages();
    }

    /**
     * Pushes for hosts that keep messages of their own.
     *
     * @return the façade
     * @throws ClosedException if the instance is not started
     */
    public Notifications notifications() {
        return running().notifications();
    }

    /**
     * Answers "where did it stop?".
     *
     * @return the façade
     * @throws ClosedException if the instance is not started
     */
    public Diagnostics diagnostics() {
        return running().diagnostics();
    }

    /** Closes within 10 seconds. */
    @Override
    public void close() {
        close(DEFAULT_BOUND);
    }

    /**
     * Takes no more calls, waits for messages that are being stored and pushes that have no verdict yet, ends the
     * sessions, leaves the rest owed in the store, and closes what it opened. A store in memory is lost with all that
     * it has: the result says how much. May be called more than once.
     *
     * <p>Returns within the bound whatever hangs: ports and code of the host are not waited for any longer. Every stage
     * that was handed out completes, if need be with a {@link ClosedException}; behind code of the host that hangs it
     * may do so after the return.
     *
     * @param bound how long it may take, for example 10 seconds; what is under way gets three quarters of it. Where it
     *     is shorter than half a second, ports get half a second to be told and to close
     * @return what was left; the same when it is called again
     * @throws InvalidRequestException if the bound is negative; then nothing is closed
     */
    public synchronized CloseResult close(Duration bound) {
        Objects.requireNonNull(bound, "bound");
        if (bound.isNegative()) {
            throw InvalidRequestException.of("bound", "must not be negative");
        }
        CloseResult result = closed;
        if (result == null) {
            Engine running = started;
            result = running == null ? new CloseResult(0, 0, 0, 0) : running.close(shorter(bound, LONGEST_BOUND));
            closed = result;
        }
        return result;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Engine running() {
        Engine running = engine;
        if (running == null) {
            throw new ClosedException("this instance is not started: call start() first");
        }
        return running;
    }
}
