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
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.RegisterResult;
import io.offlinepush.api.Registration;
import io.offlinepush.api.Session;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.PushBinding;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may register what: a session its own device, a host's user a device on which they are logged in. */
class RegisteringTest {

    private static final DeviceToken TOKEN = new DeviceToken("token-1");

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private RegisterResult registerFor(UserId user, String token) {
        Registration registration = new Registration(PHONE, APP, new DeviceToken(token));
        return world.done(world.push.devices().registerPush(user, registration));
    }

    private List<String> tokens() {
        return world.vendor.pushed().stream()
                .flatMap(pushed -> pushed.targets().stream())
                .map(target -> target.token().value())
                .toList();
    }

    @Test
    void aSessionRegistersItsOwnDeviceAndRefreshesItsToken() {
        Session session = world.login(BOB, PHONE, new Client());
        PushId first = world.done(session.registerPush(APP, TOKEN)).pushId().orElseThrow();
        PushId second = world.done(session.registerPush(APP, new DeviceToken("token-2")))
                .pushId()
                .orElseThrow();
        world.done(session.disconnect());
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        assertThat(second).isEqualTo(first);
        assertThat(world.endsByDevice(sent)).isEqualTo(Map.of(first, "ACCEPTED"));
        assertThat(tokens()).containsExactly("token-2");
    }

    @Test
    void aSessionUnregistersItsOwnDeviceAndStaysLoggedIn() {
        Client client = new Client();
        Session session = world.login(BOB, PHONE, client);
        world.done(session.registerPush(APP, TOKEN));
        world.done(session.unregisterPush());
        world.done(session.unregisterPush());

        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        assertThat(world.ends(sent)).containsExactly("NO_BINDING");
        assertThat(client.texts()).containsExactly("hello");
        assertThat(client.end()).isNull();
    }

    @Test
    void aSessionThatLostItsDeviceRegistersAndUnregistersNothing() {
        Session former = world.login(BOB, PHONE, new Client());
        Session carols = world.login(CAROL, PHONE, new Client());
        world.done(carols.registerPush(APP, new DeviceToken("carols")));

        RegisterResult refused = world.done(former.registerPush(APP, TOKEN));
        world.done(former.unregisterPush());

        assertThat(refused.errorCode()).isEqualTo(RegisterResult.NOT_LOGGED_IN);
        assertThat(refused.pushId()).isEmpty();
        assertThat(refused.message())
                .isEqualTo("the user is not logged in on this device; log in, then register")
                .doesNotContain(TOKEN.value());
        world.done(carols.disconnect());
        world.send(ALICE, CAROL, "for carol");
        assertThat(tokens()).containsExactly("carols");
    }

    /** The other process knows; this one still believes that its session is there. */
    @Test
    void aSessionWhoseDeviceLoggedInElsewhereRegistersNothing() {
        OfflinePush other = world.start(OfflinePush.builder());
        Client client = new Client();
        Session here = world.login(BOB, PHONE, client);
        Session there = world.login(other, BOB, PHONE, new Client());
        world.done(there.registerPush(APP, new DeviceToken("newer")));
        assertThat(client.end()).as("not told yet").isNull();

        RegisterResult refused = world.done(here.registerPush(APP, new DeviceToken("older")));
        world.done(here.unregisterPush());

        assertThat(refused.errorCode()).isEqualTo(RegisterResult.NOT_LOGGED_IN);
        assertThat(world.registry.find(PHONE).map(DeviceRow::push).map(PushBinding::token))
                .contains(new DeviceToken("newer"));
        other.close(Duration.ZERO);
    }

    @Test
    void aSessionThatDisconnectedRegistersNothingThoughTheBindingStays() {
        Session session = world.login(BOB, PHONE, new Client());
        world.done(session.registerPush(APP, new DeviceToken("token-kept")));
        world.done(session.disconnect());

        assertThat(world.done(session.registerPush(APP, TOKEN)).errorCode()).isEqualTo(RegisterResult.NOT_LOGGED_IN);
        world.done(session.unregisterPush());
        world.send(ALICE, BOB, "hello");

        assertThat(tokens()).containsExactly("token-kept");
    }

