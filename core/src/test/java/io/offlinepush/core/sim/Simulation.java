package io.offlinepush.core.sim;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.OfflinePush;
import io.offlinepush.core.sim.Disturbance.Scope;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One life of a chat server, drawn from a seed: a few users with a few devices, two processes on one store, and
 * whatever may go wrong. Then everything is mended, time passes, and the judge looks.
 */
final class Simulation {

    private static final List<UserId> USERS = History.USERS;
    private static final int STEPS = 40;
    /** Longer than any delay of the vendor and any backoff, several times. */
    private static final int MOST_MINUTES = 120;
    /** What a close may take over its bound, to give back what it holds. */
    private static final Duration GIVE_BACK = Duration.ofMillis(2_100);

    private final Random random;
    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryMessageStore store = new InMemoryMessageStore(runtime);
    private final InMemoryBindingRegistry registry = new InMemoryBindingRegistry();
    private final Fibers fibers = new Fibers();
    private final History history = new History(runtime.clock());
    private final Team team = new Team(history);
    private final Phones phones;
    private final Senders senders;
    private final Host host;
    private final SimVendor vendor;
    private final Room room;
    private final List<Server> servers = new ArrayList<>();
    private @Nullable Disturbance vendorTrouble;
    private final Map<String, Disturbance> paused = new HashMap<>();
    private int gone;

    private record Server(SimProcess process, OfflinePush push, Trouble trouble) {}

    private Simulation(long seed) {
        random = new Random(seed);
        runtime.shuffle(random.nextLong());
        vendor = new SimVendor(runtime, random, history, this::tokenDied);
        phones = new Phones(random, history);
        senders = new Senders(random, history, team);
        host = new Host(random, history, team);
        room = Room.drawnFrom(random);
    }

    /** What happened in the life that this seed gives, to its end; {@link History#wrongs} if not all was well. */
    static History lived(long seed) {
        Simulation life = new Simulation(seed);
        try {
            life.live();
            life.calmDown();
            life.judge();
        } finally {
            life.history.end();
            life.fibers.end();
        }
        return life.history;
    }

