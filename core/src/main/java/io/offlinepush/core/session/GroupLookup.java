package io.offlinepush.core.session;

import io.offlinepush.api.Environment;
import io.offlinepush.api.UserId;
import io.offlinepush.core.trace.LogText;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.Membership;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the host's group directory for a user's groups, on the executor for the host's code. */
final class GroupLookup {

    private static final Logger log = LoggerFactory.getLogger(GroupLookup.class);

    private final @Nullable GroupDirectory directory;
    private final Environment environment;

    GroupLookup(@Nullable GroupDirectory directory, Environment environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /** The groups of a user; empty if the directory fails: the next heartbeat asks again. None without a directory. */
    CompletionStage<Optional<List<Membership>>> of(UserId user) {
        GroupDirectory asked = directory;
        if (asked == null) {
            return CompletableFuture.completedFuture(Optional.of(List.of()));
        }
        return CompletableFuture.supplyAsync(() -> ask(asked, user), environment.callbacks());
    }

    private static Optional<List<Membership>> ask(GroupDirectory directory, UserId user) {
        try {
            return Optional.of(List.copyOf(directory.groupsOf(user)));
        } catch (RuntimeException | Error e) {
            log.warn(
                    "The groups of {} could not be read: {}",
                    LogText.of(user),
                    e.getClass().getName());
            return Optional.empty();
        }
    }
}
