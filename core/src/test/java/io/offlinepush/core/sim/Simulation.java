package io.offlinepush.core.sim;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.Registration;
import io.offlinepush.api.Session;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.Trace;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.OfflinePush;
import io.offlinepush.core.sim.History.Deed;
import io.offlinepush.core.sim.History.Kind;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One life of a chat server, drawn from a seed: a few users with a few devices, two processes on one store, and whatever may
 * go wrong. Then everything is mended, time passes, and the judge looks.
 */
final class Simulation {

    private static final VendorApp CHAT = new VendorApp("test", "chat");
    private static final VendorApp CALL = new VendorApp("other", "call");
    /** In an order of its own: that of a set is another one in each process. */
    private static final Set<VendorApp> APPS = new LinkedHashSet<>(List.of(CHAT, CALL));

    private static final List<UserId> USERS = History.USERS;
    private static final int DEVICES = 4;
    private static final int STEPS = 40;
    /** Longer than any delay of the vendor and any backoff, several times. */
    private static final int MOST_MINUTES = 120;

    private final Random random;
    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryMessageStore store = new InMemoryMessageStore(runtime);
    private final InMemoryBindingRegistry registry = new InMemoryBindingRegistry();
    private final History history = new History(runtime.clock());
    private final Team team = new Team(history);
    private final Senders senders;
    private final Host host;
    private final SimVendor vendor;
    private final List<Server> servers = new ArrayList<>();
    private final List<SimClient> clients = new ArrayList<>();
    private final Map<DeviceId, UserId> owners = new HashMap<>();
    private final Map<String, String> settings;
    private int kills;
    private int tokens;

    private record Server(SimProcess process, OfflinePush push, Trouble trouble) {}

    private Simulation(long seed) {
        random = new Random(seed);
        runtime.shuffle(random.nextLong());
        vendor = new SimVendor(runtime, random, history);
        senders = new Senders(random, history, team);
        host = new Host(random, history, team);
        settings = Map.of(
                "window", String.valueOf(1 + random.nextInt(5)),
                "laneInFlight", String.valueOf(1 + random.nextInt(3)),
                "laneParts", String.valueOf(1 + random.nextInt(4)),
                "laneRate", random.nextInt(4) == 0 ? "2" : "0",
                "partsInMemory", String.valueOf(2 + random.nextInt(20)));
    }

    /** What was wrong in the life that this seed gives; nothing if all was well. */
    static List<String> run(long seed) {
        return lived(seed).wrongs();
    }

    /** What happened in the life that this seed gives, to its end. */
    static History lived(long seed) {
        Simulation life = new Simulation(seed);
        life.live();
        life.calmDown();
        life.judge();
        return life.history;
    }

    private void live() {
        USERS.forEach(team::join);
        servers.add(start("A"));
        servers.add(start("B"));
        for (int i = 0; i < DEVICES; i++) {
            DeviceId device = device(i);
            register(servers.get(0), device);
            login(any(servers), USERS.get(i % USERS.size()), device);
        }
        runtime.runAll();
        vendor.faults(random.nextInt(3) * 30);
        for (int step = 0; step < STEPS; step++) {
            act();
            goOn();
        }
    }

    /** Often only a few tasks run before the next thing happens: between any two of them anything may. */
    private void goOn() {
        int luck = random.nextInt(20);
        if (luck < 10) {
            for (int i = random.nextInt(12); i > 0 && runtime.runNext(); i--) {
                history.now();
            }
        } else if (luck < 14) {
            runtime.runAll();
        } else if (luck < 19) {
            pass(Duration.ofMillis(random.nextInt(7_000)));
        } else {
            pass(Duration.ofSeconds(random.nextInt(40)));
        }
    }

    private void pass(Duration time) {
        Duration left = time;
        while (left.compareTo(Duration.ZERO) > 0) {
            Duration part = left.compareTo(Duration.ofSeconds(10)) < 0 ? left : Duration.ofSeconds(10);
            runtime.advance(part);
            left = left.minus(part);
            clients.stream().filter(client -> random.nextInt(5) > 0).forEach(SimClient::heartbeat);
        }
    }

