package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteOrderTest {

    private static final int[] EDGES = {1, 'a', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff};

    @Test
    void isTheOrderOfUtf8() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            String one = text(random);
            String other = text(random);
            assertThat(Integer.signum(ByteOrder.compare(one, other)))
                    .as(() -> Arrays.toString(one.codePoints().toArray()) + " and "
                            + Arrays.toString(other.codePoints().toArray()))
                    .isEqualTo(Integer.signum(Arrays.compareUnsigned(
                            one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static String text(Random random) {
        int[] points = random.ints(random.nextInt(4), 0, EDGES.length)
                .map(edge -> EDGES[edge])
                .toArray();
        return new String(points, 0, points.length);
    }
}
