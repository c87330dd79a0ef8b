package io.offlinepush.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.offlinepush.core.CapturedLogs;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads are the subject here: each wait ends with what is waited for, or the test fails. */
@Timeout(60)
class SystemEnvironmentTest {

    private final SystemEnvironment environment = new SystemEnvironment(1, 1);
    private final BlockingQueue<Thread> ran = new LinkedBlockingQueue<>();
    private final CountDownLatch hang = new CountDownLatch(1);

    @AfterEach
    void close() {
        hang.countDown();
        environment.close();
    }

    @Test
    void purpose_runsWhileAllOtherExecutorsHang() throws InterruptedException {
        environment.blocking().execute(this::waitForEnd);
        environment.callbacks().execute(this::waitForEnd);
        environment.executor("dns", 1).execute(this::waitForEnd);
        environment.executor("lease", 1).execute(this::note);

        Thread thread = ran.take();
        assertThat(thread.getName()).isEqualTo("offline-push-lease-1");
        assertThat(thread.isDaemon()).isTrue();
    }

    @Test
    void purpose_hasOneExecutorHoweverOftenItIsAskedFor() throws InterruptedException {
        environment.executor("lease", 1).execute(this::note);
        environment.executor("lease", 1).execute(this::note);
        assertThat(ran.take()).isSameAs(ran.take());
    }

    @Test
    void purpose_runsAsManyTasksAtOnceAsItHasThreads() throws InterruptedException {
        Executor two = environment.executor("reads", 2);
        two.execute(this::waitForEnd);
        two.execute(this::note);
        assertThat(ran.take().getName()).startsWith("offline-push-reads-");
    }

    @Test
    void close_endsTheThreadsOfEachPurpose() throws InterruptedException {
        environment.executor("lease", 1).execute(this::note);
        Thread thread = ran.take();
        environment.close();
        thread.join();

        environment.executor("lease", 1).execute(this::note);
        environment.executor("made later", 1).execute(this::note);
        assertThatCode(() -> environment.executor("lease", 1).execute(this::note))
                .doesNotThrowAnyException();
        assertThat(ran).as("what ran after the close").isEmpty();
    }

    @Test
    void aTaskThatThrows_isLoggedWithoutWhatTheExceptionSays() throws InterruptedException {
        String secret = "secret of " + this;
        environment.executor("one", 1).execute(() -> {
            throw new IllegalStateException(secret);
        });
        environment.executor("one", 1).execute(this::note);
        ran.take();

        assertThat(CapturedLogs.thrown()).extracting(Throwable::getMessage).doesNotContain(secret);
        assertThat(CapturedLogs.texts())
                .noneMatch(text -> text.contains(secret))
                .anyMatch(text -> text.contains(
                        "java.lang.IllegalStateException at " + getClass().getName()));
    }

    private void note() {
        ran.add(Thread.currentThread());
    }

    private void waitForEnd() {
        try {
            assertThat(hang.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
