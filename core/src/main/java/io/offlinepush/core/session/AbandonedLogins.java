package io.offlinepush.core.session;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Environment;
import io.offlinepush.api.UserId;
import io.offlinepush.core.trace.LogText;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.NodeId;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logins whose session did not come about, or is gone: the registry is told, again and again until it answers.
 * Otherwise the device would look online for as long as this process lives, and every push for it would wait for an
 * acknowledgement.
 */
final class AbandonedLogins {

    private static final Logger log = LoggerFactory.getLogger(AbandonedLogins.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** Beyond it a device looks online until its user logs in again, or until this process ends. */
    private static final int MOST_WAITING = 100_000;

    private final Bindings bindings;
    private final SessionTable sessions;
    private final Environment environment;

    // Guarded by this.
    private int waiting;

    AbandonedLogins(Bindings bindings, SessionTable sessions, Environment environment) {
        this.bindings = bindings;
        this.sessions = sessions;
        this.environment = environment;
    }

    /** A login without a session. */
    void disconnect(DeviceId device, long loginNumber) {
        begin(device, () -> bindings.disconnect(device, loginNumber));
    }

    /**
     * A login that failed, so that its number is not known and it may not even be there. Another login of the same user
     * on the device that is just under way may be taken for it: its session then counts as offline, which costs a push
     * too many.
     */
    void disconnect(UserId user, DeviceId device, NodeId me) {
        begin(device, () -> {
            Login login = bindings.loginOf(device);
            if (login != null
                    && login.user().equals(user)
                    && me.equals(login.session())
                    && !sessions.has(device, login.number())) {
                bindings.disconnect(device, login.number());
            }
        });
    }

    private void begin(DeviceId device, Runnable call) {
        synchronized (this) {
            if (waiting >= MOST_WAITING) {
                log.warn("{} has no session, and the registry could not be told", LogText.of(device));
                return;
            }
            waiting++;
        }
        environment.blocking().execute(() -> tryNow(device, call, FIRST_PAUSE));
    }

    private void tryNow(DeviceId device, Runnable call, Duration pause) {
        try {
            call.run();
            synchronized (this) {
                waiting--;
            }
        } catch (RuntimeException | Error e) {
            log.warn(
                    "{} has no session, and the registry is told again later: {}",
                    LogText.of(device),
                    e.getClass().getName());
            Duration next = pause.multipliedBy(2);
            environment
                    .scheduler()
                    .schedule(
                            pause,
                            () -> environment
                                    .blocking()
                                    .execute(() -> tryNow(
                                            device, call, next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next)));
        }
    }
}
