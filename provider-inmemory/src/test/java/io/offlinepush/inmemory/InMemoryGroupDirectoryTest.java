package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.GroupId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.testkit.GroupDirectoryContract;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InMemoryGroupDirectoryTest implements GroupDirectoryContract {

    private static final UserId ALICE = new UserId("alice");
    private static final UserId BOB = new UserId("bob");

    private final InMemoryGroupDirectory groups = new InMemoryGroupDirectory();

    @Override
    public GroupDirectory directory() {
        return groups;
    }

    @Override
    public void join(GroupId group, UserId user, Instant since) {
        groups.join(group, user, since);
    }

    @Override
    public void leave(GroupId group, UserId user) {
        groups.leave(group, user);
    }

    @Test
    void deletingAGroupEndsEveryMembershipOfItAndNoOther() {
        GroupId other = new GroupId("other");
        join(TEAM, ALICE, Instant.EPOCH);
        join(TEAM, BOB, Instant.EPOCH);
        join(other, BOB, Instant.EPOCH);
        groups.deleteGroup(TEAM);
        groups.deleteGroup(TEAM);
        assertThat(groups.members(TEAM, null, 10)).isEmpty();
        assertThat(groups.groupsOf(ALICE)).isEmpty();
        assertThat(groups.groupsOf(BOB))
                .singleElement()
                .satisfies(one -> assertThat(one.group()).isEqualTo(other));
    }

    @Test
    void leavingWhereOneIsNotAMemberDoesNothing() {
        join(TEAM, ALICE, Instant.EPOCH);
        leave(TEAM, BOB);
        leave(new GroupId("unknown"), ALICE);
        assertThat(groups.stillMembers(TEAM, Set.of(ALICE, BOB))).containsOnlyKeys(ALICE);
    }

    @Test
    void refusesArgumentsOutsideTheirRange() {
        assertThatThrownBy(() -> groups.members(TEAM, null, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> groups.members(TEAM, null, 10_001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> groups.stillMembers(TEAM, List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
