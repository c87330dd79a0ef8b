package io.offlinepush.core.session;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.UserId;
import io.offlinepush.core.delivery.SendGate;
import io.offlinepush.core.dispatch.Dispatcher;
import io.offlinepush.core.trace.ListenerQueue;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.BindingRegistry.LoggedIn;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Whatever begins or ends the binding of a device goes through here, always in this order: first the registry, so that
 * no node decides a push for the former user any more; then the gate, which waits for hand-overs of this process that
 * are just passing; then the session; then the parts that wait for the device, which are decided anew.
 *
 * <p>The gate is fenced whatever the registry answers: an earlier call may have done the work and failed to say so, and
 * a fence too many costs a push nothing but a new decision.
 *
 * <p>All methods block for the registry.
 */
public final class Bindings {

    private final BindingRegistry registry;
    private final SendGate gate;
    private final SessionTable sessions;
    private final Dispatcher dispatcher;
    private final ListenerQueue listener;
    private final int devicesPerUser;

    /**
     * The bindings of one instance.
     *
     * @param devicesPerUser on how many devices a user may be logged in
     */
    public Bindings(
            BindingRegistry registry,
            SendGate gate,
            SessionTable sessions,
            Dispatcher dispatcher,
            ListenerQueue listener,
            int devicesPerUser) {
        this.registry = registry;
        this.gate = gate;
        this.sessions = sessions;
        this.dispatcher = dispatcher;
        this.listener = listener;
        this.devicesPerUser = devicesPerUser;
    }

    LoggedIn login(UserId user, DeviceId device, Platform platform, @Nullable NodeId session) {
        LoggedIn login = registry.login(user, device, platform, session, devicesPerUser);
        gate.fence(device);
        Login former = login.former();
        if (former != null) {
            sessions.replaced(device, former.number(), user);
        }
        dispatcher.recheck(device);
        login.removed().forEach(row -> removed(user, row));
        return login;
    }

    /** A login on another device left no place for this one. */
    private void removed(UserId user, DeviceRow row) {
        Login login = row.login();
        gate.fence(row.device());
        sessions.end(row.device(), login == null ? 0 : login.number(), SessionEnd.KICKED_OUT);
        dispatcher.recheck(row.device());
        listener.tell(to -> to.deviceRemoved(user, row.device()));
    }

    /**
     * Why a login that has just got its session is over already, or null if it is not. Whoever ends it from now on
     * finds the session in the table; whoever ended it before is seen here.
     */
    @Nullable
    SessionEnd overAlready(UserId user, DeviceId device, long loginNumber) {
        Login now = loginOf(device);
        if (now == null) {
            return SessionEnd.LOGGED_OUT;
        } else if (now.number() == loginNumber) {
            return null;
        }
        return now.user().equals(user) ? SessionEnd.REPLACED : SessionEnd.TAKEN_OVER;
    }

    /** The device's current login, or null if nobody is logged in. */
    @Nullable
    Login loginOf(DeviceId device) {
        return registry.find(device).map(DeviceRow::login).orElse(null);
    }

    void logout(DeviceId device, long loginNumber) {
        logout(device, loginNumber, SessionEnd.LOGGED_OUT);
    }

    private void logout(DeviceId device, long loginNumber, SessionEnd reason) {
        registry.logout(device, loginNumber);
        gate.fence(device);
        sessions.end(device, loginNumber, reason);
        dispatcher.recheck(device);
    }

    /** All that the registry has of a user. */
    void forget(UserId user) {
        for (DeviceId device : registry.forget(user)) {
            gate.fence(device);
            sessions.end(device, Long.MAX_VALUE, SessionEnd.KICKED_OUT);
            dispatcher.recheck(device);
        }
    }

    void logout(UserId user, DeviceId device) {
        logout(user, device, SessionEnd.LOGGED_OUT);
    }

    void kickOut(UserId user, DeviceId device) {
        logout(user, device, SessionEnd.KICKED_OUT);
    }

    private void logout(UserId user, DeviceId device, SessionEnd reason) {
        Login login = loginOf(device);
        if (login != null && login.user().equals(user)) {
            logout(device, login.number(), reason);
        } else {
            // Over already, maybe on another node: what was decided here before that must not leave after this.
            decideAnew(device);
        }
    }

    void disconnect(DeviceId device, long loginNumber) {
        sessions.end(device, loginNumber, SessionEnd.DISCONNECTED);
        registry.disconnect(device, loginNumber);
        dispatcher.recheck(device);
    }

    /** A push for the device that was decided before now does not leave; it is decided once more. */
    void decideAnew(DeviceId device) {
        gate.fence(device);
        dispatcher.recheck(device);
    }
}
