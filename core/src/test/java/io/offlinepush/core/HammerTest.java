package io.offlinepush.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Session;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.SettledEnd;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * Senders, a host with notifications of its own, logins, acknowledgements, disconnects, take-overs and logouts on the
 * same few users, on real threads. What must hold is judged by {@link HammerRecord}, which sees only what senders,
 * channels and the vendor saw.
 *
 * <p>{@code -Dofflinepush.hammer=100} makes it a hundred times as long; {@code -Dofflinepush.hammer.seed} repeats a
 * run, as far as threads let it.
 */
class HammerTest {

    private static final int LONGER = Integer.getInteger("offlinepush.hammer", 1);
    private static final int MESSAGES = 100 * LONGER;
    private static final int NOTIFICATIONS = 80 * LONGER;
    private static final int SENDERS = 3;
    private static final int USERS = 3;
    private static final long BOUND_SECONDS = 30;

    private final long seed = Long.getLong("offlinepush.hammer.seed", System.nanoTime());
    private final InMemoryMessageStore store =
            new InMemoryMessageStore(InstantSource.system(), System::nanoTime, 1_000_000);
    private final HammerRecord record = new HammerRecord();
    private final HammerVendor vendor = new HammerVendor(World.APP, record, seed);
    private final OfflinePush push = OfflinePush.builder()
            .messageStore(store)
            .bindingRegistry(new InMemoryBindingRegistry())
            .pushProvider(vendor)
            .setting("acknowledgementTime", "150ms")
            .setting("cursorInterval", "50ms")
            .setting("lease", "5s")
            .setting("window", "5")
            .build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean sending = new AtomicBoolean(true);
    private final Map<MessageId, UserId> stored = new ConcurrentHashMap<>();
    private final Map<DeviceId, PushId> pushIds = new ConcurrentHashMap<>();

