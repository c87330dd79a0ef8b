package io.offlinepush.core.decision;

import io.offlinepush.api.Audience;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.format.Whom;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.FoundMessage;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.SettledEnd;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Explainer} is asked: a message that owes, or owed, a push, and one user.
 *
 * @param found the message
 * @param expiresAt until when its push may go out
 * @param user the user
 * @param theirs whether the user is meant at all; of a group, if they are a member
 * @param group the group whose members it is for; null if it is for others
 * @param reach which devices
 * @param parts the parts of the push that are known
 */
record Question(
        FoundMessage found,
        Instant expiresAt,
        UserId user,
        boolean theirs,
        @Nullable GroupId group,
        Reach reach,
        List<PartId> parts)
        implements Subject {

    /** The most parts of one question to the store. */
    private static final int MOST_PARTS = 1024;

    static Question of(FoundMessage found, Instant expiresAt, UserId user) {
        Timeline timeline = found.timeline();
        List<PartId> first = List.of(new PartId(found.number(), 0));
        return switch (timeline.kind()) {
            case INBOX ->
                new Question(found, expiresAt, user, timeline.id().equals(user.value()), null, Reach.OFFLINE, first);
            case GROUP -> {
                boolean sender = user.equals(found.entry().sender());
                yield new Question(found, expiresAt, user, !sender, new GroupId(timeline.id()), Reach.OFFLINE, first);
            }
            case NOTIFICATION -> {
                Whom whom = Whom.decode(found.entry().body());
                GroupId group = whom.audience() instanceof Audience.Group named ? named.group() : null;
                yield new Question(found, expiresAt, user, whom.includes(user), group, whom.reach(), first);
            }
        };
    }

    /** The same, knowing the parts that have ended for somebody. */
    Question with(List<SettledEnd> settled) {
        List<PartId> known = Stream.concat(parts.stream(), settled.stream().map(SettledEnd::part))
                .distinct()
                .limit(MOST_PARTS)
                .toList();
        return new Question(found, expiresAt, user, theirs, group, reach, known);
    }

    @Override
    public List<PartId> parts() {
        return parts;
    }

    @Override
    public Timeline timeline() {
        return found.timeline();
    }

    @Override
    public long sequence() {
        return found.entry().sequence();
    }

    @Override
    public Instant storedAt() {
        return found.entry().storedAt();
    }

    @Override
    public List<UserId> users() {
        return List.of(user);
    }

    @Override
    public boolean concerns(DeviceRow row) {
        return true;
    }

    @Override
    public boolean yieldsToNewer() {
        return false;
    }

    @Override
    public boolean isReadWhenExpired() {
        return true;
    }
}
