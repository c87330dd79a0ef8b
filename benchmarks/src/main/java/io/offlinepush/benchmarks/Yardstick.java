package io.offlinepush.benchmarks;

import io.offlinepush.api.DeviceToken;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The least that a server has to do for a message, with plain objects and maps: number it, keep it, hand it through a
 * bounded queue to a second thread, look there whether the receiver is online and where to push.
 */
final class Yardstick {

    private static final int QUEUE = 4096;

    /** A stored message. */
    private static final class Kept {
        private final long id;
        private final String to;
        private final byte[] body;
        private final long sequence;

        private Kept(long id, String to, byte[] body, long sequence) {
            this.id = id;
            this.to = to;
            this.body = body;
            this.sequence = sequence;
        }
    }

    private final String[] users = new String[Users.COUNT];
    private final ConcurrentHashMap<String, DeviceToken> tokens = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Boolean> online = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Long> cursors = new ConcurrentHashMap<>();
    private ConcurrentHashMap<Long, Kept> store = new ConcurrentHashMap<>();
    private ConcurrentHashMap<String, AtomicLong> sequences = new ConcurrentHashMap<>();

    Yardstick() {
        for (int i = 0; i < users.length; i++) {
            users[i] = Users.user(i).value();
            tokens.put(users[i], Users.token(i));
            cursors.put(users[i], 0L);
        }
    }

    /** Messages a second, into a store that is empty at first. */
    Measured sends(int count) throws InterruptedException {
        store = new ConcurrentHashMap<>();
        sequences = new ConcurrentHashMap<>();
        ArrayBlockingQueue<Kept> queue = new ArrayBlockingQueue<>(QUEUE);
        AtomicLong pushed = new AtomicLong();
        Thread second = new Thread(() -> pushed.set(push(queue, count)), "yardstick");
        Meter meter = Meter.start();
        second.start();
        for (int i = 0; i < count; i++) {
            String to = users[Users.receiver(i)];
            long sequence =
                    sequences.computeIfAbsent(to, unused -> new AtomicLong()).incrementAndGet();
            byte[] body = Users.TEXT.getBytes(StandardCharsets.UTF_8);
            Kept message = new Kept(i, to, body, sequence);
            store.put(message.id, message);
            queue.put(message);
        }
        second.join();
        Measured measured = meter.stop(count);
        if (pushed.get() != count || store.size() != count) {
            throw new IllegalStateException(pushed + " of " + count + " were pushed");
        }
        return measured;
    }

    private long push(ArrayBlockingQueue<Kept> queue, int count) {
        long pushed = 0;
        try {
            for (int i = 0; i < count; i++) {
                Kept message = queue.take();
                boolean whole = message.body.length > 0 && message.sequence > 0;
                if (whole && !online.containsKey(message.to) && tokens.get(message.to) != null) {
                    pushed++;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return pushed;
    }

    /** Members a second: presence, cursor and token of each are read, and nothing else. */
    Measured members(int times) {
        Meter meter = Meter.start();
        long found = 0;
        for (int time = 0; time < times; time++) {
            for (String user : users) {
                if (!online.containsKey(user) && cursors.get(user) != null && tokens.get(user) != null) {
                    found++;
                }
            }
        }
        long count = (long) times * users.length;
        Measured measured = meter.stop(count);
        if (found != count) {
            throw new IllegalStateException(found + " of " + count + " were found");
        }
        return measured;
    }
}
