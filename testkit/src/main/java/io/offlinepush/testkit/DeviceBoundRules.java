package io.offlinepush.testkit;

import static io.offlinepush.testkit.Desk.ALICE;
import static io.offlinepush.testkit.Desk.BOB;
import static io.offlinepush.testkit.Desk.NODE;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.PushBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 13 of a binding registry: on how many devices a user is logged in, and which one goes when there are too many. */
public interface DeviceBoundRules extends RegistrySubject {

    @Test
    @DisplayName("rule 13: one device too many removes the one that was silent longest, and the answer names it")
    default void theLongestSilentGoes() {
        try (Desk desk = new Desk(this)) {
            assertThat(removedBy(desk, 1, 3)).isEmpty();
            assertThat(removedBy(desk, 2, 3)).isEmpty();
            assertThat(removedBy(desk, 3, 3)).isEmpty();
            assertThat(removedBy(desk, 1, 3)).as("it is there already").isEmpty();
            DeviceRow before = desk.row(device(2));
            assertThat(loginAlone(desk, BOB, 4, 3).removed()).containsExactly(before);
            assertThat(desk.devicesOf(BOB)).containsExactlyInAnyOrder(device(1), device(3), device(4));
            assertThat(removedBy(desk, 5, 3)).containsExactly(device(3));
            assertThat(removedBy(desk, 6, 3)).containsExactly(device(1));
        }
    }

    @Test
    @DisplayName("rule 13: a device is heard of when it registers and when it disconnects, too")
    default void registeringAndDisconnectingAreSignsOfLife() {
        try (Desk desk = new Desk(this)) {
            desk.register(device(2), "t2");
            long first = desk.login(BOB, device(1)).number();
            removedBy(desk, 2, 3);
            removedBy(desk, 3, 3);
            desk.registry().disconnect(device(1), first);
            desk.register(device(2), "t2-refreshed");
            assertThat(removedBy(desk, 4, 3)).containsExactly(device(3));
            assertThat(removedBy(desk, 5, 3)).containsExactly(device(1));
            assertThat(removedBy(desk, 6, 3)).containsExactly(device(2));
        }
    }

    @Test
    @DisplayName("rule 13: a device with a session stays while there is one without, and goes if there is none")
    default void sessionsStayLongest() {
        try (Desk desk = new Desk(this)) {
            desk.login(BOB, device(1));
            removedBy(desk, 2, 3);
            desk.login(BOB, device(3));
            assertThat(withSession(desk, 4, 3)).containsExactly(device(2));
            assertThat(withSession(desk, 5, 3)).as("all have a session").containsExactly(device(1));
            assertThat(removedBy(desk, 6, 3)).as("never the one that logs in").containsExactly(device(3));
            assertThat(desk.devicesOf(BOB)).containsExactlyInAnyOrder(device(4), device(5), device(6));
        }
    }

    @Test
    @DisplayName("rule 13: a removed device is neither logged in nor registered, and its numbers grow on")
    default void nothingIsLeftOfARemovedDevice() {
        try (Desk desk = new Desk(this)) {
            PushBinding push = desk.register(device(1), "t1").push();
            long login = loginAlone(desk, BOB, 1, 1).number();
            BindingRegistry.LoggedIn next = loginAlone(desk, BOB, 2, 1);
            assertThat(next.removed()).extracting(DeviceRow::device).containsExactly(device(1));
            assertThat(desk.loginOf(device(1))).isNull();
            assertThat(desk.pushOf(device(1))).isNull();
            assertThat(desk.registry().find(push.pushId())).isEmpty();
            assertThat(desk.registry().logout(device(1), login)).isFalse();
            desk.registry().logout(device(2), next.number());
            assertThat(desk.registry().users(null, 10)).isEmpty();
            assertThat(desk.register(device(3), "t1").displaced())
                    .as("who had the token")
                    .isNull();
            PushBinding anew = desk.register(device(1), "t4").push();
            assertThat(anew.registrationNumber()).isGreaterThan(push.registrationNumber());
            assertThat(anew.pushId()).isNotEqualTo(push.pushId());
            BindingRegistry.LoggedIn again = loginAlone(desk, BOB, 1, 2);
            assertThat(again.number()).isGreaterThan(login);
            assertThat(again.former()).isNull();
        }
    }

    @Test
    @DisplayName("rule 13: a lower bound than before removes several, and other users' devices do not count")
    default void aLowerBoundRemovesSeveral() {
        try (Desk desk = new Desk(this)) {
            for (int i = 1; i <= 5; i++) {
                removedBy(desk, i, 5);
            }
            loginAlone(desk, ALICE, 6, 1);
            assertThat(loginAlone(desk, ALICE, 5, 2).removed())
                    .as("taken over from another user")
                    .isEmpty();
            assertThat(desk.devicesOf(ALICE)).containsExactlyInAnyOrder(device(5), device(6));
            assertThat(removedBy(desk, 4, 2)).containsExactlyInAnyOrder(device(1), device(2));
            assertThat(desk.devicesOf(BOB)).contains(device(3), device(4)).doesNotContain(device(1), device(2));
        }
    }

    @Test
    @DisplayName("rule 13: the bound holds whoever logs in at the same time, and each removed device is named once")
    default void theBoundHoldsAmongOthers() {
        try (Desk desk = new Desk(this);
                BindingRegistry other = openOnAnotherNode(desk.registry())) {
            List<Callable<List<DeviceId>>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                BindingRegistry registry = i % 2 == 0 ? desk.registry() : other;
                int first = 100 * (i + 1);
                all.add(() -> {
                    List<DeviceId> removed = new ArrayList<>();
                    for (int n = first; n < first + 25; n++) {
                        registry.login(BOB, device(n), Platform.HARMONY_OS, null, 3).removed().stream()
                                .map(DeviceRow::device)
                                .forEach(removed::add);
                        assertThat(registry.recipients(Set.of(BOB)).getOrDefault(BOB, List.of()))
                                .hasSizeLessThanOrEqualTo(3);
                    }
                    return removed;
                });
            }
            List<DeviceId> removed = new ArrayList<>();
            Together.run(all).forEach(removed::addAll);
            assertThat(desk.devicesOf(BOB)).hasSize(3).doesNotContainAnyElementsOf(removed);
            assertThat(removed).hasSize(97).doesNotHaveDuplicates();
        }
    }

    private static List<DeviceId> removedBy(Desk desk, int device, int most) {
        return loginAlone(desk, BOB, device, most).removed().stream()
                .map(DeviceRow::device)
                .toList();
    }

    /** A login whose connection the host keeps. */
    private static BindingRegistry.LoggedIn loginAlone(Desk desk, UserId user, int device, int most) {
        return desk.registry().login(user, device(device), Platform.HARMONY_OS, null, most);
    }

    private static List<DeviceId> withSession(Desk desk, int device, int most) {
        return desk.registry().login(BOB, device(device), Platform.HARMONY_OS, NODE, most).removed().stream()
                .map(DeviceRow::device)
                .toList();
    }

    private static DeviceId device(int n) {
        return new DeviceId("device-" + n);
    }
}
