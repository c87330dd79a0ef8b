package io.offlinepush.core.session;

import io.offlinepush.api.Environment;
import io.offlinepush.api.UserId;
import io.offlinepush.core.bulkhead.Bulkhead;
import io.offlinepush.core.trace.LogText;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.Membership;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the host's group directory for a user's groups, with a bound, a queue and a deadline of its own: a directory
 * that hangs costs those who log in their groups, until a heartbeat asks again, and nobody else anything.
 */
final class GroupLookup {

    private static final Logger log = LoggerFactory.getLogger(GroupLookup.class);

    private static final int MOST_CALLS = 8;
    private static final int MOST_WAITING = 100_000;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final @Nullable GroupDirectory directory;
    private final Bulkhead calls;

    GroupLookup(@Nullable GroupDirectory directory, Environment environment) {
        this.directory = directory;
        this.calls = new Bulkhead("user-groups", MOST_CALLS, MOST_WAITING, LIMIT, environment);
    }

    /** The groups of a user; empty if the directory fails: the next heartbeat asks again. None without a directory. */
    CompletionStage<Optional<List<Membership>>> of(UserId user) {
        GroupDirectory asked = directory;
        if (asked == null) {
            return CompletableFuture.completedFuture(Optional.of(List.of()));
        }
        return calls.call(() -> List.copyOf(asked.groupsOf(user))).handle((groups, failure) -> {
            if (failure != null) {
                log.warn(
                        "The groups of {} could not be read: {}",
                        LogText.of(user),
                        failure.getClass().getName());
            }
            return Optional.ofNullable(groups);
        });
    }
}
