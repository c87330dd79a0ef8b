package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Audience;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.NotifyResult;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import io.offlinepush.inmemory.InMemoryPushProvider.Pushed;
import io.offlinepush.spi.Target;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom a notification of the host reaches: a group's members, or everybody who can be reached. */
class AudienceTest {

    private static final GroupId TEAM = new GroupId("team");
    private static final Instant LONG_AGO = ManualRuntime.START.minusSeconds(3600);
    private static final NotificationKey KEY = new NotificationKey("msg-1");
    private static final NotifyOptions FROM_ALICE = NotifyOptions.DEFAULT.withSender(ALICE);

    private final InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
    private final World world = new World(OfflinePush.builder().groups(groups));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void membersOfAGroupWhoHadJoinedAndNotTheSender() {
        groups.join(TEAM, ALICE, LONG_AGO);
        groups.join(TEAM, BOB, LONG_AGO);
        groups.join(TEAM, CAROL, world.runtime.clock().instant().plusSeconds(1));
        world.offline(ALICE, new DeviceId("alice-phone"), "token-a");
        world.offline(BOB, PHONE, "token-b");
        world.offline(CAROL, TABLET, "token-c");

        MessageId id = owed(Audience.group(TEAM));

        assertThat(tokens()).containsExactly("token-b");
        assertThat(world.trace(id).counts()).isEqualTo(Map.of(EndReason.ACCEPTED, 1));
    }

    @Test
    void whoLeftTheGroupWhileItWaitedIsNotPushed() {
        groups.join(TEAM, BOB, LONG_AGO);
        world.register(PHONE, "token-b");
        world.login(BOB, PHONE, new Client());
        MessageId id = owed(Audience.group(TEAM));
        assertThat(tokens()).as("looks online").isEmpty();

        groups.leave(TEAM, BOB);
        world.pass(Duration.ofSeconds(6));

        assertThat(world.trace(id).counts()).isEqualTo(Map.of(EndReason.NOT_MEMBER, 1));
        assertThat(tokens()).isEmpty();
    }

    @Test
    void allUsersPageByPageWhileOthersComeAndGo() {
        int users = 12_000;
        for (int i = 0; i < users; i++) {
            bind("user-" + i);
        }
        for (int i = 0; i < 300; i++) {
            bind("guest-" + i);
        }
        world.faults.after("BindingRegistry.users", () -> {
            for (int i = 0; i < 300; i++) {
                world.registry.forget(new UserId("guest-" + i));
                bind("late-" + i);
            }
        });

        MessageId id = owed(Audience.allUsers());

        List<String> tokens = tokens();
        assertThat(tokens).doesNotHaveDuplicates();
        assertThat(tokens.stream().filter(token -> token.startsWith("user-"))).hasSize(users);
        assertThat(world.vendor.pushed())
                .allSatisfy(pushed -> assertThat(pushed.targets()).hasSizeLessThanOrEqualTo(1_000));
        assertThat(world.trace(id).counts()).containsEntry(EndReason.ACCEPTED, tokens.size());
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void aPageOfUsersThatCannotBeReadIsReadLater() {
        world.offline(BOB, PHONE, "token-b");
        world.faults.failBefore("BindingRegistry.users", 1);

        MessageId id = owed(Audience.allUsers());
        assertThat(world.trace(id).counts()).isEmpty();
        world.pass(Duration.ofMinutes(1));

        assertThat(world.trace(id).counts()).isEqualTo(Map.of(EndReason.ACCEPTED, 1));
    }

    @Test
    void nobodyToReachIsAnEndToo() {
        owed(Audience.allUsers());

        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
        assertThat(world.vendor.pushed()).isEmpty();
    }

    private void bind(String name) {
        DeviceId device = new DeviceId(name);
        world.registry.register(new Registration(device, APP, new DeviceToken(name)), new PushId(name));
        world.registry.login(new UserId(name), device, Platform.HARMONY_OS, null, 10);
    }

    private MessageId owed(Audience audience) {
        return ((NotifyResult.Owed)
                        world.done(world.push.notifications().notify(KEY, audience, World.PUSH, FROM_ALICE)))
                .messageId();
    }

    private List<String> tokens() {
        return world.vendor.pushed().stream()
                .map(Pushed::targets)
                .flatMap(List::stream)
                .map(Target::token)
                .map(DeviceToken::value)
                .toList();
    }
}
