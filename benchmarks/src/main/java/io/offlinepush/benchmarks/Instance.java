package io.offlinepush.benchmarks;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.SendResult;
import io.offlinepush.core.OfflinePush;
import io.offlinepush.core.OfflinePushBuilder;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.PushProvider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The library as a chat server starts it, with an empty store and a registry that may have been filled before. */
final class Instance implements AutoCloseable {

    private static final int MOST_MESSAGES = 10_000_000;
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    final OfflinePush push;

    Instance(BindingRegistry registry, PushProvider provider, Map<String, String> settings) {
        this(registry, provider, null, settings);
    }

    Instance(
            BindingRegistry registry,
            PushProvider provider,
            @Nullable GroupDirectory groups,
            Map<String, String> settings) {
        OfflinePushBuilder builder = OfflinePush.builder()
                .settings(settings)
                .messageStore(new InMemoryMessageStore(InstantSource.system(), System::nanoTime, MOST_MESSAGES))
                .bindingRegistry(registry)
                .pushProvider(provider);
        if (groups != null) {
            builder.groups(groups);
        }
        push = builder.build();
        push.start();
    }

    CompletionStage<SendResult> send(Users.Send send) {
        return push.messages().send(send.message(), send.config());
    }

    /**
     * Sends messages with that many under way: sent, and not yet handed to the provider. Returns when all are handed
     * over.
     *
     * @param times how often all of them are sent
     * @param mostUnderWay it is refilled when a quarter of it is through
     * @return the last result
     */
    CompletionStage<SendResult> sendAll(List<Users.Send> sends, int times, int mostUnderWay, Handed handed) {
        long before = handed.total();
        long sent = 0;
        CompletionStage<SendResult> last = null;
        for (int time = 0; time < times; time++) {
            for (Users.Send send : sends) {
                if (before + sent - handed.total() >= mostUnderWay) {
                    handed.await(before + sent - mostUnderWay * 3L / 4);
                }
                last = send(send);
                sent++;
            }
        }
        handed.await(before + sent);
        if (last == null) {
            throw new IllegalArgumentException("nothing to send");
        }
        return last;
    }

    /** Waits until the store has the ends of a message: of so many devices. */
    void awaitSettled(CompletionStage<SendResult> sent, int devices) {
        MessageId id = stored(sent);
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (ended(id) < devices) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(ended(id) + " of " + devices + " ends were settled");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private int ended(MessageId id) {
        return push.diagnostics().trace(id).toCompletableFuture().join().counts().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static MessageId stored(CompletionStage<SendResult> sent) {
        SendResult result = sent.toCompletableFuture().join();
        if (result instanceof SendResult.Stored stored) {
            return stored.messageId();
        }
        throw new IllegalStateException("not stored: " + result);
    }

    @Override
    public void close() {
        push.close(BOUND);
    }
}