    @Test
    void aSessionIsToldOfAnAppThatNobodyServes() {
        Session session = world.login(BOB, PHONE, new Client());

        assertThat(world.done(session.registerPush(new VendorApp("test", "other"), TOKEN))
                        .errorCode())
                .isEqualTo(RegisterResult.UNKNOWN_APP);
    }

    @Test
    void aUserRegistersADeviceOnWhichTheyAreLoggedIn() {
        world.done(world.push.devices().login(BOB, PHONE, Platform.HARMONY_OS));

        PushId phone = registerFor(BOB, "token-1").pushId().orElseThrow();

        assertThat(world.endsByDevice(world.send(ALICE, BOB, "hello").messageId()))
                .isEqualTo(Map.of(phone, "ACCEPTED"));
    }

    @Test
    void nobodyRegistersADeviceForAUserWhoIsNotLoggedInThere() {
        assertThat(registerFor(BOB, "token-1").errorCode()).as("nobody is").isEqualTo(RegisterResult.NOT_LOGGED_IN);
        world.done(world.push.devices().login(CAROL, PHONE, Platform.HARMONY_OS));
        assertThat(registerFor(CAROL, "carols").errorCode()).isZero();

        assertThat(registerFor(BOB, "token-1").errorCode())
                .as("another user is")
                .isEqualTo(RegisterResult.NOT_LOGGED_IN);

        world.send(ALICE, CAROL, "for carol");
        assertThat(tokens()).containsExactly("carols");
    }

    @Test
    void aTakeOverBetweenTheLookAndTheRegistrationIsSeen() {
        world.done(world.push.devices().login(BOB, PHONE, Platform.HARMONY_OS));
        world.faults.after(
                "BindingRegistry.find",
                () -> world.done(world.push.devices().login(CAROL, PHONE, Platform.HARMONY_OS)));

        assertThat(registerFor(BOB, "token-1").errorCode()).isEqualTo(RegisterResult.NOT_LOGGED_IN);
        assertThat(world.registry.find(PHONE).map(DeviceRow::push)).isEmpty();
    }

    @Test
    void aSecondLoginOfTheSameUserMeanwhileDoesNotMatter() {
        world.done(world.push.devices().login(BOB, PHONE, Platform.HARMONY_OS));
        world.faults.after(
                "BindingRegistry.find", () -> world.done(world.push.devices().login(BOB, PHONE, Platform.HARMONY_OS)));

        assertThat(registerFor(BOB, "token-1").errorCode()).isZero();
    }

    @Test
    void aDeviceThatLogsInWithoutEndIsGivenUpWithoutARegistration() {
        world.done(world.push.devices().login(BOB, PHONE, Platform.HARMONY_OS));
        for (int i = 0; i < 10; i++) {
            world.faults.after(
                    "BindingRegistry.find", () -> world.registry.login(BOB, PHONE, Platform.HARMONY_OS, null, 10));
        }

        Throwable failure = world.failure(world.push.devices().registerPush(BOB, new Registration(PHONE, APP, TOKEN)));

        assertThat(failure)
                .isInstanceOf(OfflinePushException.class)
                .hasMessage("registerPush: the device logs in again and again; nothing was registered");
        assertThat(world.registry.find(PHONE).map(DeviceRow::push)).isEmpty();
    }

    @Test
    void aTokenThatASessionTakesFromAnotherDeviceSpeaksForItsUserOnly() {
        world.offline(CAROL, TABLET, "token-1");
        Session session = world.login(BOB, PHONE, new Client());
        world.done(session.registerPush(APP, TOKEN));

        assertThat(world.ends(world.send(ALICE, CAROL, "for carol").messageId()))
                .containsExactly("NO_BINDING");
    }
}
