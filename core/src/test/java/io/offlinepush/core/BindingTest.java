package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.RegisterResult;
import io.offlinepush.api.Registration;
import io.offlinepush.api.Session;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.VendorApp;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Promise 3, in the registry: a token speaks for one user, whoever registers, logs in and logs out in whatever order.
 */
class BindingTest {

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private RegisterResult register(Registration registration) {
        return world.done(world.push.devices().registerPush(registration));
    }

    @Test
    void registrationAndLoginComeInEitherOrder() {
        PushId before = world.register(PHONE, "token-1");
        MessageId early = world.send(ALICE, BOB, "nobody is logged in").messageId();
        world.done(world.login(BOB, PHONE, new Client()).disconnect());
        MessageId first = world.send(ALICE, BOB, "first registered").messageId();

        world.done(world.login(CAROL, TABLET, new Client()).disconnect());
        PushId after = world.register(TABLET, "token-2");
        MessageId second = world.send(ALICE, CAROL, "first logged in").messageId();

        assertThat(world.ends(early)).containsExactly("NO_BINDING");
        assertThat(world.endsByDevice(first)).isEqualTo(Map.of(before, "ACCEPTED"));
        assertThat(world.endsByDevice(second)).isEqualTo(Map.of(after, "ACCEPTED"));
    }

    @Test
    void registeringAgainKeepsThePushIdAndReplacesTheToken() {
        PushId first = world.offline(BOB, PHONE, "token-1");
        PushId second = world.register(PHONE, "token-2");
        world.send(ALICE, BOB, "hello");

        assertThat(second).isEqualTo(first);
        assertThat(world.vendor.pushed())
                .singleElement()
                .satisfies(pushed -> assertThat(pushed.targets())
                        .singleElement()
                        .satisfies(target -> assertThat(target.token().value()).isEqualTo("token-2")));
    }

    @Test
    void anAppThatNobodyServesIsRefusedAndTheAnswerNamesThoseThatAreServed() {
        RegisterResult refused =
                register(new Registration(PHONE, new VendorApp("test", "other"), new DeviceToken("token-1")));

        assertThat(refused.errorCode()).isEqualTo(RegisterResult.UNKNOWN_APP);
        assertThat(refused.message()).isEqualTo("no push provider here serves test/other; served are [test/chat]");
        assertThat(refused.pushId()).isEmpty();
        assertThat(world.registry.find(PHONE)).isEmpty();
    }

    @Test
    void pushIdsAreRandomAndSayNothingOfTheToken() {
        PushId one = world.register(PHONE, "token-1");
        world.done(world.push.devices().unregisterPush(PHONE));
        PushId two = world.register(PHONE, "token-1");

        assertThat(one.value()).hasSize(22).doesNotContain("token");
        assertThat(two).as("a new registration").isNotEqualTo(one);
    }

    @Test
    void aTokenThatMovesToAnotherDeviceSpeaksForThatDeviceOnly() {
        world.offline(BOB, PHONE, "token-1");
        PushId tablet = world.offline(CAROL, TABLET, "token-1");

        MessageId forBob = world.send(ALICE, BOB, "for bob").messageId();
        MessageId forCarol = world.send(ALICE, CAROL, "for carol").messageId();

        assertThat(world.ends(forBob)).containsExactly("NO_BINDING");
        assertThat(world.endsByDevice(forCarol)).isEqualTo(Map.of(tablet, "ACCEPTED"));
    }

    @Test
    void anotherUsersLoginTakesTheDeviceOver() {
        PushId phone = world.register(PHONE, "token-1");
        Client former = new Client();
        world.login(BOB, PHONE, former);
        world.done(world.login(CAROL, PHONE, new Client()).disconnect());

        assertThat(former.end()).isEqualTo(SessionEnd.TAKEN_OVER);
        assertThat(world.ends(world.send(ALICE, BOB, "for bob").messageId())).containsExactly("NO_BINDING");
        assertThat(world.endsByDevice(world.send(ALICE, CAROL, "for carol").messageId()))
                .isEqualTo(Map.of(phone, "ACCEPTED"));
    }

    @Test
    void theLogoutOfAStaleSessionChangesNothing() {
        world.register(PHONE, "token-1");
        Session stale = world.login(BOB, PHONE, new Client());
        Client current = new Client();
        Session session = world.login(BOB, PHONE, current);

        world.done(stale.logout());
        world.done(stale.disconnect());

        assertThat(current.end()).isNull();
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        assertThat(current.texts()).containsExactly("hello");
        world.done(session.disconnect());
        assertThat(world.pushed()).as("still logged in").containsExactly(sent);
    }

    @Test
    void theLogoutOfASessionThatLostItsDeviceOnAnotherNodeChangesNothing() {
        OfflinePush other = world.start(OfflinePush.builder());
        world.register(PHONE, "token-1");
        Session here = world.login(BOB, PHONE, new Client());
        world.done(world.login(other, CAROL, PHONE, new Client()).disconnect());

        world.done(here.logout());

        assertThat(world.ends(world.send(ALICE, CAROL, "for carol").messageId()))
                .containsExactly("ACCEPTED");
        other.close(Duration.ZERO);
    }

    @Test
    void aHostWithSessionsOfItsOwnBindsWithoutOne() {
        PushId phone = world.register(PHONE, "token-1");
        world.done(world.push.devices().login(BOB, PHONE, Platform.HARMONY_OS));
        assertThat(world.endsByDevice(world.send(ALICE, BOB, "one").messageId()))
                .isEqualTo(Map.of(phone, "ACCEPTED"));

        world.done(world.push.devices().logout(CAROL, PHONE));
        assertThat(world.ends(world.send(ALICE, BOB, "two").messageId()))
                .as("another user's logout")
                .containsExactly("ACCEPTED");

        world.done(world.push.devices().logout(BOB, PHONE));
        assertThat(world.ends(world.send(ALICE, BOB, "three").messageId())).containsExactly("NO_BINDING");
    }

    @Test
    void aHostsLogoutEndsASessionOfOursToo() {
        world.register(PHONE, "token-1");
        Client client = new Client();
        world.login(BOB, PHONE, client);

        world.done(world.push.devices().logout(BOB, PHONE));
        world.send(ALICE, BOB, "hello");

        assertThat(client.end()).isEqualTo(SessionEnd.LOGGED_OUT);
        assertThat(client.texts()).isEmpty();
        assertThat(world.vendor.pushed()).isEmpty();
    }

    @Test
    void anUnregisteredDeviceStaysLoggedIn() {
        world.register(PHONE, "token-1");
        Client client = new Client();
        world.login(BOB, PHONE, client);
        world.done(world.push.devices().unregisterPush(PHONE));
        world.done(world.push.devices().unregisterPush(PHONE));

        world.send(ALICE, BOB, "hello");

        assertThat(client.texts()).containsExactly("hello");
        assertThat(client.end()).isNull();
        assertThat(register(new Registration(PHONE, APP, new DeviceToken("token-1")))
                        .errorCode())
                .isZero();
    }

    @Test
    void whatWaitedForADeviceThatUnregistersIsOver() {
        world.register(PHONE, "token-1");
        world.login(BOB, PHONE, new Client());
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        world.done(world.push.devices().unregisterPush(PHONE));

        assertThat(world.ends(sent)).containsExactly("NO_BINDING");
    }
}
