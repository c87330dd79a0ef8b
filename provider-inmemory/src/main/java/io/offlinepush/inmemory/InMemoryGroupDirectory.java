package io.offlinepush.inmemory;

import io.offlinepush.api.GroupId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.Membership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link GroupDirectory} that is told who is in which group. Safe for any number of threads.
 *
 * <pre>
 * group -> user, in order of UTF-8 bytes -> membership
 * user  -> group -> membership
 * </pre>
 */
public final class InMemoryGroupDirectory implements GroupDirectory {

    private static final NavigableMap<UserId, Membership> NOBODY = Collections.emptyNavigableMap();

    private final Map<GroupId, NavigableMap<UserId, Membership>> groups = new HashMap<>();
    private final Map<UserId, Map<GroupId, Membership>> users = new HashMap<>();

    /** Without a group. */
    public InMemoryGroupDirectory() {}

    /**
     * A user is a member from now on. Of one that is already, the moment changes.
     *
     * @param group of which group
     * @param user who
     * @param since what was stored before is neither pushed nor delivered to the user
     */
    public synchronized void join(GroupId group, UserId user, Instant since) {
        Membership membership = new Membership(
                Objects.requireNonNull(group, "group"),
                Objects.requireNonNull(user, "user"),
                Objects.requireNonNull(since, "since"));
        groups.computeIfAbsent(group, unused -> new TreeMap<>(ByteOrder.OF_USERS))
                .put(user, membership);
        users.computeIfAbsent(user, unused -> new HashMap<>()).put(group, membership);
    }

    /**
     * A user is not a member any more; nothing happens if they were not.
     *
     * @param group of which group
     * @param user who
     */
    public synchronized void leave(GroupId group, UserId user) {
        groups.computeIfPresent(group, (unused, members) -> {
            members.remove(user);
            return members.isEmpty() ? null : members;
        });
        users.computeIfPresent(user, (unused, theirs) -> {
            theirs.remove(group);
            return theirs.isEmpty() ? null : theirs;
        });
    }

    /**
     * Nobody is a member of a group any more.
     *
     * @param group which
     */
    public synchronized void deleteGroup(GroupId group) {
        List.copyOf(groups.getOrDefault(group, NOBODY).keySet()).forEach(user -> leave(group, user));
    }

    @Override
    public synchronized List<Membership> members(GroupId group, @Nullable UserId after, int limit) {
        Range.check("limit", limit, 1, 10_000);
        NavigableMap<UserId, Membership> members = groups.getOrDefault(group, NOBODY);
        List<Membership> page = new ArrayList<>();
        for (Membership one : (after == null ? members : members.tailMap(after, false)).values()) {
            if (page.size() == limit) {
                break;
            }
            page.add(one);
        }
        return page;
    }

    @Override
    public synchronized Map<UserId, Membership> stillMembers(GroupId group, Collection<UserId> asked) {
        Range.check("number of users", asked.size(), 1, 10_000);
        NavigableMap<UserId, Membership> members = groups.getOrDefault(group, NOBODY);
        Map<UserId, Membership> found = new HashMap<>();
        for (UserId user : List.copyOf(asked)) {
            Membership membership = members.get(user);
            if (membership != null) {
                found.put(user, membership);
            }
        }
        return found;
    }

    @Override
    public synchronized List<Membership> groupsOf(UserId user) {
        return new ArrayList<>(users.getOrDefault(user, Map.of()).values());
    }
}
