package io.offlinepush.core.dispatch;

import io.offlinepush.api.Audience;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.format.Whom;
import io.offlinepush.spi.FoundMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Explainer} is asked: a message that owes, or owed, a push, and one user.
 *
 * @param expiresAt until when it may go out
 * @param theirs whether the user is meant at all; of a group, if they are a member
 * @param group the group whose members it is for; null if it is for others
 * @param reach which devices
 */
record Question(
        FoundMessage found,
        Instant expiresAt,
        UserId user,
        boolean theirs,
        @Nullable GroupId group,
        Reach reach) {

    static Question of(FoundMessage found, Instant expiresAt, UserId user) {
        Timeline timeline = found.timeline();
        return switch (timeline.kind()) {
            case INBOX -> new Question(found, expiresAt, user, timeline.id().equals(user.value()), null, Reach.OFFLINE);
            case GROUP -> {
                boolean sender = user.equals(found.entry().sender());
                yield new Question(found, expiresAt, user, !sender, new GroupId(timeline.id()), Reach.OFFLINE);
            }
            case NOTIFICATION -> {
                Whom whom = Whom.decode(found.entry().body());
                GroupId group = whom.audience() instanceof Audience.Group named ? named.group() : null;
                yield new Question(found, expiresAt, user, whom.includes(user), group, whom.reach());
            }
        };
    }

    boolean isNotification() {
        return found.timeline().kind() == Timeline.Kind.NOTIFICATION;
    }

    long sequence() {
        return found.entry().sequence();
    }
}
