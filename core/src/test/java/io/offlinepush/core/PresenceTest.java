package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryPresence;
import io.offlinepush.spi.Online;
import io.offlinepush.spi.Presence;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host with a presence of its own is believed, as long as it answers. */
class PresenceTest {

    private final InMemoryPresence online = new InMemoryPresence();
    private Function<Collection<UserId>, Map<UserId, Online>> answer = online::online;
    private final World world = new World(OfflinePush.builder().presence((Presence) users -> answer.apply(users)));

    @AfterEach
    void close() {
        world.close();
    }

    /** Logged in at the host, which keeps the connection. */
    private PushId hostLogin(UserId user, DeviceId device, String token) {
        PushId id = world.register(device, token);
        world.done(world.push.devices().login(user, device, Platform.HARMONY_OS));
        return id;
    }

    @Test
    void whoIsOnlineAtTheHostIsNotPushedEachDeviceForItself() {
        PushId phone = hostLogin(BOB, PHONE, "token-1");
        PushId tablet = hostLogin(BOB, TABLET, "token-2");
        online.connect(BOB, TABLET);

        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        assertThat(world.endsByDevice(sent)).isEqualTo(Map.of(phone, "ACCEPTED", tablet, "HOST_ONLINE"));
    }

    @Test
    void aHostThatKnowsUsersOnlySpeaksForAllTheirDevices() {
        PushId phone = hostLogin(BOB, PHONE, "token-1");
        PushId tablet = hostLogin(BOB, TABLET, "token-2");
        online.connectUser(BOB);

        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        assertThat(world.endsByDevice(sent)).isEqualTo(Map.of(phone, "HOST_ONLINE", tablet, "HOST_ONLINE"));
        online.disconnectUser(BOB);
        assertThat(world.ends(world.send(ALICE, BOB, "next").messageId())).containsExactly("ACCEPTED", "ACCEPTED");
    }

    @Test
    void aDeviceWithASessionOfOursHasToAcknowledgeAllTheSame() {
        world.register(PHONE, "token-1");
        world.login(BOB, PHONE, new Client());
        online.connect(BOB, PHONE);

        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        assertThat(world.ends(sent)).isEmpty();

        world.pass(Duration.ofSeconds(5));
        assertThat(world.ends(sent)).containsExactly("ACCEPTED");
    }

    @Test
    void ifPresenceFailsNobodyIsOnline() {
        hostLogin(BOB, PHONE, "token-1");
        answer = users -> {
            throw new IllegalStateException("redis is away");
        };

        assertThat(world.ends(world.send(ALICE, BOB, "hello").messageId())).containsExactly("ACCEPTED");
    }

    @Test
    void evenAnErrorOfTheHostsCodeCostsNothingButAPush() {
        hostLogin(BOB, PHONE, "token-1");
        answer = users -> {
            throw new NoClassDefFoundError("half a deploy");
        };
        for (int i = 0; i < 6; i++) {
            assertThat(world.ends(world.send(ALICE, BOB, "hello").messageId())).containsExactly("ACCEPTED");
        }

        answer = online::online;
        online.connect(BOB, PHONE);
        assertThat(world.ends(world.send(ALICE, BOB, "hello").messageId()))
                .as("asked again, after more failures than calls are allowed")
                .containsExactly("HOST_ONLINE");
    }

    @Test
    void ifPresenceIsLateNobodyIsOnlineAndItsAnswerIsNotUsed() {
        hostLogin(BOB, PHONE, "token-1");
        online.connect(BOB, PHONE);
        answer = users -> {
            // Half a second passes while the host looks; the alarm rings meanwhile.
            world.pass(Duration.ofMillis(500));
            return online.online(users);
        };

        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        assertThat(world.ends(sent)).containsExactly("ACCEPTED");
        assertThat(world.vendor.pushed()).hasSize(1);
        assertThat(CapturedLogs.lines()).anyMatch(line -> line.text().contains("Presence took over 500 ms"));
    }

    @Test
    void justInTimeIsInTime() {
        hostLogin(BOB, PHONE, "token-1");
        online.connect(BOB, PHONE);
        answer = users -> {
            world.pass(Duration.ofMillis(499));
            return online.online(users);
        };

        assertThat(world.ends(world.send(ALICE, BOB, "hello").messageId())).containsExactly("HOST_ONLINE");
    }

    @Test
    void aPresenceThatHangsTakesFourThreadsAndHoldsUpNothingElse() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(4);
        OfflinePush real = OfflinePush.builder()
                .messageStore(world.store)
                .bindingRegistry(world.registry)
                .pushProvider(world.vendor)
                .presence((Presence) users -> {
                    asked.countDown();
                    try {
                        hanging.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Map.of();
                })
                .setting("presenceTimeout", "10ms")
                .build();
        real.start();
        world.registry.login(BOB, PHONE, Platform.HARMONY_OS, null, 10);
        try {
            // Messages that come together share a look: sent until as many looks hang as may, and then some more.
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            int more = 20;
            for (int i = 0; more > 0 && System.nanoTime() - deadline < 0; i++) {
                more -= asked.getCount() == 0 ? 1 : 0;
                real.messages()
                        .send(World.text(ALICE, BOB, "m" + i), SendConfig.push(World.PUSH))
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
            }
            assertThat(asked.getCount()).isZero();
            // All the calls that it may have hang; the rest works on.
            real.devices()
                    .login(CAROL, TABLET, Platform.HARMONY_OS)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        } finally {
            hanging.countDown();
            real.close(Duration.ofSeconds(10));
        }
    }
}
