package io.offlinepush.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Audience;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.Notifications;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.NotifyResult;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Reach;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.DeviceEnd;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.SettledEnd;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A host on a thread of its own: asks for pushes, asks again, reports what the steady devices have, takes back. The
 * push's title is its key, by which {@link HammerRecord} knows it when it leaves.
 */
final class HammerHost {

    private final String name;
    private final Notifications notifications;
    private final HammerRecord record;
    private final Random random;
    private final List<Owed> owed = new ArrayList<>();

    /** A notification that is owed, to whom, and what was said of it since. */
    private static final class Owed {
        private final NotificationKey key;
        private final MessageId message;
        private final Set<UserId> users;
        private boolean withdrawn;
        private final Set<DeviceId> delivered = new HashSet<>();

        private Owed(NotificationKey key, MessageId message, Set<UserId> users) {
            this.key = key;
            this.message = message;
            this.users = users;
        }
    }

    /** A host with nothing owed. */
    HammerHost(String name, Notifications notifications, HammerRecord record, Random random) {
        this.name = name;
        this.notifications = notifications;
        this.record = record;
        this.random = random;
    }

    /** The steady device of a user: always logged in, so that what becomes of it is sure. */
    static DeviceId steady(UserId user) {
        return new DeviceId("steady-of-" + user);
    }

    void run(int times, List<UserId> users) {
        for (int i = 0; i < times; i++) {
            NotificationKey key = new NotificationKey(name + "-" + i);
            Set<UserId> named = random.nextBoolean() ? Set.copyOf(users) : Set.of(users.get(random.nextInt(3)));
            Audience audience = named.size() > 1 && random.nextBoolean() ? Audience.allUsers() : Audience.users(named);
            NotifyOptions options =
                    NotifyOptions.DEFAULT.withReach(random.nextBoolean() ? Reach.OFFLINE : Reach.EVERYONE);
            PushConfig content = PushConfig.of(key.value(), "news").withBadge(1);
            CompletionStage<NotifyResult> first = notifications.notify(key, audience, content, options);
            CompletionStage<NotifyResult> again = notifications.notify(key, audience, content, options);
            CompletionStage<NotifyResult> other =
                    notifications.notify(key, audience, PushConfig.of(key.value(), "other news"), options);
            int next = random.nextInt(4);
            if (next == 0) {
                // In the same breath.
                withdraw(key);
            }
            if (HammerTest.done(first) instanceof NotifyResult.Owed it) {
                owed.add(new Owed(key, it.messageId(), named));
                owed.get(owed.size() - 1).withdrawn = next == 0;
                assertThat(HammerTest.done(again)).isEqualTo(new NotifyResult.Repeated(it.messageId(), it.storedAt()));
                assertThat(HammerTest.done(other)).isEqualTo(new NotifyResult.Conflict(it.messageId()));
            }
            if (next == 1 && !owed.isEmpty()) {
                Owed one = owed.get(Math.max(0, owed.size() - 1 - random.nextInt(5)));
                withdraw(one.key);
                one.withdrawn = true;
            } else if (next == 2 && !owed.isEmpty()) {
                Owed one = owed.get(Math.max(0, owed.size() - 1 - random.nextInt(5)));
                UserId user = users.get(random.nextInt(users.size()));
                assertThat(HammerTest.done(notifications.delivered(one.key, user, steady(user))))
                        .isTrue();
                record.reported(one.key.value(), steady(user));
                one.delivered.add(steady(user));
            }
        }
    }

    private void withdraw(NotificationKey key) {
        assertThat(HammerTest.done(notifications.withdraw(key))).isTrue();
        record.withdrawn(key.value());
    }

    /** Once all has ended: each steady device was pushed, or has it, or it was taken back; once. */
    void check(Outbox outbox) {
        assertThat(owed).isNotEmpty();
        for (Owed one : owed) {
            List<DeviceEnd> ends = outbox.trace(one.message).stream()
                    .map(SettledEnd::ends)
                    .flatMap(all -> all.lines().stream())
                    .toList();
            assertThat(ends)
                    .extracting(DeviceEnd::pushId)
                    .filteredOn(Objects::nonNull)
                    .as("%s ends once a device", one.key)
                    .doesNotHaveDuplicates();
            boolean whole = ends.stream()
                    .anyMatch(end -> end.pushId() == null && end.reason() == EndReason.WITHDRAWN && one.withdrawn);
            for (UserId user : one.users) {
                PushId id = record.pushId(steady(user));
                List<DeviceEnd> theirs = ends.stream()
                        .filter(end -> Objects.equals(end.pushId(), id))
                        .toList();
                assertThat(theirs).as("%s ended for %s", one.key, user).hasSize(whole ? theirs.size() : 1);
                theirs.forEach(end -> check(one, end, steady(user), id));
            }
        }
    }

    private void check(Owed one, DeviceEnd end, DeviceId device, PushId id) {
        switch (end.reason()) {
            case ACCEPTED ->
                assertThat(record.accepted(one.message, id))
                        .as("the vendor took it")
                        .isTrue();
            case DELIVERED ->
                assertThat(one.delivered).as("%s was reported", one.key).contains(device);
            case WITHDRAWN ->
                assertThat(one.withdrawn).as("%s was taken back", one.key).isTrue();
            default -> throw new AssertionError(one.key + " ended as " + end.reason() + " on a steady device");
        }
    }
}
