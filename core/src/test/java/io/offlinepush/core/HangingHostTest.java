package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.user;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Uninterruptibles;
import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.ClientEvent;
import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Session;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.inmemory.InMemoryPushProvider;
import io.offlinepush.spi.GroupDirectory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Code of the host that hangs costs only those who need it (promise 8). On real threads, which the tests release. */
@Timeout(120)
class HangingHostTest {

    private final Faults directory = new Faults();
    private final CountDownLatch released = new CountDownLatch(1);
    private OfflinePush push = started("1");

    @AfterEach
    void close() {
        released.countDown();
        push.close(Duration.ofSeconds(10));
    }

    @Test
    void channelsThatHang_costTheirOwnSessions() throws Exception {
        CountDownLatch hanging = new CountDownLatch(10);
        for (int i = 0; i < 10; i++) {
            login("hangs-" + i, new Hanging(hanging));
            send("hangs-" + i);
        }
        hanging.await();
        CompletableFuture<String> received = new CompletableFuture<>();
        login("works", event -> {
            if (event instanceof MessageReceived message) {
                received.complete(message.content());
            }
            return true;
        });

        send("works");

        assertThat(received.get(60, TimeUnit.SECONDS)).isEqualTo("hello");
    }

    @Test
    void codeThatHangsOnAStage_holdsUpNoChannel() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CompletableFuture<String> received = new CompletableFuture<>();
        login("works", event -> {
            if (event instanceof MessageReceived message) {
                received.complete(message.content());
            }
            return true;
        });
        sending("works").thenRun(() -> hang(hanging));

        assertThat(received.get(60, TimeUnit.SECONDS)).isEqualTo("hello");
        hanging.await();
    }

    @Test
    void aDirectoryThatHangsForSomeUsers_costsOthersTheirGroupsAtMost() throws Exception {
        CountDownLatch hanging = new CountDownLatch(8);
        List<CompletionStage<Session>> stuck = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            directory.before("GroupDirectory.groupsOf", () -> hang(hanging));
            stuck.add(loggingIn("hangs-" + i, new Client()));
        }
        hanging.await();

        for (int i = 0; i < 100; i++) {
            stuck.add(loggingIn("works-" + i, new Client()));
        }
        CompletionStage<SendResult> sent = sending("works-1");

        assertThat(sent.toCompletableFuture().get(60, TimeUnit.SECONDS)).isInstanceOf(SendResult.Stored.class);
        for (CompletionStage<Session> login : stuck) {
            // After the deadline of the directory, which is five seconds.
            login.toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    private void hang(CountDownLatch hanging) {
        hanging.countDown();
        Uninterruptibles.awaitUninterruptibly(released);
    }

    private final class Hanging implements ClientChannel {

        private final CountDownLatch hanging;

        private Hanging(CountDownLatch hanging) {
            this.hanging = hanging;
        }

        @Override
        public boolean deliver(ClientEvent event) {
            if (event instanceof MessageReceived) {
                hang(hanging);
            }
            return true;
        }
    }

    private void login(String name, ClientChannel channel) throws Exception {
        loggingIn(name, channel).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private CompletionStage<Session> loggingIn(String name, ClientChannel channel) {
        return push.sessions().login(user(name), new DeviceId("device-" + name), Platform.HARMONY_OS, channel);
    }

    private void send(String to) throws Exception {
        sending(to).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private CompletionStage<SendResult> sending(String to) {
        return push.messages().send(World.text(ALICE, new UserId(to), "hello"), SendConfig.withoutPush());
    }

    private OfflinePush started(String callbackThreads) {
        OfflinePush started = OfflinePush.builder()
                .setting("callbackThreads", callbackThreads)
                .messageStore(new InMemoryMessageStore(InstantSource.system(), System::nanoTime, 1_000_000))
                .bindingRegistry(new InMemoryBindingRegistry())
                .groups(directory.around(GroupDirectory.class, new InMemoryGroupDirectory()))
                .pushProvider(new InMemoryPushProvider(APP))
                .build();
        started.start();
        return started;
    }
}
