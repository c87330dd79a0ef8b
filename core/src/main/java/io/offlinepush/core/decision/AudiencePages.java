package io.offlinepush.core.decision;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Whom an owed push is for, in order and page by page: those it names, a group's members, or all users. */
public final class AudiencePages {

    private static final int PAGE = 5_000;

    /** So many users are decided in one part; more are split by lane first. */
    private static final int FEW = 100;

    private final Memberships memberships;
    private final BindingRegistry registry;
    private final FactsGatherer gatherer;

    /** Reads pages: groups from the host, all users from the registry under the bound of decisions. */
    public AudiencePages(Memberships memberships, BindingRegistry registry, FactsGatherer gatherer) {
        this.memberships = memberships;
        this.registry = registry;
        this.gatherer = gatherer;
    }

    /**
     * A page.
     *
     * @param users the users to push
     * @param reached the last user that was read; null if there never was one
     * @param last whether it is the last page
     */
    public record Page(List<UserId> users, @Nullable UserId reached, boolean last) {}

    /** The group whose members a push is for; null if it is for others. */
    public static @Nullable GroupId group(Part part, PushBody body) {
        if (body.audience() instanceof Audience.Group named) {
            return named.group();
        }
        return part.timeline().kind() == Timeline.Kind.GROUP
                ? new GroupId(part.timeline().id())
                : null;
    }

    /** The recipients in a stable order, or empty if the push must be split. */
    public static Optional<List<UserId>> few(Part part, PushBody body) {
        return switch (part.timeline().kind()) {
            case INBOX -> Optional.of(List.of(new UserId(part.timeline().id())));
            case GROUP -> Optional.empty();
            case NOTIFICATION ->
                body.audience() instanceof Audience.Users named && named.users().size() <= FEW
                        ? Optional.of(named.users().stream().sorted().toList())
                        : Optional.empty();
        };
    }

    /** Reads the page behind a user; fails if it could not be read. */
    public CompletionStage<Page> read(Part part, PushBody body, @Nullable UserId after) {
        GroupId group = group(part, body);
        if (group != null) {
            return memberships.page(group, after, PAGE).thenApply(read -> members(read, part, body, after));
        } else if (body.audience() instanceof Audience.Users named) {
            return CompletableFuture.completedFuture(named(named.users(), after));
        }
        return gatherer.read(() -> allUsers(body, after));
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

    private Page allUsers(PushBody body, @Nullable UserId after) {
        List<UserId> page = registry.users(after, PAGE);
        List<UserId> users =
                page.stream().filter(user -> !user.equals(body.sender())).toList();
        UserId reached = page.isEmpty() ? after : page.get(page.size() - 1);
        return new Page(users, reached, page.size() < PAGE);
    }
}