    private void live() {
        USERS.forEach(team::join);
        servers.add(start("A"));
        servers.add(start("B"));
        for (int i = 0; i < Phones.DEVICES; i++) {
            DeviceId device = Phones.device(i);
            Server first = servers.get(0);
            phones.register(first.process, first.push, device);
            Server server = any(servers);
            phones.login(server.process, server.push, USERS.get(i % USERS.size()), device);
        }
        runtime.runAll();
        vendorFaults(room.kind() == Room.Kind.WIDE || random.nextBoolean() ? random.nextInt(3) * 30 : 0);
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
            phones.clients.stream().filter(client -> random.nextInt(5) > 0).forEach(SimClient::heartbeat);
        }
    }

    private void act() {
        Server server = running();
        DeviceId device = phones.any();
        int luck = random.nextInt(120);
        if (luck < 24) {
            senders.send(server.process, server.push.messages());
        } else if (luck < 42) {
            callOfHost(server, device);
        } else if (luck < 54) {
            UserId owner = phones.owner(device);
            phones.login(
                    server.process, server.push, owner == null || random.nextInt(4) == 0 ? any(USERS) : owner, device);
        } else if (luck < 60) {
            phones.withClient(phones::disconnect);
        } else if (luck < 64) {
            phones.withClient(phones::logout);
        } else if (luck < 67) {
            phones.logoutByHost(server.process, server.push, device);
        } else if (luck < 72) {
            phones.register(server.process, server.push, device);
        } else if (luck < 74) {
            phones.unregister(server.process, server.push, device);
        } else if (luck < 79) {
            phones.withClient(SimClient::acknowledgeSome);
        } else if (luck < 82) {
            phones.withClient(SimClient::cutOff);
        } else if (luck < 84) {
            team.joinOrLeave(any(USERS));
        } else if (luck < 87) {
            server.trouble.begin(1 + random.nextInt(8));
        } else if (luck < 90) {
            vendorFaults(random.nextInt(4) * 30);
        } else if (luck < 95) {
            pauseOrEnd(server);
        } else if (luck < 96) {
            standstill();
        } else if (luck < 97) {
            outage();
        } else if (luck < 100) {
            phones.heartbeats();
        } else {
            actAnew(server, luck);
        }
    }

    /** What only a part of the processes, or of the users, should feel. */
    private void actAnew(Server server, int luck) {
        if (luck < 104) {
            server.trouble.stand();
        } else if (luck < 105) {
            server.trouble.poison(any(USERS));
        } else if (luck < 106) {
            server.trouble.refuseSettlement();
        } else if (luck < 108) {
            server.process.rejectNext();
        } else if (luck < 110) {
            server.trouble.over();
        } else if (luck < 113) {
            senders.ring(store);
        } else if (room.kind() == Room.Kind.NARROW) {
            rush(server);
        } else {
            senders.send(server.process, server.push.messages());
        }
    }

    private void vendorFaults(int inHundred) {
        vendor.faults(inHundred);
        if (inHundred > 0 && vendorTrouble == null) {
            vendorTrouble = history.disturbed(ofVendor(), null, null, "the vendor has faults");
        } else if (inHundred == 0 && vendorTrouble != null) {
            vendorTrouble.end(history.time().plus(afterVendor()));
            vendorTrouble = null;
        }
    }

    /** Where there is room, what a vendor does to one push costs no other any time. */
    private Scope ofVendor() {
        return room.kind() == Room.Kind.WIDE ? Scope.NONE : Scope.ALL;
    }

    /** Where a request that is never answered keeps others from going, they wait for its deadline of five minutes. */
    private Duration afterVendor() {
        return room.kind() == Room.Kind.WIDE ? Duration.ZERO : Duration.ofSeconds(310);
    }

    /** Its app asks for a new one before long, as apps do. */
    private void tokenDied(DeviceId device) {
        if (random.nextBoolean()) {
            Server server = running();
            server.process.execute(() -> phones.register(server.process, server.push, device));
        }
    }

    /** Everybody is paused, as on a machine that was suspended. */
    private void standstill() {
        Disturbance still = history.disturbed(Scope.ALL, null, null, "everybody stands still");
        runtime.elapse(Duration.ofSeconds(random.nextInt(60)));
        history.allAwake();
        still.end(history.time().plus(Trouble.LEASE_AND_CLAIM));
    }

    /** So long that of what is still owed then, only the newest of each conversation goes out. */
    private void outage() {
        Disturbance away = history.disturbed(ofVendor(), null, null, "the vendor is away");
        vendor.away(true);
        for (int i = random.nextInt(6); i > 0; i--) {
            if (random.nextBoolean()) {
                Server server = running();
                senders.send(server.process, server.push.messages());
            } else {
                callOfHost(running(), phones.any());
            }
            runtime.runAll();
        }
        pass(Duration.ofMinutes(11));
        vendor.away(false);
        away.end(history.time().plus(afterVendor()));
    }

    /** Pushes pile up in one process while the vendor answers nobody. */
    private void rush(Server server) {
        Disturbance held = history.disturbed(Scope.ALL, null, null, "the vendor answers nobody");
        Instant from = history.time();
        vendor.hold(true);
        for (int i = 3 + random.nextInt(6); i > 0; i--) {
            senders.send(server.process, server.push.messages());
        }
        pass(Duration.ofSeconds(6));
        history.rushes.add(new History.Rush(server.process.name, from, history.time()));
        vendor.hold(false);
        runtime.runAll();
        held.end(history.time().plus(Duration.ofSeconds(10)));
    }

    private void callOfHost(Server server, DeviceId device) {
        UserId owner = phones.owner(device);
        host.act(server.process, server.push.notifications(), device, owner == null ? any(USERS) : owner);
    }

    private Server start(String name) {
        SimProcess process = new SimProcess(name, runtime, fibers);
        Trouble trouble = new Trouble(random, process, history, fibers);
        OfflinePush push = OfflinePush.builder()
                .settings(room.settings())
                .messageStore(trouble.around(MessageStore.class, store))
                .bindingRegistry(trouble.around(BindingRegistry.class, registry))
                .groups(trouble.around(GroupDirectory.class, team.directory))
                .pushProvider(vendor.from(process, Phones.APPS))
                .environment(process)
                .build();
        push.start();
        return new Server(process, push, trouble);
    }

    /** At most one process is away at a time, and one that has ended is replaced. */
    private void pauseOrEnd(Server server) {
        Server away = servers.stream()
                .filter(one -> !one.process.isRunning())
                .findFirst()
                .orElse(null);
        if (away != null) {
            resume(away);
        } else if (random.nextInt(3) > 0 || gone == 3) {
            paused.put(server.process.name, history.disturbed(Scope.PROCESS, server.process.name, null, "is paused"));
            server.process.pause();
        } else {
            end(server);
        }
    }

    private void resume(Server server) {
        server.process.resume();
        history.awakes(server.process);
        Disturbance pause = paused.remove(server.process.name);
        if (pause != null) {
            pause.end(history.time().plus(Trouble.LEASE_AND_CLAIM));
        }
    }

    /** Kills it, or closes it as a deployment does; either way another one takes its place. */
    private void end(Server server) {
        Disturbance end = history.disturbed(Scope.PROCESS, server.process.name, null, "ends");
        // The step that leaves the store takes turns with a renewal: here it would keep the only thread that runs.
        if (random.nextBoolean() && !server.process.isStanding("lease")) {
            server.process.letRenew();
            close(server, Duration.ofMillis(random.nextInt(4) * 1_500L));
        }
        server.process.kill();
        history.died(server.process);
        end.end(history.time().plus(Trouble.LEASE_AND_CLAIM));
        servers.remove(server);
        servers.add(start("after" + ++gone));
    }

    private void close(Server server, Duration bound) {
        Instant began = history.time();
        history.tell(server.process.name + " is being closed");
        server.process.close(server.push, bound);
        Duration took = Duration.between(began, history.time());
        if (took.compareTo(bound.plus(GIVE_BACK)) > 0) {
            history.wrong(server.process.name + " took " + took + " to close, bound " + bound);
        }
        // What it answers now is answered; it owes nobody anything more.
        runtime.runAll();
        history.closed(server.process);
    }

    private Server running() {
        List<Server> running =
                servers.stream().filter(server -> server.process.isRunning()).toList();
        return any(running);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /**
     * Everything is mended; who never got an answer asks again; and so much time passes that nothing is left to wait
     * for.
     */
    private void calmDown() {
        vendorFaults(0);
        vendor.away(false);
        servers.forEach(server -> {
            server.trouble.over();
            resume(server);
        });
        for (int i = 0; i < 6; i++) {
            runtime.advance(Duration.ofSeconds(5));
            phones.heartbeats();
        }
        Reading reading = new Reading(history, senders.storedSoFar(), team);
        phones.clients.stream()
                .filter(SimClient::isAttentive)
                .forEach(client -> reading.hasEverything(client, Set.of(Timeline.inbox(client.user))));
        until("all is settled", () -> store.outbox().backlog(1_000_000).owed() == 0);
        Server server = running();
        for (int round = 0; round < 3; round++) {
            senders.askAgain(server.process, server.push.messages());
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
        new Audit(history, team, phones, runtime, auditor.process, auditor.push)
                .judge(senders.stored(), host.notices, room);
    }
}
