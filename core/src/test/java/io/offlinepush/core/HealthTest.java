package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Uninterruptibles;
import io.offlinepush.api.Health;
import io.offlinepush.api.Health.Status;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.inmemory.InMemoryPushProvider;
import io.offlinepush.spi.MessageStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a probe sees. */
class HealthTest {

    private static Health health(World world) {
        return world.done(world.push.diagnostics().health());
    }

    @Test
    void upWithNumbers() {
        try (World world = new World()) {
            world.login(BOB, PHONE, new Client());
            world.register(PHONE, "token-1");
            world.send(ALICE, BOB, "waits for an acknowledgement");

            Health health = health(world);

            assertThat(health.status()).isEqualTo(Status.UP);
            assertThat(health.problems()).isEmpty();
            assertThat(health.leaseIsAlive()).isTrue();
            assertThat(health.owed()).isEqualTo(1);
            assertThat(health.openPushes()).isEqualTo(1);
            assertThat(health.sessions()).isEqualTo(1);
            assertThat(health.lanes())
                    .containsExactly(new Health.Lane(APP, 0, 0, Duration.ZERO, false, Health.LaneRecord.NONE));
        }
    }

    @Test
    void downWhileTheStoreOrTheRegistryFails() {
        try (World world = new World()) {
            world.faults.failBefore("Outbox.backlog", 1);
            world.faults.failBefore("BindingRegistry.find", 1);

            Health health = health(world);

            assertThat(health.status()).isEqualTo(Status.DOWN);
            assertThat(health.owed()).isEqualTo(-1);
            assertThat(health.problems())
                    .containsExactly(
                            "the message store failed: java.lang.IllegalStateException",
                            "the binding registry failed: java.lang.IllegalStateException");
            assertThat(health(world).status()).isEqualTo(Status.UP);
        }
    }

    @Test
    void downOnceTheLeaseIsNotSurelyAlive() {
        try (World world = new World()) {
            world.faults.failBefore("Nodes.renew", 4);
            world.pass(Duration.ofSeconds(16));

            Health health = health(world);

            assertThat(health.status()).isEqualTo(Status.DOWN);
            assertThat(health.leaseIsAlive()).isFalse();
            assertThat(health.problems())
                    .singleElement()
                    .asString()
                    .startsWith("the lease of node " + health.node() + " is not surely alive");
            world.pass(Duration.ofSeconds(10));
            assertThat(health(world).status()).isEqualTo(Status.UP);
            assertThat(health(world).node()).isNotEqualTo(health.node());
        }
    }

    @Test
    void downAtOnceWhenItIsClosed() {
        World world = new World();
        var diagnostics = world.push.diagnostics();
        world.close();

        Health health = diagnostics.health().toCompletableFuture().join();

        assertThat(health.status()).isEqualTo(Status.DOWN);
        assertThat(health.problems()).contains("this instance is not running");
    }

    @Test
    void degradedWhileAVendorIsSilent() {
        QueueingProvider vendor = new QueueingProvider(APP);
        try (World world = new World(OfflinePush.builder(), vendor)) {
            world.offline(BOB, PHONE, "token-1");
            world.send(ALICE, BOB, "never answered");
            world.pass(Duration.ofSeconds(59));
            assertThat(health(world).status()).isEqualTo(Status.UP);
            world.pass(Duration.ofSeconds(2));

            Health health = health(world);

            assertThat(health.status()).isEqualTo(Status.DEGRADED);
            assertThat(health.problems()).containsExactly("test/chat has left 1 requests without an answer for 61 s");
            assertThat(health.lanes())
                    .containsExactly(new Health.Lane(APP, 1, 0, Duration.ofSeconds(61), false, Health.LaneRecord.NONE));
        }
    }

    @Test
    void degradedWhileSendsAreRefused() {
        try (World world = new World(OfflinePush.builder().setting("partsInMemory", "1"))) {
            world.faults.failBefore("Outbox.settle", 12);
            for (int i = 0; i < 4; i++) {
                world.done(world.sending(World.text(ALICE, BOB, "ends, and cannot be written down")));
            }

            Health health = health(world);

            assertThat(health.status()).isEqualTo(Status.DEGRADED);
            assertThat(health.problems()).containsExactly("sends are refused: a bound is met");
            world.pass(Duration.ofSeconds(30));
            assertThat(health(world).status()).isEqualTo(Status.UP);
        }
    }

    @Test
    void aPortThatHangsDoesNotHangTheProbe() throws Exception {
        Faults faults = new Faults();
        OfflinePush push = OfflinePush.builder()
                .messageStore(faults.around(
                        MessageStore.class,
                        new InMemoryMessageStore(InstantSource.system(), System::nanoTime, 1_000_000)))
                .bindingRegistry(new InMemoryBindingRegistry())
                .pushProvider(new InMemoryPushProvider(APP))
                .build();
        push.start();
        CountDownLatch hanging = new CountDownLatch(1);
        faults.before("Outbox.backlog", () -> Uninterruptibles.awaitUninterruptibly(hanging));
        try {
            Health health = push.diagnostics().health().toCompletableFuture().get(1, TimeUnit.MINUTES);

            assertThat(health.status()).isEqualTo(Status.DOWN);
            assertThat(health.problems()).containsExactly("the message store did not answer within 2 s");
        } finally {
            hanging.countDown();
            push.close();
        }
    }
}