    @Test
    void nothingIsMissedAndNothingRingsAfterALogout() throws Exception {
        push.start();
        try {
            List<UserId> users = new ArrayList<>();
            List<Future<?>> devices = new ArrayList<>();
            List<Steady> steady = new ArrayList<>();
            for (int i = 0; i < USERS; i++) {
                users.add(new UserId("user-" + i));
                steady.add(new Steady(users.get(i), HammerHost.steady(users.get(i)), new Random(seed + i)));
            }
            for (Steady device : steady) {
                device.begin();
                devices.add(threads.submit(device::run));
            }
            for (int i = 0; i < USERS; i++) {
                Roaming roaming = new Roaming(users, new DeviceId("roaming-" + i), new Random(seed + 10 + i));
                devices.add(threads.submit(roaming::run));
            }
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                UserId sender = new UserId("sender-" + i);
                Random random = new Random(seed + 20 + i);
                senders.add(threads.submit(() -> send(sender, users, random)));
            }
            HammerHost host = new HammerHost("news", push.notifications(), record, new Random(seed + 30));
            senders.add(threads.submit(() -> host.run(NOTIFICATIONS, users)));
            for (Future<?> sender : senders) {
                sender.get(BOUND_SECONDS * LONGER, TimeUnit.SECONDS);
            }
            sending.set(false);
            for (Future<?> device : devices) {
                device.get(BOUND_SECONDS, TimeUnit.SECONDS);
            }
            until(
                    "everything owed has ended",
                    () -> store.outbox().backlog(1_000_000).owed() == 0);
            for (Steady device : steady) {
                device.readAll();
            }
            check(steady);
            host.check(store.outbox());
        } catch (AssertionError | Exception e) {
            throw new AssertionError("with -Dofflinepush.hammer.seed=" + seed + ": " + e.getMessage(), e);
        } finally {
            push.close(Duration.ofSeconds(5));
            vendor.close();
            threads.shutdownNow();
        }
    }

    private void check(List<Steady> steady) {
        assertThat(record.violations()).isEmpty();
        assertThat(stored).hasSize(SENDERS * MESSAGES);
        stored.forEach((message, user) -> {
            List<DeviceEnd> ends = store.outbox().trace(message).stream()
                    .map(SettledEnd::ends)
                    .flatMap(all -> all.lines().stream())
                    .filter(end -> end.pushId() != null)
                    .toList();
            assertThat(ends)
                    .extracting(DeviceEnd::pushId)
                    .as("%s ends once a device", message)
                    .doesNotHaveDuplicates();
            for (DeviceEnd end : ends) {
                if (end.reason() == EndReason.ACCEPTED) {
                    assertThat(record.accepted(message, end.pushId()))
                            .as("the vendor took it")
                            .isTrue();
                }
            }
            Steady device = steady.stream()
                    .filter(one -> one.user.equals(user))
                    .findFirst()
                    .orElseThrow();
            PushId id = pushIds.get(device.device);
            assertThat(ends)
                    .as("%s: a device that is always logged in is pushed, or has it", message)
                    .filteredOn(end -> Objects.equals(end.pushId(), id))
                    .singleElement()
                    .satisfies(end -> {
                        assertThat(end.reason()).isIn(EndReason.ACCEPTED, EndReason.DELIVERED);
                        if (end.reason() == EndReason.DELIVERED) {
                            assertThat(record.acknowledged(message, Timeline.inbox(user), device.device))
                                    .isTrue();
                        }
                    });
            assertThat(record.received(message, device.device))
                    .as("%s is there after login", message)
                    .isTrue();
        });
    }

    private void send(UserId sender, List<UserId> users, Random random) {
        for (int i = 0; i < MESSAGES; i++) {
            UserId to = users.get(random.nextInt(users.size()));
            Message message = Message.text(sender, Conversation.peer(to), "message " + i)
                    .withClientMessageId(sender.value() + "-" + i);
            CompletionStage<SendResult> first = push.messages().send(message, SendConfig.push(World.PUSH));
            if (random.nextInt(10) == 0) {
                done(push.messages().send(message, SendConfig.push(World.PUSH)));
            }
            SendResult result = done(first);
            if (result instanceof SendResult.Stored it) {
                stored.put(it.messageId(), to);
            } else if (result instanceof SendResult.Repeated it) {
                stored.put(it.messageId(), to);
            }
        }
    }

    static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(BOUND_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private void register(DeviceId device, int edition) {
        Registration registration =
                new Registration(device, World.APP, new DeviceToken(device.value() + "/" + edition));
        pushIds.put(
                device, done(push.devices().registerPush(registration)).pushId().orElseThrow());
        record.device(device, pushIds.get(device));
    }

    private HammerChannel login(UserId user, DeviceId device, Random random, boolean attentive) {
        HammerChannel channel = new HammerChannel(record, device, random.nextLong(), attentive);
        record.loginBegins(user, device);
        Session session = done(push.sessions().login(user, device, Platform.HARMONY_OS, channel));
        record.loginIsThrough(user, device);
        channel.session(session);
        return channel;
    }

    /** Always logged in, sometimes connected. */
    private final class Steady {

        private final UserId user;
        private final DeviceId device;
        private final Random random;

        private Steady(UserId user, DeviceId device, Random random) {
            this.user = user;
            this.device = device;
            this.random = random;
        }

        private void begin() {
            register(device, 0);
            done(login(user, device, random, true).session().disconnect());
        }

        private void run() {
            while (sending.get()) {
                HammerChannel channel = login(user, device, random, random.nextBoolean());
                channel.lookAround(random.nextInt(20));
                if (random.nextBoolean()) {
                    done(channel.session().disconnect());
                }
            }
        }

        private void readAll() {
            HammerChannel channel = login(user, device, random, true);
            until(device + " has read all", () -> {
                channel.session().heartbeat();
                channel.session().ready();
                return stored.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(user))
                        .allMatch(entry -> record.received(entry.getKey(), device));
            });
        }
    }

    /** Goes from user to user, logs out, is taken over, gets new tokens. */
    private final class Roaming {

        private final List<UserId> users;
        private final DeviceId device;
        private final Random random;

        private Roaming(List<UserId> users, DeviceId device, Random random) {
            this.users = users;
            this.device = device;
            this.random = random;
        }

        private void run() {
            int edition = 0;
            register(device, edition);
            while (sending.get()) {
                UserId user = users.get(random.nextInt(users.size()));
                HammerChannel channel = login(user, device, random, random.nextBoolean());
                channel.lookAround(random.nextInt(10));
                int next = random.nextInt(6);
                if (next == 0) {
                    register(device, ++edition);
                } else if (next == 1) {
                    done(channel.session().disconnect());
                    done(push.devices().logout(user, device));
                    record.loggedOut(device);
                } else if (next <= 3) {
                    done(channel.session().logout());
                    record.loggedOut(device);
                }
            }
            users.forEach(user -> done(push.devices().logout(user, device)));
            record.loggedOut(device);
        }
    }
}
