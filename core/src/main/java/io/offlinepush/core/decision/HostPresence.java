package io.offlinepush.core.decision;

import io.offlinepush.api.Environment;
import io.offlinepush.api.UserId;
import io.offlinepush.core.bulkhead.Bulkhead;
import io.offlinepush.core.trace.ListenerQueue;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.Online;
import io.offlinepush.spi.Presence;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's own presence, asked with a deadline. If it fails or is late, nobody counts as online: a push too many
 * rather than a message missed. While all its calls are under way, those who ask share the next one.
 */
public final class HostPresence {

    private static final Logger log = LoggerFactory.getLogger(HostPresence.class);

    /** Seen where nobody was asked about. */
    static final PresenceSnapshot NOBODY = new HostSnapshot(Map.of());

    private static final int MOST_CALLS = 4;

    /** The most users of one call, by the contract of the port. One who asks about more asks in a call of their own. */
    private static final int MOST_USERS = 10_000;

    private final Presence presence;
    private final Duration limit;
    private final ListenerQueue listener;
    private final Bulkhead calls;

    // Guarded by this.
    private int underWay;
    private final ArrayDeque<Question> waiting = new ArrayDeque<>();

    /** What is asked in one call. */
    private record Question(Set<UserId> users, CompletableFuture<PresenceSnapshot> answer) {}

    /**
     * Asks the host.
     *
     * @param limit how long a call may take
     */
    public HostPresence(Presence presence, Duration limit, Environment environment, ListenerQueue listener) {
        this.presence = presence;
        this.limit = limit;
        this.listener = listener;
        this.calls = new Bulkhead("presence", MOST_CALLS, MOST_CALLS, limit, environment);
    }

    /**
     * Asks who of these users is online.
     *
     * @return never fails
     */
    CompletionStage<PresenceSnapshot> ask(Set<UserId> users) {
        CompletableFuture<PresenceSnapshot> answer;
        synchronized (this) {
            Question last = waiting.peekLast();
            if (last == null || last.users.size() + users.size() > MOST_USERS) {
                last = new Question(new HashSet<>(), new CompletableFuture<>());
                waiting.addLast(last);
            }
            answer = last.answer;
            last.users.addAll(users);
        }
        callNext();
        return answer;
    }

    private void callNext() {
        Question question;
        synchronized (this) {
            if (waiting.isEmpty() || underWay == MOST_CALLS) {
                return;
            }
            underWay++;
            question = waiting.removeFirst();
        }
        calls.call(() -> Map.copyOf(presence.online(question.users))).whenComplete((online, failure) -> {
            synchronized (this) {
                underWay--;
            }
            callNext();
            question.answer.complete(new HostSnapshot(failure == null ? online : nobody(failure)));
        });
    }

    private Map<UserId, Online> nobody(Throwable failure) {
        if (failure instanceof TimeoutException) {
            log.warn("Presence took over {} ms, so nobody counts as online", limit.toMillis());
            listener.tookTooLong("presence");
        } else {
            log.warn(
                    "Presence failed, so nobody counts as online: {}",
                    failure.getClass().getName());
            listener.failed("presence", failure);
        }
        return Map.of();
    }

    private record HostSnapshot(Map<UserId, Online> online) implements PresenceSnapshot {

        @Override
        public boolean online(DeviceRow row) {
            Login login = row.login();
            Online user = login == null ? null : online.get(login.user());
            return user != null && user.includes(row.device());
        }

        @Override
        public boolean believed() {
            return true;
        }
    }
}
