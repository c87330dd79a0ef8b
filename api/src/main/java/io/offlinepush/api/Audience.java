package io.offlinepush.api;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;

/**
 * The receivers of a notification of the host.
 *
 * <pre>{@code
 * Audience.users(new UserId("bob"), new UserId("carol"));
 * Audience.group(new GroupId("team"));
 * Audience.allUsers();
 * }</pre>
 *
 * <p>A later version may add kinds.
 */
public sealed interface Audience {

    /**
     * A set of users.
     *
     * @param users 1 to 1,000 users
     */
    record Users(Set<UserId> users) implements Audience {

        /** The largest number of users. */
        public static final int MOST = 1_000;

        /**
         * Copies the set.
         *
         * @throws InvalidRequestException if the set is empty or has more than 1,000 users
         */
        public Users {
            users = Check.copyOf("users", users);
            if (users.isEmpty() || users.size() > MOST) {
                throw new InvalidRequestException("audience.users", "must be 1 to " + MOST, MOST, users.size());
            }
        }

        /** Shows the number of users. */
        @Override
        public String toString() {
            return "Users[" + users.size() + "]";
        }
    }

    /**
     * The members of a group, from the host's {@code GroupDirectory}. A user is a receiver if they had joined when the
     * notification was stored and are still a member when it is pushed.
     *
     * @param group the group
     */
    record Group(GroupId group) implements Audience {
        /** Refuses null. */
        public Group {
            Objects.requireNonNull(group, "group");
        }
    }

    /**
     * All users who have a device that is logged in and registered when their page of users is read (ZIM: push to all
     * users).
     */
    record AllUsers() implements Audience {}

    /**
     * A set of users.
     *
     * @param users 1 to 1,000 users; duplicates count once
     * @return the audience
     * @throws InvalidRequestException if there are no users or more than 1,000
     */
    static Audience users(UserId... users) {
        return new Users(Check.copyOf("users", Arrays.asList(Objects.requireNonNull(users, "users"))));
    }

    /**
     * A set of users.
     *
     * @param users 1 to 1,000 users; duplicates count once
     * @return the audience
     * @throws InvalidRequestException if there are no users or more than 1,000
     */
    static Audience users(Collection<UserId> users) {
        return new Users(Check.copyOf("users", users));
    }

    /**
     * The members of a group.
     *
     * @param group the group
     * @return the audience
     */
    static Audience group(GroupId group) {
        return new Group(group);
    }

    /**
     * All users.
     *
     * @return the audience
     */
    static Audience allUsers() {
        return new AllUsers();
    }
}
