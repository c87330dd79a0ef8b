package io.offlinepush.benchmarks;

import io.offlinepush.api.SendResult;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends to groups, one message after the other, each when the one before is settled. */
final class GroupRounds {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Instance instance;
    private final Handed handed;
    private long sentAt;

    GroupRounds(Instance instance, Handed handed) {
        this.instance = instance;
        this.handed = handed;
    }

    /** When the last message was sent, as {@link System#nanoTime} counts. */
    long sentAt() {
        return sentAt;
    }

    /**
     * One message: the rate until its last token is through, CPU and bytes for each member until the last is settled.
     */
    Measured one(Users.Send send, int members) {
        System.gc();
        Meter meter = Meter.start();
        send(send, members);
        return meter.stop(members, handed.last());
    }

    /**
     * One message for each, with a pause before it; CPU and bytes for each member, and in how many milliseconds it was
     * through.
     */
    Measured each(List<Users.Send> sends, int members, List<Double> millis) {
        System.gc();
        Meter meter = Meter.start();
        for (Users.Send send : sends) {
            LockSupport.parkNanos(PAUSE_NANOS);
            send(send, members);
            millis.add((handed.last() - sentAt) / 1e6);
        }
        return meter.stop((long) sends.size() * members);
    }

    private void send(Users.Send send, int members) {
        long before = handed.total();
        handed.expectFirst();
        sentAt = System.nanoTime();
        CompletionStage<SendResult> sent = instance.send(send);
        handed.await(before + members);
        // The writer's own end is one more.
        instance.awaitSettled(sent, members);
    }
}