    private void act() {
        Server server = running();
        DeviceId device = device(random.nextInt(DEVICES));
        int luck = random.nextInt(100);
        if (luck < 24) {
            senders.send(server.push.messages());
        } else if (luck < 42) {
            callOfHost(server, device);
        } else if (luck < 54) {
            UserId owner = owners.get(device);
            login(server, owner == null || random.nextInt(4) == 0 ? any(USERS) : owner, device);
        } else if (luck < 60) {
            withClient(client -> disconnect(client));
        } else if (luck < 64) {
            withClient(this::logout);
        } else if (luck < 67) {
            logoutByHost(server, device);
        } else if (luck < 72) {
            register(server, device);
        } else if (luck < 74) {
            unregister(server, device);
        } else if (luck < 79) {
            withClient(SimClient::acknowledgeSome);
        } else if (luck < 82) {
            withClient(SimClient::cutOff);
        } else if (luck < 84) {
            team.joinOrLeave(any(USERS));
        } else if (luck < 88) {
            server.trouble.begin(1 + random.nextInt(8));
        } else if (luck < 90) {
            vendor.faults(random.nextInt(4) * 30);
        } else if (luck < 95) {
            pauseOrKill(server);
        } else if (luck < 96) {
            // Everybody is paused, as on a machine that was suspended.
            runtime.elapse(Duration.ofSeconds(random.nextInt(60)));
            history.allAwake();
        } else if (luck < 97) {
            outage();
        } else {
            clients.forEach(SimClient::heartbeat);
        }
    }

    /** So long that of what is still owed then, only the newest of each conversation goes out. */
    private void outage() {
        vendor.away(true);
        for (int i = random.nextInt(6); i > 0; i--) {
            if (random.nextBoolean()) {
                senders.send(running().push.messages());
            } else {
                callOfHost(running(), device(random.nextInt(DEVICES)));
            }
            runtime.runAll();
        }
        pass(Duration.ofMinutes(11));
        vendor.away(false);
    }

    private void callOfHost(Server server, DeviceId device) {
        host.act(server.process, server.push.notifications(), device, owners.getOrDefault(device, any(USERS)));
    }

    private Server start(String name) {
        SimProcess process = new SimProcess(name, runtime);
        Trouble trouble = new Trouble(random);
        OfflinePush push = OfflinePush.builder()
                .settings(settings)
                .messageStore(trouble.around(MessageStore.class, store))
                .bindingRegistry(trouble.around(BindingRegistry.class, registry))
                .groups(team.directory)
                .pushProvider(vendor.from(process, APPS))
                .environment(process)
                .build();
        push.start();
        return new Server(process, push, trouble);
    }

    /** At most one process is away at a time, and a lost one is replaced. */
    private void pauseOrKill(Server server) {
        Server away = servers.stream()
                .filter(one -> !one.process.isRunning())
                .findFirst()
                .orElse(null);
        if (away != null) {
            away.process.resume();
            history.awakes(away.process);
        } else if (random.nextInt(3) > 0 || kills == 3) {
            server.process.pause();
        } else {
            kills++;
            server.process.kill();
            history.died(server.process);
            servers.remove(server);
            servers.add(start("after" + kills));
        }
    }

