package io.offlinepush.api;

import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;

/**
 * Whom a notification of the host is for.
 *
 * <pre>{@code
 * Audience.users(new UserId("bob"), new UserId("carol"));
 * Audience.group(new GroupId("team"));
 * Audience.allUsers();
 * }</pre>
 *
 * <p>More may come in a later version.
 */
public sealed interface Audience {

    /**
     * These users.
     *
     * @param users 1 to 1,000
     */
    record Users(Set<UserId> users) implements Audience {

        /** The most users. */
        public static final int MOST = 1_000;

        /**
         * Copies the set.
         *
         * @throws InvalidRequestException if there are none, or more than 1,000
         */
        public Users {
            users = Check.copyOf("users", users);
            if (users.isEmpty() || users.size() > MOST) {
                throw new InvalidRequestException("audience.users", "must be 1 to " + MOST, MOST, users.size());
            }
        }

        /** Shows how many. */
        @Override
        public String toString() {
            return "Users[" + users.size() + "]";
        }
    }

    /**
     * The members of a group, by the host's {@code GroupDirectory}: those who had joined when the notification was stored, and
     * are members still when they are pushed.
     *
     * @param group which
     */
    record Group(GroupId group) implements Audience {
        /** Refuses null. */
        public Group {
            Objects.requireNonNull(group, "group");
        }
    }

    /** Everybody who has a device that is logged in and registered when their page is read (ZIM: push to all users). */
    record AllUsers() implements Audience {}

    /**
     * These users.
     *
     * @param users 1 to 1,000; who is named twice counts once
     * @return the audience
     * @throws InvalidRequestException if there are none, or more than 1,000
     */
    static Audience users(UserId... users) {
        return new Users(Check.copyOf("users", Arrays.asList(Objects.requireNonNull(users, "users"))));
    }

    /**
     * These users.
     *
     * @param users 1 to 1,000; who is named twice counts once
     * @return the audience
     * @throws InvalidRequestException if there are none, or more than 1,000
     */
    static Audience users(Collection<UserId> users) {
        return new Users(Check.copyOf("users", users));
    }

    /**
     * The members of a group.
     *
     * @param group which
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
