package io.offlinepush.core.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.spi.PartId;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pauses double up to ten minutes, and parts do not come back all at once. */
class BackoffTest {

    @ParameterizedTest
    @CsvSource({
        "0, 500, 1000",
        "1, 1000, 2000",
        "2, 2000, 4000",
        "9, 256000, 512000",
        "10, 300000, 600000",
        "1000000, 300000, 600000"
    })
    void betweenHalfAndTheWhole(int attempts, long least, long most) {
        for (long number = 1; number < 1_000; number++) {
            assertThat(Backoff.after(attempts, new PartId(number, 0)))
                    .isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
        }
    }

    @Test
    void isSpreadOverParts() {
        long different = LongStream.range(0, 1_000)
                .map(number -> Backoff.after(6, new PartId(number + 1, 0)).toMillis())
                .distinct()
                .count();

        assertThat(different).isGreaterThan(900);
    }
}
