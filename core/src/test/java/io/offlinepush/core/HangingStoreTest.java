package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Uninterruptibles;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Health;
import io.offlinepush.api.Platform;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.inmemory.InMemoryPushProvider;
import io.offlinepush.spi.MessageStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Calls of the store that hang cost neither the lease nor more than their own threads. On real threads, which the tests
 * release.
 */
@Timeout(120)
class HangingStoreTest {

    private final Faults faults = new Faults();
    private final CountDownLatch released = new CountDownLatch(1);
    private final OfflinePush push = OfflinePush.builder()
            .setting("lease", "1s")
            .messageStore(faults.around(
                    MessageStore.class, new InMemoryMessageStore(InstantSource.system(), System::nanoTime, 1_000_000)))
            .bindingRegistry(new InMemoryBindingRegistry())
            .pushProvider(new InMemoryPushProvider(APP))
            .build();

    HangingStoreTest() {
        push.start();
    }

    @AfterEach
    void close() {
        released.countDown();
        push.close(Duration.ofSeconds(10));
    }

    @Test
    void readsOfSessionsThatHang_costNeitherTheLeaseNorAnySend() throws Exception {
        CountDownLatch hanging = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            faults.before("MessageStore.read", () -> hang(hanging));
        }
        Client client = new Client();
        for (int i = 0; i < 8; i++) {
            push.sessions()
                    .login(World.user("user-" + i), new DeviceId("device-" + i), Platform.HARMONY_OS, client)
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
        }
        hanging.await();
        CountDownLatch renewed = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            faults.after("Nodes.renew", renewed::countDown);
        }

        SendResult sent = push.messages()
                .send(World.text(ALICE, BOB, "hello"), SendConfig.withoutPush())
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);

        assertThat(sent).isInstanceOf(SendResult.Stored.class);
        assertThat(renewed.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(client.end()).isNull();
    }

    @Test
    void aHealthQuestionThatHangs_isAskedOnceByHoweverManyChecks() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        faults.before("Outbox.backlog", () -> hang(hanging));
        push.diagnostics().health();
        hanging.await();
        int before = faults.count("Outbox.backlog");

        for (int i = 0; i < 20; i++) {
            push.diagnostics().health();
        }
        // After the bound of a check, which is two seconds.
        Health health = push.diagnostics().health().toCompletableFuture().get(60, TimeUnit.SECONDS);

        assertThat(health.problems()).contains("the message store did not answer within 2 s");
        assertThat(faults.count("Outbox.backlog")).isEqualTo(before);
        assertThat(push.sessions()
                        .login(BOB, PHONE, Platform.HARMONY_OS, new Client())
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS))
                .isNotNull();
    }

    private void hang(CountDownLatch hanging) {
        hanging.countDown();
        Uninterruptibles.awaitUninterruptibly(released);
    }
}
