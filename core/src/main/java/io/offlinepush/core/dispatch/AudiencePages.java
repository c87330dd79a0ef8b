package io.offlinepush.core.dispatch;

import io.offlinepush.api.Audience;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.Membership;
import io.offlinepush.spi.Part;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom an owed push is for, in order and page by page: those it names, a group's members, or all users. */
final class AudiencePages {

    private static final Logger log = LoggerFactory.getLogger(AudiencePages.class);

    private static final int PAGE = 5_000;

    /** So many users are decided in one part; more are split by lane first. */
    private static final int FEW = 100;

    private final Members members;
    private final BindingRegistry registry;

    AudiencePages(Members members, BindingRegistry registry) {
        this.members = members;
        this.registry = registry;
    }

    /**
     * A page.
     *
     * @param users whom to push
     * @param reached the last user that was looked at; null if nobody ever was
     * @param last whether nobody is left
     */
    record Page(List<UserId> users, @Nullable UserId reached, boolean last) {}

    /** The group whose members a push is for; null if it is for others. */
    static @Nullable GroupId group(Part part, PushBody body) {
        if (body.audience() instanceof Audience.Group named) {
            return named.group();
        }
        return part.timeline().kind() == Timeline.Kind.GROUP
                ? new GroupId(part.timeline().id())
                : null;
    }

    /**
     * All users of a push that needs no split, in order, which that of a set is not: the same push takes the same way each time;
     * empty if it needs one.
     */
    static Optional<List<UserId>> few(Part part, PushBody body) {
        return switch (part.timeline().kind()) {
            case INBOX -> Optional.of(List.of(new UserId(part.timeline().id())));
            case GROUP -> Optional.empty();
            case NOTIFICATION ->
                body.audience() instanceof Audience.Users named && named.users().size() <= FEW
                        ? Optional.of(named.users().stream().sorted().toList())
                        : Optional.empty();
        };
    }

    /** Reads the page behind a user; empty if it could not be read. Given on the loop. */
    void read(Part part, PushBody body, @Nullable UserId after, Consumer<Optional<Page>> then) {
        GroupId group = group(part, body);
        if (group != null) {
            members.page(group, after, PAGE, read -> then.accept(read.map(page -> members(page, part, body, after))));
        } else if (body.audience() instanceof Audience.Users named) {
            then.accept(Optional.of(named(named.users(), after)));
        } else {
            then.accept(allUsers(part, body, after));
        }
    }

    private static Page members(List<Membership> page, Part part, PushBody body, @Nullable UserId after) {
        List<UserId> users = page.stream()
                .filter(member -> !member.since().isAfter(part.storedAt()))
                .map(Membership::user)
                .filter(user -> !user.equals(body.sender()))
                .toList();
        UserId reached = page.isEmpty() ? after : page.get(page.size() - 1).user();
        return new Page(users, reached, page.size() < PAGE);
    }

    /** At most a thousand: one page. */
    private static Page named(Collection<UserId> users, @Nullable UserId after) {
        List<UserId> sorted = users.stream()
                .filter(user -> after == null || user.compareTo(after) > 0)
                .sorted()
                .toList();
        return new Page(sorted, sorted.isEmpty() ? after : sorted.get(sorted.size() - 1), true);
    }

    private Optional<Page> allUsers(Part part, PushBody body, @Nullable UserId after) {
        try {
            List<UserId> page = registry.users(after, PAGE);
            List<UserId> users =
                    page.stream().filter(user -> !user.equals(body.sender())).toList();
            UserId reached = page.isEmpty() ? after : page.get(page.size() - 1);
            return Optional.of(new Page(users, reached, page.size() < PAGE));
        } catch (RuntimeException | Error e) {
            log.warn(
                    "A page of users for {} could not be read: {}",
                    part.id(),
                    e.getClass().getName());
            return Optional.empty();
        }
    }
}
