package io.offlinepush.core.session;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Devices;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.RegisterResult;
import io.offlinepush.api.Registration;
import io.offlinepush.api.UserId;
import io.offlinepush.core.flow.PortCalls;
import io.offlinepush.spi.BindingRegistry;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Registers devices, and binds them for hosts that keep sessions of their own. */
public final class DeviceRoom implements Devices {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final BindingRegistry registry;
    private final SessionRoom sessions;
    private final ServedApps apps;
    private final PortCalls calls;
    private final Bindings bindings;
    private final IdLimit ids;

    /** The devices of one instance. */
    public DeviceRoom(BindingRegistry registry, ServedApps apps, PortCalls calls, SessionRoom sessions) {
        this.registry = registry;
        this.sessions = sessions;
        this.apps = apps;
        this.calls = calls;
        this.bindings = sessions.bindings();
        this.ids = sessions.ids();
    }

    @Override
    public CompletionStage<RegisterResult> registerPush(Registration registration) {
        Objects.requireNonNull(registration, "registration");
        ids.check(registration.device());
        return calls.call("registerPush", () -> registerNow(registration));
    }

    private RegisterResult registerNow(Registration registration) {
        Optional<RegisterResult> refusal = apps.refusal(registration.app());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        BindingRegistry.Registered registered = registry.register(registration, freshPushId());
        bindings.tokenLeft(registered.displaced());
        return new RegisterResult.Registered(registered.push().pushId());
    }

    /** 128 random bits in 22 characters. */
    private static PushId freshPushId() {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        return new PushId(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    @Override
    public CompletionStage<Void> unregisterPush(DeviceId device) {
        Objects.requireNonNull(device, "device");
        return calls.run("unregisterPush", () -> bindings.unregister(device));
    }

    @Override
    public CompletionStage<Void> login(UserId user, DeviceId device, Platform platform) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(platform, "platform");
        ids.check(user);
        ids.check(device);
        return calls.run("login", () -> bindings.login(user, device, platform, null));
    }

    @Override
    public CompletionStage<Void> forget(UserId user) {
        Objects.requireNonNull(user, "user");
        return calls.run("forget", () -> sessions.forget(user));
    }

    @Override
    public CompletionStage<Void> logout(UserId user, DeviceId device) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(device, "device");
        return calls.run("logout", () -> bindings.logout(user, device));
    }
}
