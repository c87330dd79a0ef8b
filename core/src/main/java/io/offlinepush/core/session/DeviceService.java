package io.offlinepush.core.session;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Devices;
import io.offlinepush.api.Platform;
import io.offlinepush.api.RegisterResult;
import io.offlinepush.api.Registration;
import io.offlinepush.api.UserId;
import io.offlinepush.core.bulkhead.PortCalls;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** Registers devices, and binds them for hosts that keep sessions of their own. */
public final class DeviceService implements Devices {

    private final SessionService sessions;
    private final PortCalls calls;
    private final Bindings bindings;
    private final Registrations registrations;
    private final IdLimit ids;

    /** The devices of one instance. */
    public DeviceService(Bindings bindings, Registrations registrations, PortCalls calls, SessionService sessions) {
        this.sessions = sessions;
        this.calls = calls;
        this.bindings = bindings;
        this.registrations = registrations;
        this.ids = sessions.ids();
    }

    @Override
    public CompletionStage<RegisterResult> registerPush(Registration registration) {
        Objects.requireNonNull(registration, "registration");
        ids.check(registration.device());
        return calls.call("registerPush", () -> registrations.register(registration));
    }

    @Override
    public CompletionStage<RegisterResult> registerPush(UserId user, Registration registration) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(registration, "registration");
        ids.check(user);
        ids.check(registration.device());
        return calls.call("registerPush", () -> registrations.register(user, registration));
    }

    @Override
    public CompletionStage<Void> unregisterPush(DeviceId device) {
        Objects.requireNonNull(device, "device");
        return calls.run("unregisterPush", () -> registrations.unregister(device));
    }

    @Override
    public CompletionStage<Void> login(UserId user, DeviceId device, Platform platform) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(platform, "platform");
        ids.check(user);
        ids.check(device);
        return sessions.bind(user, device, platform);
    }

    @Override
    public CompletionStage<Void> forget(UserId user) {
        Objects.requireNonNull(user, "user");
        return sessions.forget(user);
    }

    @Override
    public CompletionStage<Void> logout(UserId user, DeviceId device) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(device, "device");
        return calls.run("logout", () -> bindings.logout(user, device));
    }
}
