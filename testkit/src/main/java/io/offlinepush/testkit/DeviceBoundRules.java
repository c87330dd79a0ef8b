package io.offlinepush.testkit;

import static io.offlinepush.testkit.RegistryFixture.ALICE;
import static io.offlinepush.testkit.RegistryFixture.BOB;
import static io.offlinepush.testkit.RegistryFixture.NODE;
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

/**
 * Rule 13 of a binding registry: on how many devices a user is logged in, and which one goes when there are too many.
 */
public interface DeviceBoundRules extends RegistrySubject {

    @Test
    @DisplayName("rule 13: one device too many removes the one that was silent longest, and the answer names it")
    default void theLongestSilentGoes() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            assertThat(removedBy(fixture, 1, 3)).isEmpty();
            assertThat(removedBy(fixture, 2, 3)).isEmpty();
            assertThat(removedBy(fixture, 3, 3)).isEmpty();
            assertThat(removedBy(fixture, 1, 3)).as("it is there already").isEmpty();
            DeviceRow before = fixture.row(device(2));
            assertThat(loginAlone(fixture, BOB, 4, 3).removed()).containsExactly(before);
            assertThat(fixture.devicesOf(BOB)).containsExactlyInAnyOrder(device(1), device(3), device(4));
            assertThat(removedBy(fixture, 5, 3)).containsExactly(device(3));
            assertThat(removedBy(fixture, 6, 3)).containsExactly(device(1));
        }
    }

    @Test
    @DisplayName("rule 13: a device is heard of when it registers and when it disconnects, too")
    default void registeringAndDisconnectingAreSignsOfLife() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            fixture.register(device(2), "t2");
            long first = fixture.login(BOB, device(1)).number();
            removedBy(fixture, 2, 3);
            removedBy(fixture, 3, 3);
            fixture.registry().disconnect(device(1), first);
            fixture.register(device(2), "t2-refreshed");
            assertThat(removedBy(fixture, 4, 3)).containsExactly(device(3));
            assertThat(removedBy(fixture, 5, 3)).containsExactly(device(1));
            assertThat(removedBy(fixture, 6, 3)).containsExactly(device(2));
        }
    }

    @Test
    @DisplayName("rule 13: a device with a session stays while there is one without, and goes if there is none")
    default void sessionsStayLongest() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            fixture.login(BOB, device(1));
            removedBy(fixture, 2, 3);
            fixture.login(BOB, device(3));
            assertThat(withSession(fixture, 4, 3)).containsExactly(device(2));
            assertThat(withSession(fixture, 5, 3)).as("all have a session").containsExactly(device(1));
            assertThat(removedBy(fixture, 6, 3))
                    .as("never the one that logs in")
                    .containsExactly(device(3));
            assertThat(fixture.devicesOf(BOB)).containsExactlyInAnyOrder(device(4), device(5), device(6));
        }
    }

    @Test
    @DisplayName("rule 13: a removed device is neither logged in nor registered, and its numbers grow on")
    default void nothingIsLeftOfARemovedDevice() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            PushBinding push = fixture.register(device(1), "t1").push();
            long login = loginAlone(fixture, BOB, 1, 1).number();
            BindingRegistry.LoggedIn next = loginAlone(fixture, BOB, 2, 1);
            assertThat(next.removed()).extracting(DeviceRow::device).containsExactly(device(1));
            assertThat(fixture.loginOf(device(1))).isNull();
            assertThat(fixture.pushOf(device(1))).isNull();
            assertThat(fixture.registry().find(push.pushId())).isEmpty();
            assertThat(fixture.registry().logout(device(1), login)).isFalse();
            fixture.registry().logout(device(2), next.number());
            assertThat(fixture.registry().users(null, 10)).isEmpty();
            assertThat(fixture.register(device(3), "t1").displaced())
                    .as("who had the token")
                    .isNull();
            PushBinding anew = fixture.register(device(1), "t4").push();
            assertThat(anew.registrationNumber()).isGreaterThan(push.registrationNumber());
            assertThat(anew.pushId()).isNotEqualTo(push.pushId());
            BindingRegistry.LoggedIn again = loginAlone(fixture, BOB, 1, 2);
            assertThat(again.number()).isGreaterThan(login);
            assertThat(again.former()).isNull();
        }
    }

    @Test
    @DisplayName("rule 13: a lower bound than before removes several, and other users' devices do not count")
    default void aLowerBoundRemovesSeveral() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            for (int i = 1; i <= 5; i++) {
                removedBy(fixture, i, 5);
            }
            loginAlone(fixture, ALICE, 6, 1);
            assertThat(loginAlone(fixture, ALICE, 5, 2).removed())
                    .as("taken over from another user")
                    .isEmpty();
            assertThat(fixture.devicesOf(ALICE)).containsExactlyInAnyOrder(device(5), device(6));
            assertThat(removedBy(fixture, 4, 2)).containsExactlyInAnyOrder(device(1), device(2));
            assertThat(fixture.devicesOf(BOB)).contains(device(3), device(4)).doesNotContain(device(1), device(2));
        }
    }

    @Test
    @DisplayName("rule 13: the bound holds whoever logs in at the same time, and each removed device is named once")
    default void theBoundHoldsAmongOthers() {
        try (RegistryFixture fixture = new RegistryFixture(this);
                BindingRegistry other = openOnAnotherNode(fixture.registry())) {
            List<Callable<List<DeviceId>>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                BindingRegistry registry = i % 2 == 0 ? fixture.registry() : other;
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
            assertThat(fixture.devicesOf(BOB)).hasSize(3).doesNotContainAnyElementsOf(removed);
            assertThat(removed).hasSize(97).doesNotHaveDuplicates();
        }
    }

    private static List<DeviceId> removedBy(RegistryFixture fixture, int device, int most) {
        return loginAlone(fixture, BOB, device, most).removed().stream()
                .map(DeviceRow::device)
                .toList();
    }

    /** A login whose connection the host keeps. */
    private static BindingRegistry.LoggedIn loginAlone(RegistryFixture fixture, UserId user, int device, int most) {
        return fixture.registry().login(user, device(device), Platform.HARMONY_OS, null, most);
    }

    private static List<DeviceId> withSession(RegistryFixture fixture, int device, int most) {
        return fixture.registry().login(BOB, device(device), Platform.HARMONY_OS, NODE, most).removed().stream()
                .map(DeviceRow::device)
                .toList();
    }

    private static DeviceId device(int n) {
        return new DeviceId("device-" + n);
    }
}
