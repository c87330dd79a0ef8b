package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.OfflinePushListener;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.UserId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A user has a bound of devices: with one more, the least needed goes, and the host is told. */
class DeviceBoundTest {

    private final List<String> told = new ArrayList<>();
    private final OfflinePushListener listener = new OfflinePushListener() {
        @Override
        public void deviceRemoved(UserId user, DeviceId device) {
            told.add(user + " " + device);
        }
    };

    private static DeviceId device(int n) {
        return new DeviceId("device-" + n);
    }

    @Test
    void byDefaultTheEleventhDeviceRemovesTheOneThatWasSilentLongest() {
        try (World world = new World(OfflinePush.builder().listener(listener))) {
            List<PushId> ids = new ArrayList<>();
            for (int i = 1; i <= 10; i++) {
                ids.add(world.offline(BOB, device(i), "token-" + i));
            }
            world.done(world.login(BOB, device(1), new Client()).disconnect());
            assertThat(told).isEmpty();
            ids.add(world.offline(BOB, device(11), "token-11"));

            MessageId sent = world.send(ALICE, BOB, "hello").messageId();

            assertThat(told).containsExactly("bob device-2");
            ids.remove(1);
            assertThat(world.endsByDevice(sent)).containsOnlyKeys(ids);
        }
    }

    @Test
    void theBoundIsASettingAndHoldsForHostsWithSessionsOfTheirOwn() {
        try (World world = new World(OfflinePush.builder().listener(listener).setting("devicesPerUser", "2"))) {
            for (int i = 1; i <= 4; i++) {
                world.register(device(i), "token-" + i);
                world.done(world.push.devices().login(BOB, device(i), Platform.HARMONY_OS));
            }

            assertThat(told).containsExactly("bob device-1", "bob device-2");
            assertThat(world.ends(world.send(ALICE, BOB, "hello").messageId())).containsExactly("ACCEPTED", "ACCEPTED");
            assertThat(world.registry.find(device(1)))
                    .as("its registration went too")
                    .isEmpty();
        }
    }

    @Test
    void ifAllHaveASessionTheLongestSilentOneIsKickedOut() {
        try (World world = new World(OfflinePush.builder().listener(listener).setting("devicesPerUser", "2"))) {
            Client first = new Client();
            Client second = new Client();
            Client third = new Client();
            world.login(BOB, device(1), first);
            world.login(BOB, device(2), second);
            world.login(BOB, device(3), third);
            world.send(ALICE, BOB, "hello");

            assertThat(first.end()).isEqualTo(SessionEnd.KICKED_OUT);
            assertThat(first.texts()).isEmpty();
            assertThat(second.texts()).containsExactly("hello");
            assertThat(third.texts()).containsExactly("hello");
            assertThat(told).containsExactly("bob device-1");
        }
    }

    @Test
    void aDeviceWithASessionOutlivesASilentOneThatCameLater() {
        try (World world = new World(OfflinePush.builder().listener(listener).setting("devicesPerUser", "2"))) {
            Client client = new Client();
            world.login(BOB, device(1), client);
            world.offline(BOB, device(2), "token-2");
            world.offline(BOB, device(3), "token-3");

            assertThat(client.end()).isNull();
            assertThat(told).containsExactly("bob device-2");
        }
    }

    @Test
    void whatWasDecidedForARemovedDeviceDoesNotLeave() {
        QueueingProvider vendor = new QueueingProvider(World.APP);
        try (World world = new World(OfflinePush.builder().setting("devicesPerUser", "1"), vendor)) {
            world.offline(BOB, device(1), "token-1");
            MessageId sent = world.send(ALICE, BOB, "hello").messageId();
            assertThat(vendor.waiting()).isEqualTo(1);

            world.done(world.push.devices().login(BOB, device(2), Platform.HARMONY_OS));
            assertThat(vendor.letGo()).isZero();
            world.runtime.runAll();

            assertThat(vendor.left()).isEmpty();
            assertThat(world.ends(sent)).containsOnly("NO_BINDING");
        }
    }
}
