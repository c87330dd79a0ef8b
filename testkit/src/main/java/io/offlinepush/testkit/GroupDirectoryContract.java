package io.offlinepush.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.GroupId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.Membership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What a {@link GroupDirectory} must do: a test class implements this interface, and every rule of the port is a test
 * that bears its number. Whoever writes a directory reads the port's Javadoc and runs this one class; nothing else of
 * the library is needed for it.
 *
 * <pre>{@code
 * class MyGroupsTest implements GroupDirectoryContract {
 *     private final MyGroups groups = new MyGroups(emptyDatabase());
 *
 *     public GroupDirectory directory() { return groups; }
 *     public void join(GroupId group, UserId user, Instant since) { groups.add(group.value(), user.value(), since); }
 *     public void leave(GroupId group, UserId user) { groups.remove(group.value(), user.value()); }
 * }
 * }</pre>
 *
 * <p>Not tested here, because nothing outside a directory can see it: rule 5, the cost of a page. Measure it, with a
 * small and a large group.
 */
public interface GroupDirectoryContract {

    /**
     * The subject: no group has a member at the beginning of a test.
     *
     * @return the same one throughout a test
     */
    GroupDirectory directory();

    /**
     * The same directory as another node sees it.
     *
     * @return by default the subject itself: override it where nodes have something of their own
     */
    default GroupDirectory directoryOnAnotherNode() {
        return directory();
    }

    /**
     * Makes a user a member in whatever way the host does; returns once that is done.
     *
     * @param group of which group; there may be nobody in it yet
     * @param user who
     * @param since from when on, to the millisecond
     */
    void join(GroupId group, UserId user, Instant since);

    /**
     * Ends a membership in whatever way the host does; returns once that is done.
     *
     * @param group of which group
     * @param user who
     */
    void leave(GroupId group, UserId user);

    @Test
    @DisplayName("rule 1: page by page every member comes once, whatever the limit, and nobody of another group")
    default void everyMemberComesOnce() {
        List<UserId> members = users(100, 125);
        shuffled(members).forEach(this::join);
        join(new GroupId("other"), user(300), since(300));
        for (int limit : List.of(1, 5, 7, 25, 10_000)) {
            assertThat(readAll(limit)).as("in pages of " + limit).isEqualTo(members);
        }
    }

    @Test
    @DisplayName("rule 1: a member comes with the group, and with the moment since when")
    default void memberComesWithSince() {
        join(user(1));
        assertThat(directory().members(TEAM, null, 10)).containsExactly(membership(user(1)));
    }

    @Test
    @DisplayName("rule 1: who is a member throughout comes once, also while others join and leave between pages")
    default void membersWhileOthersComeAndGo() {
        List<UserId> staying = new ArrayList<>();
        for (int i = 100; i < 140; i++) {
            join(user(i));
            if (i % 4 != 3) {
                staying.add(user(i));
            }
        }
        AtomicInteger pages = new AtomicInteger();
        List<UserId> read = UserOrder.readAll(4, this::page, page -> {
            UserId last = page.get(page.size() - 1);
            if (!staying.contains(last)) {
                leave(TEAM, last);
            }
            int n = pages.getAndIncrement();
            leave(TEAM, user(103 + 4 * n));
            join(new UserId("user-0" + n));
            join(new UserId(last.value() + "+"));
        });
        assertThat(read).containsAll(staying);
    }

    @Test
    @DisplayName("rule 1: who is a member throughout comes once, whoever joins and leaves at the same time")
    default void membersAmongOthers() {
        List<UserId> staying = users(100, 150);
        staying.forEach(this::join);
        AtomicInteger reading = new AtomicInteger(2);
        List<Callable<Boolean>> all = new ArrayList<>();
        for (GroupDirectory directory : List.of(directory(), directoryOnAnotherNode())) {
            all.add(() -> {
                try {
                    for (int i = 0; i < 10; i++) {
                        assertThat(UserOrder.readAll(7, (after, limit) -> ids(directory.members(TEAM, after, limit))))
                                .containsAll(staying);
                    }
                    return true;
                } finally {
                    reading.decrementAndGet();
                }
            });
        }
        for (int writer = 0; writer < 2; writer++) {
            String suffix = "-" + writer;
            all.add(() -> {
                for (int n = 0; reading.get() > 0; n++) {
                    UserId passing = new UserId("user-" + (100 + n % 50) + suffix);
                    join(passing);
                    leave(TEAM, passing);
                }
                return true;
            });
        }
        assertThat(Together.run(all)).containsOnly(true);
        assertThat(readAll(1000)).isEqualTo(staying);
    }

    @Test
    @DisplayName("rule 2: pages are in the order of the ids as UTF-8 bytes, whatever the order of joining")
    default void pagesAreInOrder() {
        shuffled(UserOrder.TRICKY).forEach(this::join);
        assertThat(readAll(3)).isEqualTo(UserOrder.TRICKY);
        assertThat(page(new UserId("aA"), 2))
                .as("after somebody who is no member")
                .containsExactly(new UserId("aB"), new UserId("ab"));
    }

    @Test
    @DisplayName("rule 2: a page holds no more than the limit, and one with fewer is the last")
    default void pagesHaveTheirLimit() {
        users(100, 106).forEach(this::join);
        assertThat(page(null, 3)).hasSize(3);
        assertThat(page(user(102), 3)).hasSize(3);
        assertThat(page(user(105), 3)).isEmpty();
        assertThat(page(null, 10_000)).hasSize(6);
    }

