package io.offlinepush.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.MessageId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Ids whose order as text is the order of their making, in this process whatever its clock does. */
class MessageIdsTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final MessageIds ids = new MessageIds(() -> now);

    @Test
    void has26CharactersOfCrockfordsAlphabet() {
        assertThat(Stream.generate(ids::next).limit(1_000))
                .allSatisfy(id -> assertThat(id.value()).matches("[0-7][0-9A-HJKMNP-TV-Z]{25}"));
    }

    @Test
    void beginsWithTheTime() {
        String first = ids.next().value();
        now = now.plus(Duration.ofDays(365));
        String yearLater = ids.next().value();

        assertThat(first).startsWith("01KDVDNA00");
        assertThat(yearLater).isGreaterThan(first).startsWith("01MB78QN00");
    }

    @Test
    void onlyGrowsWhileTheClockStandsGoesOnOrGoesBack() {
        List<MessageId> made = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            made.add(ids.next());
            now = now.plusMillis(i % 3 - 1);
        }
        now = now.minus(Duration.ofDays(1));
        made.add(ids.next());
        now = now.plus(Duration.ofDays(2));
        made.add(ids.next());

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void doesNotTellItsNeighboursOfAnotherProcess() {
        assertThat(new MessageIds(() -> now).next().value().substring(10))
                .isNotEqualTo(ids.next().value().substring(10));
    }

    @Test
    void isUniqueOverThreads() throws InterruptedException {
        Set<MessageId> made = ConcurrentHashMap.newKeySet();
        List<Thread> threads = Stream.generate(() -> new Thread(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        made.add(ids.next());
                    }
                }))
                .limit(4)
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        }

        assertThat(made).hasSize(20_000);
    }
}
