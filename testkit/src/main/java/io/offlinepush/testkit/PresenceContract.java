package io.offlinepush.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What a {@link Presence} must do: a test class implements this interface, and every rule of the port is a test that
 * bears its number.
 *
 * <pre>{@code
 * class MyPresenceTest implements PresenceContract {
 *     private final MyPresence presence = new MyPresence(...);
 *
 *     public Presence presence() { return presence; }
 *     public void connect(UserId user, DeviceId device) { presence.clientConnected(user.value(), device.value()); }
 *     public void disconnect(UserId user, DeviceId device) { presence.clientGone(user.value(), device.value()); }
 * }
 * }</pre>
 *
 * <p>A presence that knows users only, not devices, passes too.
 */
public interface PresenceContract {

    /**
     * The subject: nobody is online at the beginning of a test.
     *
     * @return the same one throughout a test
     */
    Presence presence();

    /**
     * The same presence as another node sees it.
     *
     * @return by default the subject itself: override it where nodes have something of their own
     */
    default Presence presenceOnAnotherNode() {
        return presence();
    }

    /**
     * Brings a device online in whatever way the host does; returns once that is done.
     *
     * @param user whose
     * @param device which
     */
    void connect(UserId user, DeviceId device);

    /**
     * Takes a device offline in whatever way the host does; returns once that is done.
     *
     * @param user whose
     * @param device which
     */
    void disconnect(UserId user, DeviceId device);

    @Test
    @DisplayName("rule 1: a connect that returned is seen on every node")
    default void connectIsSeen() {
        connect(user(1), device(1));
        assertOnline(presence(), user(1), device(1));
        assertOnline(presenceOnAnotherNode(), user(1), device(1));
    }

    /** Rule 1, whoever connects at the same time. */
    @Test
    @DisplayName("rule 1: a connect that returned is seen, whoever connects at the same time")
    default void connectIsSeenAmongOthers() {
        List<Callable<Boolean>> clients = new ArrayList<>();
        for (int client = 0; client < 4; client++) {
            int first = 1 + client * 100;
            clients.add(() -> {
                for (int n = first; n < first + 50; n++) {
                    connect(user(n), device(n));
                    assertOnline(presenceOnAnotherNode(), user(n), device(n));
                }
                return true;
            });
        }
        assertThat(Together.run(clients)).containsOnly(true);
    }

    @Test
    @DisplayName("rule 2: a disconnect that returned is seen on every node")
    default void disconnectIsSeen() {
        connect(user(1), device(1));
        disconnect(user(1), device(1));
        assertOffline(presence(), user(1), device(1));
        assertOffline(presenceOnAnotherNode(), user(1), device(1));
    }

    /** Rule 2, for one of two devices. */
    @Test
    @DisplayName("rule 2: a disconnect leaves the user's other device online")
    default void disconnectIsOfOneDevice() {
        connect(user(1), device(1));
        connect(user(1), device(2));
        disconnect(user(1), device(2));
        assertOnline(presence(), user(1), device(1));
    }

    @Test
    @DisplayName("rule 3: who was not asked for is not in the answer, and who is offline counts as offline in it")
    default void answersWhatWasAsked() {
        connect(user(1), device(1));
        connect(user(2), device(2));
        assertThat(presence().online(Set.of(user(1), user(3))).keySet()).isSubsetOf(user(1), user(3));
        assertOnline(presence(), user(1), device(1));
        assertOffline(presence(), user(3), device(3));
    }

    /** Rule 3, at its limit. */
    @Test
    @DisplayName("rule 3: 10,000 users can be asked for at once")
    default void answersForTenThousand() {
        connect(user(9_999), device(1));
        List<UserId> users = IntStream.rangeClosed(1, 10_000)
                .mapToObj(PresenceContract::user)
                .toList();
        var answer = presence().online(users);
        assertThat(answer).containsKey(user(9_999));
        assertThat(answer.keySet()).isSubsetOf(users);
    }

    private static void assertOnline(Presence presence, UserId user, DeviceId device) {
        assertThat(presence.online(Set.of(user)))
                .as("who is online")
                .hasEntrySatisfying(
                        user,
                        online -> assertThat(online.includes(device))
                                .as("online on " + device)
                                .isTrue());
    }

    private static void assertOffline(Presence presence, UserId user, DeviceId device) {
        var online = presence.online(Set.of(user)).get(user);
        assertThat(online != null && online.includes(device))
                .as(user + " online on " + device)
                .isFalse();
    }

    private static UserId user(int n) {
        return new UserId("user-" + n);
    }

    private static DeviceId device(int n) {
        return new DeviceId("device-" + n);
    }
}
