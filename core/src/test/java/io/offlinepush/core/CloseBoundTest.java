package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Uninterruptibles;
import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.CloseResult;
import io.offlinepush.api.Health;
import io.offlinepush.api.Platform;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Session;
import io.offlinepush.api.VendorApp;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.inmemory.InMemoryPushProvider;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Provider;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A close returns within its bound and completes every stage, whatever hangs (promise 8). In real time, since a thread
 * that hangs is what this is about; nothing here waits longer when the machine is slow than the bounds that are given.
 */
@Timeout(120)
class CloseBoundTest {

    private static final Duration BOUND = Duration.ofSeconds(1);

    private final Faults faults = new Faults();
    private final InMemoryMessageStore store =
            new InMemoryMessageStore(InstantSource.system(), System::nanoTime, 1_000_000);
    private final InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch entered = new CountDownLatch(1);

    @AfterEach
    void release() {
        released.countDown();
    }

    @Test
    void hostCodeThatHangsOnAStage_doesNotKeepOtherStagesOpen() throws Exception {
        OfflinePush push = started("callbackThreads", "1");
        CompletionStage<SendResult> first = send(push);
        first.thenRun(this::hang);
        entered.await();
        List<CompletionStage<SendResult>> behind = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            behind.add(send(push));
        }

        close(push);

        for (CompletionStage<SendResult> stage : behind) {
            assertThat(stage.toCompletableFuture().get(60, TimeUnit.SECONDS)).isInstanceOf(SendResult.Stored.class);
        }
    }

    @Test
    void hostCodeThatHangsOnAStage_doesNotKeepThoseOfTheSameAppendOpen() throws Exception {
        OfflinePush push = started("callbackThreads", "1");
        CountDownLatch full = new CountDownLatch(1);
        faults.before("MessageStore.append", () -> Uninterruptibles.awaitUninterruptibly(full));
        List<CompletionStage<SendResult>> together = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            CompletionStage<SendResult> stage = send(push);
            stage.thenRun(this::hang);
            together.add(stage);
        }
        full.countDown();
        entered.await();

        close(push);
        // All of them hang, one more on each thread: those that have had no thread get one as soon as there is one.
        released.countDown();

        for (CompletionStage<SendResult> stage : together) {
            assertThat(stage.toCompletableFuture().get(60, TimeUnit.SECONDS)).isInstanceOf(SendResult.Stored.class);
        }
    }

    @Test
    void aLoginWhoseGroupsHang_failsAtTheClose() throws Exception {
        faults.before("GroupDirectory.groupsOf", this::hang);
        OfflinePush push = started("callbackThreads", "1");
        CompletionStage<Session> login = push.sessions().login(BOB, PHONE, Platform.HARMONY_OS, new Client());
        entered.await();

        close(push);

        assertThat(login.toCompletableFuture())
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableThat()
                .withMessageContaining("login: this instance was closed");
    }

    @Test
    void aHealthQuestionThatHangs_isAnsweredAtTheClose() throws Exception {
        OfflinePush push = started("callbackThreads", "1");
        faults.before("Outbox.backlog", this::hang);
        CompletionStage<Health> health = push.diagnostics().health();
        entered.await();

        close(push);

        assertThat(health.handle((answer, failure) -> true).toCompletableFuture())
                .succeedsWithin(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nodes.leave", "Cursors.advance", "MessageStore.count", "Outbox.backlog"})
    void aPortThatHangsAtTheClose(String call) throws Exception {
        OfflinePush push = start(builder().setting("cursorInterval", "30s").setting("acknowledgementTime", "60s"));
        acknowledgeOne(push);
        faults.before(call, this::hang);

        close(push);

        assertThat(entered.getCount()).as("the port was called").isZero();
        assertThat(live())
                .as("left the store, but for the call that hangs")
                .hasSize(call.equals("Nodes.leave") ? 1 : 0);
    }

    @Test
    void aRenewalThatHangs() throws Exception {
        faults.before("Nodes.renew", this::hang);
        OfflinePush push = started("lease", "1s");
        entered.await();

        close(push);
    }

    @Test
    void aPortThatHangsWhileItIsClosed_doesNotKeepOthersOpen() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        OfflinePush push =
                start(builder().provider(closing("first", closed::countDown)).provider(closing("second", this::hang)));

        close(push);

        assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(entered.getCount()).isZero();
    }

    private void hang() {
        entered.countDown();
        Uninterruptibles.awaitUninterruptibly(released);
    }

    private static CloseResult close(OfflinePush push) throws Exception {
        return CompletableFuture.supplyAsync(() -> push.close(BOUND)).get(30, TimeUnit.SECONDS);
    }

    private static CompletionStage<SendResult> send(OfflinePush push) {
        return push.messages().send(World.text(ALICE, BOB, "hello"), SendConfig.withoutPush());
    }

    private Set<NodeId> live() {
        return store.nodes().live();
    }

    /** Bob has a message, and his acknowledgement is not written yet. */
    private static void acknowledgeOne(OfflinePush push) throws Exception {
        CompletableFuture<MessageReceived> there = new CompletableFuture<>();
        Session session = push.sessions()
                .login(BOB, PHONE, Platform.HARMONY_OS, event -> {
                    if (event instanceof MessageReceived message) {
                        there.complete(message);
                    }
                    return true;
                })
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        send(push);
        MessageReceived message = there.get(60, TimeUnit.SECONDS);
        session.acknowledge(message.timeline(), message.sequence());
    }

    private OfflinePush started(String setting, String value) {
        return start(builder().setting(setting, value));
    }

    private OfflinePushBuilder builder() {
        return OfflinePush.builder()
                .messageStore(faults.around(MessageStore.class, store))
                .bindingRegistry(new InMemoryBindingRegistry())
                .groups(faults.around(GroupDirectory.class, groups))
                .pushProvider(new InMemoryPushProvider(APP));
    }

    private static OfflinePush start(OfflinePushBuilder builder) {
        OfflinePush push = builder.build();
        push.start();
        return push;
    }

    /** A provider of a vendor that does this when it is closed. */
    private static Provider closing(String id, Runnable what) {
        InMemoryPushProvider works = new InMemoryPushProvider(new VendorApp(id, "app"));
        PushProvider port = (PushProvider) Proxy.newProxyInstance(
                PushProvider.class.getClassLoader(),
                new Class<?>[] {PushProvider.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        what.run();
                        return null;
                    }
                    return method.invoke(works, arguments);
                });
        return new Provider() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Optional<PushProvider> pushProvider(ProviderContext context) {
                return Optional.of(port);
            }
        };
    }
}
