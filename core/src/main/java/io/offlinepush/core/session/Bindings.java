package io.offlinepush.core.session;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.UserId;
import io.offlinepush.core.dispatch.Dispatcher;
import io.offlinepush.core.dispatch.HandOverGate;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.BindingRegistry.LoggedIn;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * Whatever begins or ends the binding of a device goes through here, always in this order: first the registry, so that
 * no node decides a push for the former user any more; then the gate, which waits for hand-overs of this process that
 * are just passing; then the session; then the parts that wait for the device, which are decided anew.
 *
 * <p>All methods block for the registry.
 */
final class Bindings {

    private final BindingRegistry registry;
    private final HandOverGate gate;
    private final SessionTable sessions;
    private final Dispatcher dispatcher;

    Bindings(BindingRegistry registry, HandOverGate gate, SessionTable sessions, Dispatcher dispatcher) {
        this.registry = registry;
        this.gate = gate;
        this.sessions = sessions;
        this.dispatcher = dispatcher;
    }

    LoggedIn login(UserId user, DeviceId device, Platform platform, @Nullable NodeId session) {
        LoggedIn login = registry.login(user, device, platform, session);
        Login former = login.former();
        if (former != null) {
            boolean otherUser = !former.user().equals(user);
            if (otherUser) {
                gate.fence(device);
            }
            sessions.end(device, former.number(), otherUser ? SessionEnd.TAKEN_OVER : SessionEnd.REPLACED);
        }
        dispatcher.recheck(device);
        return login;
    }

    void logout(DeviceId device, long loginNumber) {
        boolean current = registry.logout(device, loginNumber);
        if (current) {
            gate.fence(device);
        }
        sessions.end(device, loginNumber, SessionEnd.LOGGED_OUT);
        dispatcher.recheck(device);
    }

    void logout(UserId user, DeviceId device) {
        registry.find(device).ifPresent(row -> {
            Login login = row.login();
            if (login != null && login.user().equals(user)) {
                logout(device, login.number());
            }
        });
    }

    void disconnect(DeviceId device, long loginNumber) {
        sessions.end(device, loginNumber, SessionEnd.DISCONNECTED);
        registry.disconnect(device, loginNumber);
        dispatcher.recheck(device);
    }

    void unregister(DeviceId device) {
        if (registry.unregister(device)) {
            gate.fence(device);
        }
        dispatcher.recheck(device);
    }

    void tokenLeft(@Nullable DeviceId displaced) {
        if (displaced != null) {
            gate.fence(displaced);
            dispatcher.recheck(displaced);
        }
    }
}
