package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Online;
import io.offlinepush.spi.Presence;
import io.offlinepush.testkit.PresenceContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryPresenceTest implements PresenceContract {

    private static final UserId BOB = new UserId("bob");
    private static final DeviceId PHONE = new DeviceId("phone");

    private final InMemoryPresence presence = new InMemoryPresence();

    @Override
    public Presence presence() {
        return presence;
    }

    @Override
    public void connect(UserId user, DeviceId device) {
        presence.connect(user, device);
    }

    @Override
    public void disconnect(UserId user, DeviceId device) {
        presence.disconnect(user, device);
    }

    @Test
    void aWholeUserIsOnlineEverywhereUntilTheUserIsDisconnected() {
        presence.connect(BOB, PHONE);
        presence.connectUser(BOB);
        assertThat(presence.online(List.of(BOB)).get(BOB))
                .extracting(Online::wholeUser)
                .isEqualTo(true);
        presence.disconnectUser(BOB);
        assertThat(presence.online(List.of(BOB))).isEmpty();
    }

    @Test
    void refusesToBeAskedForNobody() {
        assertThatThrownBy(() -> presence.online(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
