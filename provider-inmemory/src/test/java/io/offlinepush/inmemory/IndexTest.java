package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IndexTest {

    /** Few hashes, so that nearly all stand in each other's way. */
    private final Index<Integer> index = new Index<>() {
        @Override
        int hash(Integer value) {
            return value % 7;
        }
    };

    @Test
    void whateverIsAddedAndRemoved_theOthersAreFound() {
        Random random = new Random(9);
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(i);
        }
        Set<Integer> there = new HashSet<>();
        for (int step = 0; step < 5_000; step++) {
            Integer value = all.get(random.nextInt(all.size()));
            if (there.add(value)) {
                index.add(value);
            } else {
                there.remove(value);
                index.remove(value);
            }
            assertThat(index.size()).isEqualTo(there.size());
            for (Integer other : all) {
                assertThat(found(other)).as("%s after step %s", other, step).isEqualTo(there.contains(other));
            }
        }
    }

    @Test
    void removalOfWhatIsNotThere_changesNothing() {
        index.add(1);
        index.remove(8);
        assertThat(index.size()).isEqualTo(1);
        assertThat(found(1)).isTrue();
    }

    @Test
    void manyValuesOfManyHashes_areFoundAndOthersAreNot() {
        Index<Integer> many = new Index<>() {
            @Override
            int hash(Integer value) {
                return value.hashCode();
            }
        };
        for (int i = 0; i < 100_000; i += 2) {
            many.add(i);
        }
        for (int i = 0; i < 100_000; i += 4) {
            many.remove(Objects.requireNonNull(at(many, i)));
        }
        assertThat(many.size()).isEqualTo(25_000);
        for (int i = 0; i < 100_000; i++) {
            assertThat(at(many, i) != null).as("%s", i).isEqualTo(i % 4 == 2);
        }
    }

    private static @Nullable Integer at(Index<Integer> index, Integer wanted) {
        Integer value;
        for (int slot = index.start(wanted.hashCode()); (value = index.at(slot)) != null; slot = index.next(slot)) {
            if (value.equals(wanted)) {
                return value;
            }
        }
        return null;
    }

    private boolean found(Integer wanted) {
        Integer value;
        for (int slot = index.start(wanted % 7); (value = index.at(slot)) != null; slot = index.next(slot)) {
            if (value.equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