    private Server running() {
        List<Server> running =
                servers.stream().filter(server -> server.process.isRunning()).toList();
        return any(running);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private void withClient(Consumer<SimClient> what) {
        List<SimClient> connected =
                clients.stream().filter(SimClient::isConnected).toList();
        if (!connected.isEmpty()) {
            what.accept(any(connected));
        }
    }

    private static DeviceId device(int number) {
        return new DeviceId("device-" + number);
    }

    private void register(Server server, DeviceId device) {
        Deed deed = history.begin(Kind.REGISTER, server.process, null, device, null);
        deed.token = new DeviceToken(device.value() + "/" + tokens++);
        VendorApp app = device.equals(device(3)) ? CALL : CHAT;
        server.push
                .devices()
                .registerPush(new Registration(device, app, deed.token))
                .whenComplete((result, failure) -> {
                    if (failure == null) {
                        deed.pushId = result.pushId().orElseThrow();
                        history.devices.put(deed.pushId, device);
                    }
                    history.end(deed, failure == null);
                });
    }

    private void unregister(Server server, DeviceId device) {
        follow(
                history.begin(Kind.UNREGISTER, server.process, null, device, null),
                server.push.devices().unregisterPush(device));
    }

    private SimClient login(Server server, UserId user, DeviceId device) {
        owners.put(device, user);
        Deed deed = history.begin(Kind.LOGIN, server.process, user, device, null);
        SimClient client = new SimClient(
                deed, server.process, random, history, random.nextBoolean(), random.nextInt(4) == 0 ? 20 : 0);
        clients.add(client);
        server.push.sessions().login(user, device, Platform.HARMONY_OS, client).whenComplete((session, failure) -> {
            history.end(deed, failure == null);
            if (failure == null) {
                client.opened(session);
            }
        });
        return client;
    }

    private static void disconnect(SimClient client) {
        Session session = client.session;
        if (session != null) {
            session.disconnect();
        }
    }

    private void logout(SimClient client) {
        Session session = client.session;
        if (session != null) {
            follow(
                    history.begin(Kind.LOGOUT, client.process, client.user, client.device, client.login),
                    session.logout());
        }
    }

    private void logoutByHost(Server server, DeviceId device) {
        UserId user = owners.get(device);
        if (user != null) {
            Deed deed = history.begin(Kind.LOGOUT, server.process, user, device, null);
            follow(
                    deed,
                    random.nextBoolean()
                            ? server.push.devices().logout(user, device)
                            : server.push.sessions().kickOut(user, device));
        }
    }

    private void follow(Deed deed, CompletionStage<Void> stage) {
        stage.whenComplete((nothing, failure) -> history.end(deed, failure == null));
    }

    /** Everything is mended; who never got an answer asks again; and so much time passes that nothing is left to wait for. */
    private void calmDown() {
        vendor.faults(0);
        vendor.away(false);
        servers.forEach(server -> {
            server.trouble.over();
            server.process.resume();
            history.awakes(server.process);
        });
        until("all is settled", () -> store.outbox().backlog(1_000_000).owed() == 0);
        Server server = running();
        for (int round = 0; round < 3; round++) {
            senders.askAgain(server.push.messages());
            host.askAgain(server.process, server.push.notifications());
            runtime.advance(Duration.ofSeconds(5));
        }
        until(
                "all is settled once more",
                () -> store.outbox().backlog(1_000_000).owed() == 0);
    }

    private void until(String what, BooleanSupplier condition) {
        runtime.advance(Duration.ofSeconds(30));
        for (int minutes = 0; !condition.getAsBoolean(); minutes++) {
            if (minutes == MOST_MINUTES) {
                history.wrong("not so after " + minutes + " minutes: " + what + "; open: "
                        + store.outbox().backlog(1_000_000).owed());
                return;
            }
            runtime.advance(Duration.ofMinutes(1));
        }
    }

    private void judge() {
        // A process without a past: what it tells is what is written.
        Server auditor = start("auditor");
        List<Sent> messages = senders.stored();
        Judge judge = new Judge(history, team);
        for (Sent message : messages) {
            if (message.pushed) {
                judge.left(message);
                judge.ended(message, trace(auditor, message.message()));
            } else {
                judge.nothing(message, trace(auditor, message.message()));
            }
        }
        host.notices.forEach(notice -> judge(auditor, judge, notice));
        Reading reading = new Reading(history, messages, team);
        clients.forEach(reading::session);
        Set<String> audited = new HashSet<>();
        for (Deed login : List.copyOf(history.deeds)) {
            if (login.kind == Kind.LOGIN && audited.add(login.user + " on " + login.device)) {
                SimClient client = login(auditor, login.user(), login.device);
                client.takeEverything();
                runtime.runAll();
                while (readsOn(client)) {
                    runtime.runAll();
                }
                reading.session(client);
                reading.hasEverything(client, Set.of(Timeline.inbox(login.user()), Timeline.group(Team.ID)));
            }
        }
    }

    private static boolean readsOn(SimClient client) {
        int before = client.acknowledged();
        client.acknowledgeAll();
        return client.acknowledged() > before;
    }

    private void judge(Server auditor, Judge judge, Notice notice) {
        if (notice.granted() == null) {
            history.wrong(notice + " got no answer that says since when it is owed");
            return;
        }
        Trace trace = trace(auditor, notice.message());
        NoticeJudge hosts = new NoticeJudge(history);
        judge.left(notice);
        judge.ended(notice, trace);
        hosts.answers(notice);
        hosts.left(notice);
        hosts.counted(notice, trace);
    }

    private Trace trace(Server server, MessageId message) {
        List<Trace> traces = new ArrayList<>();
        server.push.diagnostics().trace(message).thenAccept(traces::add);
        runtime.runAll();
        return traces.get(0);
    }
}
