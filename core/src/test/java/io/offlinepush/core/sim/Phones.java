package io.offlinepush.core.sim;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Platform;
import io.offlinepush.api.Registration;
import io.offlinepush.api.Session;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.OfflinePush;
import io.offlinepush.core.sim.History.Deed;
import io.offlinepush.core.sim.History.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Devices and their apps: registered, logged in and out, connected and cut off. */
final class Phones {

    static final VendorApp CHAT = new VendorApp("test", "chat");
    static final VendorApp CALL = new VendorApp("other", "call");
    /** In an order of its own: that of a set is another one in each process. */
    static final Set<VendorApp> APPS = new LinkedHashSet<>(List.of(CHAT, CALL));

    static final int DEVICES = 4;

    private final Random random;
    private final History history;
    final List<SimClient> clients = new ArrayList<>();
    private final Map<DeviceId, UserId> owners = new HashMap<>();
    private int tokens;

    Phones(Random random, History history) {
        this.random = random;
        this.history = history;
    }

    static DeviceId device(int number) {
        return new DeviceId("device-" + number);
    }

    DeviceId any() {
        return device(random.nextInt(DEVICES));
    }

    /** Whose it is, as far as the host knows. */
    @Nullable
    UserId owner(DeviceId device) {
        return owners.get(device);
    }

    void register(SimProcess process, OfflinePush push, DeviceId device) {
        Deed deed = history.begin(Kind.REGISTER, process, null, device, null);
        deed.token = new DeviceToken(device.value() + "/" + tokens++);
        VendorApp app = device.equals(device(3)) ? CALL : CHAT;
        push.devices().registerPush(new Registration(device, app, deed.token)).whenComplete((result, failure) -> {
            if (failure == null) {
                deed.pushId = result.pushId().orElseThrow();
                history.devices.put(deed.pushId, device);
            }
            history.end(deed, failure == null);
        });
    }

    void unregister(SimProcess process, OfflinePush push, DeviceId device) {
        follow(
                history.begin(Kind.UNREGISTER, process, null, device, null),
                push.devices().unregisterPush(device));
    }

    SimClient login(SimProcess process, OfflinePush push, UserId user, DeviceId device) {
        owners.put(device, user);
        Deed deed = history.begin(Kind.LOGIN, process, user, device, null);
        SimClient client =
                new SimClient(deed, process, random, history, random.nextBoolean(), random.nextInt(4) == 0 ? 20 : 0);
        clients.add(client);
        push.sessions().login(user, device, Platform.HARMONY_OS, client).whenComplete((session, failure) -> {
            history.end(deed, failure == null);
            if (failure == null) {
                client.opened(session);
            }
        });
        return client;
    }

    /** Does something with an app that is connected, if there is one. */
    void withClient(Consumer<SimClient> what) {
        List<SimClient> connected =
                clients.stream().filter(SimClient::isConnected).toList();
        if (!connected.isEmpty()) {
            what.accept(connected.get(random.nextInt(connected.size())));
        }
    }

    void disconnect(SimClient client) {
        Session session = client.session;
        if (session != null) {
            client.leaves();
            session.disconnect().whenComplete((nothing, failure) -> {
                if (failure == null) {
                    client.isGone();
                }
            });
        }
    }

    void logout(SimClient client) {
        Session session = client.session;
        if (session != null) {
            client.leaves();
            follow(
                    history.begin(Kind.LOGOUT, client.process, client.user, client.device, client.login),
                    session.logout());
        }
    }

    void logoutByHost(SimProcess process, OfflinePush push, DeviceId device) {
        UserId user = owners.get(device);
        if (user != null) {
            Deed deed = history.begin(Kind.LOGOUT, process, user, device, null);
            follow(
                    deed,
                    random.nextBoolean()
                            ? push.devices().logout(user, device)
                            : push.sessions().kickOut(user, device));
        }
    }

    void heartbeats() {
        clients.forEach(SimClient::heartbeat);
    }

    /** Whether no session of the device can have been open at some moment, nor been just closed. */
    boolean isOffline(DeviceId device, Instant since) {
        return clients.stream()
                .filter(client -> client.device.equals(device))
                .allMatch(client -> client.goneAt().isBefore(since));
    }

    private void follow(Deed deed, CompletionStage<Void> stage) {
        stage.whenComplete((nothing, failure) -> history.end(deed, failure == null));
    }
}
