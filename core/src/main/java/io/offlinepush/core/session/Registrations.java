package io.offlinepush.core.session;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.PushId;
import io.offlinepush.api.RegisterResult;
import io.offlinepush.api.RegisterResult.Refused;
import io.offlinepush.api.Registration;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.BindingRegistry.Registered;
import io.offlinepush.spi.Login;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Registers devices for push: for anybody, for the user who has to be logged in on the device, or for one login. The
 * registry is written first; then a push that was decided for the former token cannot leave any more.
 *
 * <p>All methods block for the registry.
 */
public final class Registrations {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Each attempt fails only if a login comes between two calls to the registry. */
    private static final int MOST_ATTEMPTS = 10;

    private final BindingRegistry registry;
    private final ServedApps apps;
    private final Bindings bindings;

    /** The registrations of one instance. */
    public Registrations(BindingRegistry registry, ServedApps apps, Bindings bindings) {
        this.registry = registry;
        this.apps = apps;
        this.bindings = bindings;
    }

    /** Registers a device, whoever is logged in on it. */
    RegisterResult register(Registration registration) {
        return apps.refusal(registration.app())
                .orElseGet(() -> registered(registration, registry.register(registration, freshPushId())));
    }

    /** Registers a device if this user is logged in on it. */
    RegisterResult register(UserId user, Registration registration) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Login login = bindings.loginOf(registration.device());
            if (login == null || !login.user().equals(user)) {
                return notLoggedIn();
            }
            RegisterResult result = register(login.number(), registration);
            if (result.errorCode() != RegisterResult.NOT_LOGGED_IN) {
                return result;
            }
        }
        throw new OfflinePushException(
                "registerPush: the device logs in again and again; nothing was registered", null);
    }

    /** Registers a device if this login is its current one. */
    RegisterResult register(long loginNumber, Registration registration) {
        Optional<RegisterResult> refusal = apps.refusal(registration.app());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        return registry.register(registration, freshPushId(), loginNumber)
                .map(registered -> registered(registration, registered))
                .orElseGet(Registrations::notLoggedIn);
    }

    /** Ends a device's registration, whoever is logged in on it. */
    void unregister(DeviceId device) {
        registry.unregister(device);
        bindings.decideAnew(device);
    }

    /** Ends a device's registration if this login is its current one. */
    void unregister(long loginNumber, DeviceId device) {
        registry.unregister(device, loginNumber);
        bindings.decideAnew(device);
    }

    static RegisterResult notLoggedIn() {
        return new Refused(
                RegisterResult.NOT_LOGGED_IN, "the user is not logged in on this device; log in, then register");
    }

    private RegisterResult registered(Registration registration, Registered registered) {
        bindings.decideAnew(registration.device());
        DeviceId displaced = registered.displaced();
        if (displaced != null) {
            bindings.decideAnew(displaced);
        }
        return new RegisterResult.Registered(registered.push().pushId());
    }

    /** 128 random bits in 22 characters. */
    private static PushId freshPushId() {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        return new PushId(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }
}
