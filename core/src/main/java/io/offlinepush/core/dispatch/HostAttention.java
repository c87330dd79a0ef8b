package io.offlinepush.core.dispatch;

import com.google.common.collect.Iterables;
import io.offlinepush.api.Environment;
import io.offlinepush.api.Environment.Task;
import io.offlinepush.api.UserId;
import io.offlinepush.core.trace.Listening;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.Online;
import io.offlinepush.spi.Presence;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's own presence, asked with a time limit. If it fails or is late, nobody counts as online: a push too many
 * rather than a message missed.
 */
public final class HostAttention implements Attention {

    private static final Logger log = LoggerFactory.getLogger(HostAttention.class);

    /** A presence that hangs takes this many threads and no more. */
    private static final int MOST_CALLS = 4;

    /** The most users that the host is asked about in one call. */
    private static final int MOST_USERS = 10_000;

    private final Presence presence;
    private final Environment environment;
    private final Duration limit;
    private final Executor loop;
    private final Listening listening;
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * Asks the host.
     *
     * @param loop the dispatcher's loop, on which answers are given
     */
    public HostAttention(
            Presence presence, Environment environment, Duration limit, Executor loop, Listening listening) {
        this.listening = listening;
        this.presence = presence;
        this.environment = environment;
        this.limit = limit;
        this.loop = loop;
    }

    @Override
    public void look(Set<UserId> users, Consumer<Look> then) {
        AtomicBoolean answered = new AtomicBoolean();
        Consumer<Map<UserId, Online>> once = online -> {
            if (answered.compareAndSet(false, true)) {
                loop.execute(() -> then.accept(new HostLook(online)));
            }
        };
        if (calls.incrementAndGet() > MOST_CALLS) {
            calls.decrementAndGet();
            log.warn("Presence has not answered {} earlier calls, so nobody counts as online", MOST_CALLS);
            listening.tookTooLong("presence");
            once.accept(Map.of());
            return;
        }
        Task late = environment.scheduler().schedule(limit, () -> {
            log.warn("Presence took over {} ms, so nobody counts as online", limit.toMillis());
            listening.tookTooLong("presence");
            once.accept(Map.of());
        });
        environment.callbacks().execute(() -> {
            Map<UserId, Online> online = ask(users);
            late.cancel();
            calls.decrementAndGet();
            once.accept(online);
        });
    }

    private Map<UserId, Online> ask(Set<UserId> users) {
        try {
            Map<UserId, Online> online = new HashMap<>();
            Iterables.partition(users, MOST_USERS).forEach(some -> online.putAll(presence.online(some)));
            return online;
        } catch (RuntimeException | Error e) {
            log.warn(
                    "Presence failed, so nobody counts as online: {}",
                    e.getClass().getName());
            listening.failed("presence", e);
            return Map.of();
        }
    }

    private record HostLook(Map<UserId, Online> online) implements Look {

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
