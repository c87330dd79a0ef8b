package io.offlinepush.core.decision;

import io.offlinepush.api.Environment;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.UserId;
import io.offlinepush.core.bulkhead.Bulkhead;
import io.offlinepush.core.trace.ListenerQueue;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.Membership;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the host's group directory, each group for itself, with a deadline for each call. Pages of members and questions
 * about single members have bounds of their own, so that neither holds up the other.
 */
public final class Memberships {

    private static final Logger log = LoggerFactory.getLogger(Memberships.class);

    private static final int MOST_CALLS = 8;
    private static final int MOST_WAITING = 100_000;

    private final @Nullable GroupDirectory directory;
    private final ListenerQueue listener;
    private final Bulkhead pages;
    private final Bulkhead questions;

    /**
     * Asks a directory.
     *
     * @param directory null if this process has none: every question fails
     * @param limit how long a call may take
     */
    public Memberships(
            @Nullable GroupDirectory directory, Duration limit, Environment environment, ListenerQueue listener) {
        this.directory = directory;
        this.listener = listener;
        this.pages = new Bulkhead("group-pages", MOST_CALLS, MOST_WAITING, limit, environment);
        this.questions = new Bulkhead("group-members", MOST_CALLS, MOST_WAITING, limit, environment);
    }

    /** Whether there is a directory to ask. */
    boolean canBeAsked() {
        return directory != null;
    }

    /** Who of these users is a member of the group now; fails if no answer came. */
    CompletionStage<Map<UserId, Membership>> of(GroupId group, Collection<UserId> users) {
        GroupDirectory asked = directory;
        return told(
                "memberships",
                asked == null ? missing() : questions.call(() -> Map.copyOf(asked.stillMembers(group, users))));
    }

    /** A page of members; fails if no answer came. */
    CompletionStage<List<Membership>> page(GroupId group, @Nullable UserId after, int size) {
        GroupDirectory asked = directory;
        return told(
                "a page of members",
                asked == null ? missing() : pages.call(() -> List.copyOf(asked.members(group, after, size))));
    }

    private static <T> CompletionStage<T> missing() {
        return CompletableFuture.failedFuture(
                new IllegalStateException("this process has no group directory; another one may have"));
    }

    private <T> CompletionStage<T> told(String what, CompletionStage<T> answer) {
        return answer.whenComplete((value, failure) -> {
            if (directory == null) {
                log.warn("This process has no group directory: {} are left to another one", what);
            } else if (failure instanceof TimeoutException) {
                log.warn("No answer about {}: {}", what, failure.getMessage());
                listener.tookTooLong("groupDirectory");
            } else if (failure != null) {
                log.warn(
                        "The group directory failed for {}: {}",
                        what,
                        failure.getClass().getName());
                listener.failed("groupDirectory", failure);
            }
        });
    }
}
