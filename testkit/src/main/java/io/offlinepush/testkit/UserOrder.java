package io.offlinepush.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.UserId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Users in the order in which ports page them: that of their ids' UTF-8 bytes. */
final class UserOrder {

    static final Comparator<UserId> BYTES = (one, other) -> Arrays.compareUnsigned(
            one.value().getBytes(StandardCharsets.UTF_8), other.value().getBytes(StandardCharsets.UTF_8));

    /**
     * In order. One begins another, some differ in case, and some are where the order of bytes is not that of
     * {@code String}: U+FF5E is before U+1F600, its {@code char} is behind.
     */
    static final List<UserId> TRICKY = List.of(
            new UserId("#"),
            new UserId("B"),
            new UserId("a"),
            new UserId("a "),
            new UserId("aB"),
            new UserId("ab"),
            new UserId("b"),
            new UserId("\u00e9"),
            new UserId("\u5f20\u4e09"),
            new UserId("\ud7a3"),
            new UserId("\uff5e"),
            new UserId("\uff5e\ud83d\ude00"),
            new UserId("\ud83d\ude00"),
            new UserId("\ud83d\ude00\uff5e"),
            new UserId("\ud83d\ude00\ud83d\ude00"),
            new UserId("\udbff\udfff"));

    private UserOrder() {}

    /** Reads every page from the first to the last. Each must be in order, behind the one before, and not too large. */
    static List<UserId> readAll(int limit, Pages pages) {
        return readAll(limit, pages, page -> {});
    }

    static List<UserId> readAll(int limit, Pages pages, Between between) {
        List<UserId> all = new ArrayList<>();
        while (true) {
            UserId after = all.isEmpty() ? null : all.get(all.size() - 1);
            List<UserId> page = pages.read(after, limit);
            assertThat(page).as("a page of at most " + limit).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page);
            assertThat(all).isSortedAccordingTo(BYTES).doesNotHaveDuplicates();
            if (page.size() < limit) {
                return all;
            }
            between.pageWasRead(page);
        }
    }

    /** How one page is read. */
    @FunctionalInterface
    interface Pages {
        List<UserId> read(@Nullable UserId after, int limit);
    }

    /** What happens after a page that is not the last. */
    @FunctionalInterface
    interface Between {
        void pageWasRead(List<UserId> page);
    }
}