    @Test
    @DisplayName("rule 3: stillMembers and groupsOf see a join that returned, on every node")
    default void joinIsSeen() {
        GroupId other = new GroupId("other");
        join(user(1));
        join(other, user(1), since(77));
        Membership inOther = new Membership(other, user(1), since(77));
        for (GroupDirectory directory : List.of(directory(), directoryOnAnotherNode())) {
            assertThat(directory.stillMembers(TEAM, Set.of(user(1), user(2))))
                    .isEqualTo(Map.of(user(1), membership(user(1))));
            assertThat(directory.stillMembers(other, Set.of(user(1)))).isEqualTo(Map.of(user(1), inOther));
            assertThat(directory.groupsOf(user(1))).containsExactlyInAnyOrder(membership(user(1)), inOther);
        }
    }

    @Test
    @DisplayName("rule 3: stillMembers and groupsOf see a leave that returned, on every node")
    default void leaveIsSeen() {
        GroupId other = new GroupId("other");
        join(user(1));
        join(user(2));
        join(other, user(1), since(77));
        leave(TEAM, user(1));
        for (GroupDirectory directory : List.of(directory(), directoryOnAnotherNode())) {
            assertThat(directory.stillMembers(TEAM, Set.of(user(1), user(2)))).containsOnlyKeys(user(2));
            assertThat(directory.groupsOf(user(1))).containsExactly(new Membership(other, user(1), since(77)));
        }
    }

    @Test
    @DisplayName("rule 3: who joins again is a member from the new moment on")
    default void joinsAgain() {
        join(user(1));
        leave(TEAM, user(1));
        join(TEAM, user(1), since(500));
        Membership anew = new Membership(TEAM, user(1), since(500));
        assertThat(directory().stillMembers(TEAM, Set.of(user(1)))).isEqualTo(Map.of(user(1), anew));
        assertThat(directory().groupsOf(user(1))).containsExactly(anew);
        assertThat(directory().members(TEAM, null, 10)).containsExactly(anew);
    }

    @Test
    @DisplayName("rule 3: a join or leave that returned is seen, whoever joins and leaves at the same time")
    default void joinIsSeenAmongOthers() {
        List<Callable<Boolean>> users = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            UserId user = user(i);
            GroupDirectory directory = i % 2 == 0 ? directory() : directoryOnAnotherNode();
            users.add(() -> {
                for (int n = 0; n < 50; n++) {
                    join(user);
                    assertThat(directory.stillMembers(TEAM, Set.of(user))).containsOnlyKeys(user);
                    assertThat(directory.groupsOf(user)).hasSize(1);
                    leave(TEAM, user);
                    assertThat(directory.stillMembers(TEAM, Set.of(user))).isEmpty();
                    assertThat(directory.groupsOf(user)).isEmpty();
                }
                return true;
            });
        }
        assertThat(Together.run(users)).containsOnly(true);
    }

    @Test
    @DisplayName("rule 3: 10,000 users can be asked for at once")
    default void answersForTenThousand() {
        join(user(9_999));
        assertThat(directory().stillMembers(TEAM, users(0, 10_000))).containsOnlyKeys(user(9_999));
    }

    @Test
    @DisplayName("rule 4: an unknown group has no members, an unknown user no groups")
    default void unknownIsEmpty() {
        join(user(1));
        GroupId unknown = new GroupId("unknown");
        assertThat(directory().members(unknown, null, 10)).isEmpty();
        assertThat(directory().members(unknown, user(1), 10)).isEmpty();
        assertThat(directory().stillMembers(unknown, Set.of(user(1)))).isEmpty();
        assertThat(directory().groupsOf(user(2))).isEmpty();
    }

    @Test
    @DisplayName("rule 4: a group that the last member has left has none")
    default void emptiedGroupIsEmpty() {
        join(user(1));
        leave(TEAM, user(1));
        assertThat(directory().members(TEAM, null, 10)).isEmpty();
        assertThat(directory().groupsOf(user(1))).isEmpty();
    }

    /** The group of most tests. */
    GroupId TEAM = new GroupId("team");

    private void join(UserId user) {
        join(TEAM, user, since(user.value().length()));
    }

    private List<UserId> readAll(int limit) {
        return UserOrder.readAll(limit, this::page);
    }

    private List<UserId> page(@Nullable UserId after, int limit) {
        return ids(directory().members(TEAM, after, limit));
    }

    private static List<UserId> ids(List<Membership> members) {
        return members.stream().map(Membership::user).toList();
    }

    private static Membership membership(UserId user) {
        return new Membership(TEAM, user, since(user.value().length()));
    }

    private static Instant since(int seconds) {
        return Instant.parse("2026-01-01T00:00:00.123Z").plusSeconds(seconds);
    }

    private static UserId user(int n) {
        return new UserId("user-" + n);
    }

    private static List<UserId> users(int from, int to) {
        List<UserId> users = new ArrayList<>();
        for (int i = from; i < to; i++) {
            users.add(user(i));
        }
        return users;
    }

    private static List<UserId> shuffled(List<UserId> users) {
        List<UserId> mixed = new ArrayList<>(users);
        Collections.reverse(mixed);
        Collections.rotate(mixed, 5);
        return mixed;
    }
}
