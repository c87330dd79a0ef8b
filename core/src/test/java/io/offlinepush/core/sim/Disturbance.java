package io.offlinepush.core.sim;

import io.offlinepush.api.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong for a while, and whose pushes it may make late: the only excuses that {@link Punctuality}
 * knows.
 */
final class Disturbance {

    /** Whose pushes it may make late. */
    enum Scope {
        /** Those that a process may hold. */
        PROCESS,
        /**
         * Those of them that are for a group or for many: the members are asked for, and the parts are written first.
         */
        MANY,
        /** Those to one user, whoever holds them. */
        USER,
        /** Those of one owed push, of which a part cannot be settled. */
        PUSH,
        /** All. */
        ALL,
        /** Nobody's: it must cost others nothing. */
        NONE
    }

    private final Scope scope;
    private final @Nullable String process;
    private final @Nullable UserId user;
    private final String what;
    private final Instant from;
    private Instant to = Instant.MAX;
    /** The number of the owed push that it is about; none as long as it is 0. */
    private long number;

    Disturbance(Scope scope, @Nullable String process, @Nullable UserId user, String what, Instant from) {
        this.scope = scope;
        this.process = process;
        this.user = user;
        this.what = what;
        this.from = from;
    }

    /** It is about this owed push. */
    void isAbout(long owed) {
        number = owed;
    }

    /** It is over, or its consequences will be by then. */
    void end(Instant at) {
        if (to.equals(Instant.MAX)) {
            to = at;
        }
    }

    boolean overlaps(Instant begin, Instant end) {
        return !from.isAfter(end) && !to.isBefore(begin);
    }

    /** Whether it can be what made a push late, in a life with room enough for everything. */
    boolean concerns(History.Write write, boolean many, String holder) {
        boolean held = holder.equals(process);
        return switch (scope) {
            case PROCESS -> held;
            case MANY -> held && many;
            case USER -> write.user().equals(user);
            case PUSH -> write.notification().number() == number;
            case ALL -> true;
            case NONE -> false;
        };
    }

    /** Whether it is that the rows of this user cannot be read. */
    boolean isUnreadable(UserId whom) {
        return scope == Scope.USER && whom.equals(user);
    }

    /** Whether it can be what made any push late. */
    boolean concernsSome() {
        return scope != Scope.NONE;
    }

    @Override
    public String toString() {
        return what + " (" + scope + (process == null ? "" : " " + process) + (user == null ? "" : " " + user.value())
                + ") from " + from + " to " + to;
    }
}
