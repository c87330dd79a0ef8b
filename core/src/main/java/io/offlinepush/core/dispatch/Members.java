package io.offlinepush.core.dispatch;

import com.google.common.collect.Iterables;
import io.offlinepush.api.Environment;
import io.offlinepush.api.Environment.Task;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.UserId;
import io.offlinepush.core.trace.Listening;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.Membership;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the host's group directory, on the executor for the host's code, with a time limit. If no answer comes, the parts
 * it was asked for are looked at again later.
 */
final class Members {

    private static final Logger log = LoggerFactory.getLogger(Members.class);

    /** A directory that hangs takes this many threads and no more. */
    private static final int MOST_CALLS = 4;

    /** The most users that a directory is asked about in one call. */
    private static final int MOST_USERS = 10_000;

    private final @Nullable GroupDirectory directory;
    private final Environment environment;
    private final Duration limit;
    private final Executor loop;
    private final Listening listening;
    private final AtomicInteger calls = new AtomicInteger();

    Members(
            @Nullable GroupDirectory directory,
            Environment environment,
            Duration limit,
            Executor loop,
            Listening listening) {
        this.listening = listening;
        this.directory = directory;
        this.environment = environment;
        this.limit = limit;
        this.loop = loop;
    }

    /** Whether there is a directory to ask. */
    boolean canBeAsked() {
        return directory != null;
    }

    /** Asks who of these users is a member now; empty if no answer came. Given on the loop. */
    void ask(Map<GroupId, Set<UserId>> users, Consumer<Optional<Map<GroupId, Map<UserId, Membership>>>> then) {
        call("memberships", known -> stillMembers(known, users), then);
    }

    /** Reads a page of members; empty if no answer came. Given on the loop. */
    void page(GroupId group, @Nullable UserId after, int size, Consumer<Optional<List<Membership>>> then) {
        call("a page of members", known -> List.copyOf(known.members(group, after, size)), then);
    }

    private <T> void call(String what, Function<GroupDirectory, T> question, Consumer<Optional<T>> then) {
        AtomicBoolean answered = new AtomicBoolean();
        Consumer<Optional<T>> once = answer -> {
            if (answered.compareAndSet(false, true)) {
                loop.execute(() -> then.accept(answer));
            }
        };
        if (directory == null) {
            log.warn("This process has no group directory: {} are left to another one", what);
            once.accept(Optional.empty());
            return;
        }
        if (calls.incrementAndGet() > MOST_CALLS) {
            calls.decrementAndGet();
            once.accept(Optional.empty());
            return;
        }
        GroupDirectory asked = directory;
        Task late = environment.scheduler().schedule(limit, () -> {
            log.warn("The group directory took over {} ms for {}", limit.toMillis(), what);
            listening.tookTooLong("groupDirectory");
            once.accept(Optional.empty());
        });
        environment.callbacks().execute(() -> {
            Optional<T> answer = Optional.empty();
            try {
                answer = Optional.of(question.apply(asked));
            } catch (RuntimeException | Error e) {
                log.warn(
                        "The group directory failed for {}: {}",
                        what,
                        e.getClass().getName());
                listening.failed("groupDirectory", e);
            }
            late.cancel();
            calls.decrementAndGet();
            once.accept(answer);
        });
    }

    private static Map<GroupId, Map<UserId, Membership>> stillMembers(
            GroupDirectory directory, Map<GroupId, Set<UserId>> users) {
        Map<GroupId, Map<UserId, Membership>> answer = new HashMap<>();
        users.forEach((group, asked) -> {
            Map<UserId, Membership> members = new HashMap<>();
            Iterables.partition(asked, MOST_USERS).forEach(some -> members.putAll(directory.stillMembers(group, some)));
            answer.put(group, members);
        });
        return answer;
    }
}
