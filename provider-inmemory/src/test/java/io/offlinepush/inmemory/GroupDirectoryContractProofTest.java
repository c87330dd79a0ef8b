package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.offlinepush.api.GroupId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.Membership;
import io.offlinepush.testkit.GroupDirectoryContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows that the contract finds what it is there to find: each directory here breaks one rule. */
class GroupDirectoryContractProofTest {

    @Test
    void findsNothingInTheUnbrokenDirectory() {
        Subject.breakage = ForwardingGroups::new;
        Subject.otherNode = UnaryOperator.identity();
        assertThat(ContractRun.failuresOf(Subject.class)).isEmpty();
    }

    @Test
    void findsThatAnotherNodeReadsFromACache() {
        Subject.breakage = UnaryOperator.identity();
        Subject.otherNode = Cached::new;
        assertOnly("rule 3", "another node reads from a cache");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenDirectories")
    void findsTheBrokenRule(String rule, String how, UnaryOperator<GroupDirectory> breakage) {
        Subject.breakage = breakage;
        Subject.otherNode = UnaryOperator.identity();
        assertOnly(rule, how);
    }

    static Stream<Arguments> brokenDirectories() {
        return Stream.of(
                broken("rule 1", "pages are counted off, not read on after somebody", CountedPages::new),
                broken("rule 1", "the moment is left out", WithoutSince::new),
                broken("rule 2", "the order is that of String", StringOrder::new),
                broken("rule 2", "a page is one too long", LongPages::new),
                broken("rule 3", "who was a member stays one", OnceAMember::new),
                broken("rule 4", "an unknown group fails", UnknownFails::new));
    }

    private static void assertOnly(String rule, String how) {
        assertThat(ContractRun.failuresOf(Subject.class))
                .as("tests that fail if " + how)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).startsWith(rule + ":"));
    }

    private static Arguments broken(String rule, String how, UnaryOperator<GroupDirectory> breakage) {
        return arguments(rule, how, breakage);
    }

    /** Run by {@link ContractRun} only. */
    static final class Subject implements GroupDirectoryContract {

        private static volatile UnaryOperator<GroupDirectory> breakage = UnaryOperator.identity();
        private static volatile UnaryOperator<GroupDirectory> otherNode = UnaryOperator.identity();

        private final InMemoryGroupDirectory real = new InMemoryGroupDirectory();
        private final GroupDirectory broken = breakage.apply(real);
        private final GroupDirectory onAnotherNode = otherNode.apply(broken);

        @Override
        public GroupDirectory directory() {
            return broken;
        }

        @Override
        public GroupDirectory directoryOnAnotherNode() {
            return onAnotherNode;
        }

        @Override
        public void join(GroupId group, UserId user, Instant since) {
            real.join(group, user, since);
            onAnotherNode.groupsOf(user);
        }

        @Override
        public void leave(GroupId group, UserId user) {
            onAnotherNode.groupsOf(user);
            real.leave(group, user);
        }
    }

    /** A directory that hands every call on, so that a subclass can do one thing wrong. */
    private static class ForwardingGroups implements GroupDirectory {

        private final GroupDirectory to;

        ForwardingGroups(GroupDirectory to) {
            this.to = to;
        }

        @Override
        public List<Membership> members(GroupId group, @Nullable UserId after, int limit) {
            return to.members(group, after, limit);
        }

        @Override
        public Map<UserId, Membership> stillMembers(GroupId group, Collection<UserId> users) {
            return to.stillMembers(group, users);
        }

        @Override
        public List<Membership> groupsOf(UserId user) {
            return to.groupsOf(user);
        }
    }

    /** Skips as many as were before the last of the page before when the first page was read. */
    private static final class CountedPages extends ForwardingGroups {

        private List<UserId> atFirst = List.of();

        CountedPages(GroupDirectory to) {
            super(to);
        }

        @Override
        public synchronized List<Membership> members(GroupId group, @Nullable UserId after, int limit) {
            List<Membership> now = super.members(group, null, 10_000);
            if (after == null) {
                atFirst = now.stream().map(Membership::user).toList();
            }
            int last = after == null ? -1 : atFirst.indexOf(after);
            return after != null && last < 0
                    ? super.members(group, after, limit)
                    : now.stream().skip(last + 1L).limit(limit).toList();
        }
    }

    private static final class WithoutSince extends ForwardingGroups {
        WithoutSince(GroupDirectory to) {
            super(to);
        }

        @Override
        public List<Membership> members(GroupId group, @Nullable UserId after, int limit) {
            return super.members(group, after, limit).stream()
                    .map(one -> one.since().isAfter(Instant.parse("2026-01-01T00:05:00Z"))
                            ? one
                            : new Membership(one.group(), one.user(), Instant.EPOCH))
                    .toList();
        }
    }

    private static final class StringOrder extends ForwardingGroups {
        StringOrder(GroupDirectory to) {
            super(to);
        }

        @Override
        public List<Membership> members(GroupId group, @Nullable UserId after, int limit) {
            return super.members(group, null, 10_000).stream()
                    .sorted(Comparator.comparing(Membership::user))
                    .filter(one -> after == null || one.user().compareTo(after) > 0)
                    .limit(limit)
                    .toList();
        }
    }

    /** Of three. */
    private static final class LongPages extends ForwardingGroups {
        LongPages(GroupDirectory to) {
            super(to);
        }

        @Override
        public List<Membership> members(GroupId group, @Nullable UserId after, int limit) {
            return super.members(group, after, limit == 3 ? 4 : limit);
        }
    }

    private static final class OnceAMember extends ForwardingGroups {

        private final Map<UserId, Membership> seen = new ConcurrentHashMap<>();

        OnceAMember(GroupDirectory to) {
            super(to);
        }

        @Override
        public List<Membership> groupsOf(UserId user) {
            List<Membership> groups = super.groupsOf(user);
            groups.forEach(one -> seen.putIfAbsent(user, one));
            return groups;
        }

        @Override
        public Map<UserId, Membership> stillMembers(GroupId group, Collection<UserId> users) {
            Map<UserId, Membership> members = super.stillMembers(group, users);
            for (UserId user : users) {
                Membership once = seen.get(user);
                if (once != null && once.group().equals(group)) {
                    members.put(user, once);
                }
            }
            return members;
        }
    }

    private static final class UnknownFails extends ForwardingGroups {
        UnknownFails(GroupDirectory to) {
            super(to);
        }

        @Override
        public List<Membership> members(GroupId group, @Nullable UserId after, int limit) {
            List<Membership> page = super.members(group, after, limit);
            if (group.value().equals("unknown")) {
                throw new IllegalStateException("no such group");
            }
            return page;
        }
    }

    private static final class Cached extends ForwardingGroups {

        private final Map<UserId, List<Membership>> seen = new ConcurrentHashMap<>();

        Cached(GroupDirectory to) {
            super(to);
        }

        @Override
        public List<Membership> groupsOf(UserId user) {
            return new ArrayList<>(seen.computeIfAbsent(user, super::groupsOf));
        }
    }
}
