package io.offlinepush.core.sim;

import io.offlinepush.api.GroupId;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The group, and who was in it from when to when. */
final class Team {

    static final GroupId ID = new GroupId("team");

    /**
     * Half a second for the directory's answer, a second for a decision to stay fresh, and the milliseconds of the
     * clocks.
     */
    private static final Duration MOST_LATE = Duration.ofMillis(1_600);

    private static final class Stay {
        private final UserId user;
        private final long from;
        private final Instant since;
        private Instant left = Instant.MAX;

        private Stay(UserId user, long from, Instant since) {
            this.user = user;
            this.from = from;
            this.since = since;
        }

        private boolean isOver() {
            return !left.equals(Instant.MAX);
        }
    }

    final InMemoryGroupDirectory directory = new InMemoryGroupDirectory();
    private final History history;
    private final List<Stay> stays = new ArrayList<>();

    Team(History history) {
        this.history = history;
    }

    void join(UserId user) {
        Instant since = history.time();
        directory.join(ID, user, since);
        stays.add(new Stay(user, history.now(), since));
    }

    void joinOrLeave(UserId user) {
        for (Stay stay : stays) {
            if (stay.user.equals(user) && !stay.isOver()) {
                directory.leave(ID, user);
                stay.left = History.millis(history.time());
                return;
            }
        }
        join(user);
    }

    /** Whether a user was surely a member from before something was asked for, and stored, until some moment. */
    boolean had(UserId user, long began, Instant storedAt, Instant until) {
        return stays.stream()
                .anyMatch(stay -> stay.user.equals(user)
                        && stay.from < began
                        && !stay.since.isAfter(storedAt)
                        && (stay.left.isAfter(until) || !stay.isOver()));
    }

    /** Whether a process may take the user for a member when it writes: who left is looked up with each decision. */
    boolean mayReach(UserId user, Instant storedAt, History.Write write) {
        return stays.stream()
                .anyMatch(stay -> stay.user.equals(user)
                        && !stay.since.isAfter(storedAt)
                        && (!stay.isOver()
                                || !stay.left.plus(MOST_LATE).isBefore(write.time())
                                // It may have stood still between the look and the decision.
                                || !write.awakeSince().isBefore(stay.left)));
    }

    /** Whether the user joined after this was stored, once at least. */
    boolean joinedAfter(UserId user, Instant storedAt) {
        return stays.stream().anyMatch(stay -> stay.user.equals(user) && stay.since.isAfter(storedAt));
    }

    /** Those who left, or came back: what they must see depends on when somebody looked. */
    Set<UserId> movers() {
        Set<UserId> movers = new HashSet<>();
        Map<UserId, Integer> times = new HashMap<>();
        stays.forEach(stay -> {
            if (times.merge(stay.user, 1, Integer::sum) > 1 || stay.isOver()) {
                movers.add(stay.user);
            }
        });
        return movers;
    }
}
