package io.offlinepush.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.offlinepush.api.CloseResult;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Message;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What a message costs in memory that is garbage afterwards, on real threads: bytes allocated by all threads from
 * {@code send} to the settled end, with 800 messages under way and the trace on. The count does not depend on how fast
 * the machine is, but the compiler removes some allocations once it has seen enough: so the best of several rounds is
 * judged.
 */
class SendAllocationTest {

    /** A guard, with some slack: lower it when the engine gets leaner, never raise it. */
    private static final long MOST_BYTES = 7_000;

    private static final int MOST_ROUNDS = 25;
    private static final int SENDS = 4_000;
    private static final int UNDER_WAY = 800;
    private static final int LOT = 200;
    private static final int USERS = 2_000;
    private static final long BOUND_SECONDS = 60;
    private static final String TEXT = "Are you there? I am waiting at the corner of the market. ".repeat(3);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Semaphore window = new Semaphore(UNDER_WAY);
    private final OfflinePush push = OfflinePush.builder()
            .messageStore(new InMemoryMessageStore(
                    InstantSource.system(), System::nanoTime, InMemoryMessageStore.DEFAULT_CAPACITY))
            .bindingRegistry(new InMemoryBindingRegistry())
            .pushProvider(new AcceptsAtOnce(window))
            .build();

    @Test
    void aSendAllocatesNoMoreThanItsShare() throws InterruptedException {
        push.start();
        try {
            List<Message> messages = messages();
            SendConfig config = SendConfig.push(PushConfig.of("Alice", TEXT)
                    .withPayload("{\"room\":\"42\",\"kind\":\"text\",\"unread\":3}")
                    .withBadge(1));
            long least = Long.MAX_VALUE;
            for (int round = 0; round < MOST_ROUNDS && least > MOST_BYTES; round++) {
                Map<Long, Long> before = allocated();
                sendAll(messages, config);
                least = Math.min(least, since(before) / SENDS);
            }
            assertThat(least).as("bytes for each send").isLessThanOrEqualTo(MOST_BYTES);
        } finally {
            CloseResult left = push.close(Duration.ofSeconds(BOUND_SECONDS));
            assertThat(left.notStored()).as("all were stored").isZero();
            assertThat(left.lostPushes()).as("all were settled").isZero();
        }
    }

    /** In lots, so that waiting for room costs next to nothing; returns when all are handed over. */
    private void sendAll(List<Message> messages, SendConfig config) throws InterruptedException {
        for (int i = 0; i < SENDS; i++) {
            if (i % LOT == 0) {
                take(LOT);
            }
            var unused = push.messages().send(messages.get(i % messages.size()), config);
        }
        take(UNDER_WAY);
        window.release(UNDER_WAY);
    }

    private void take(int room) throws InterruptedException {
        assertThat(window.tryAcquire(room, BOUND_SECONDS, TimeUnit.SECONDS))
                .as("what was sent is handed over")
                .isTrue();
    }

    /** To each user, each with one registered device, who are all offline. */
    private List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        List<CompletableFuture<Void>> bound = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            UserId user = new UserId("user-" + i);
            DeviceId device = new DeviceId("device-" + i);
            DeviceToken token = new DeviceToken("token-".repeat(18) + i);
            bound.add(push.devices()
                    .registerPush(new Registration(device, World.APP, token))
                    .thenCompose(unused -> push.devices().login(user, device, Platform.HARMONY_OS))
                    .toCompletableFuture());
            messages.add(Message.text(World.ALICE, Conversation.peer(user), TEXT));
        }
        CompletableFuture.allOf(bound.toArray(CompletableFuture[]::new))
                .orTimeout(BOUND_SECONDS, TimeUnit.SECONDS)
                .join();
        return messages;
    }

    private static long since(Map<Long, Long> before) {
        long bytes = 0;
        for (Map.Entry<Long, Long> thread : allocated().entrySet()) {
            bytes += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
        return bytes;
    }

    private static Map<Long, Long> allocated() {
        long[] ids = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, Long> allocated = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            // -1: the thread has ended
            if (bytes[i] >= 0) {
                allocated.put(ids[i], bytes[i]);
            }
        }
        return allocated;
    }

    /** Costs nothing itself: one answer for all. */
    private record AcceptsAtOnce(Semaphore window) implements PushProvider {

        private static final CompletionStage<List<Verdict>> ACCEPTED =
                CompletableFuture.completedFuture(List.of(new Verdict.Accepted(new VendorAnswer("OK", ""))));
        private static final CompletionStage<List<Verdict>> NOT_SENT =
                CompletableFuture.completedFuture(List.of(new Verdict.RetryLater(null, VendorAnswer.NONE)));

        @Override
        public Set<VendorApp> apps() {
            return Set.of(World.APP);
        }

        @Override
        public int maxTargets() {
            return 1;
        }

        @Override
        public CompletionStage<List<Verdict>> push(PushRequest request) {
            return request.sendIfCurrent(window::release) ? ACCEPTED : NOT_SENT;
        }

        @Override
        public void close() {}
    }
}
