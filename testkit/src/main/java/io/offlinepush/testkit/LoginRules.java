package io.offlinepush.testkit;

import static io.offlinepush.testkit.Desk.ALICE;
import static io.offlinepush.testkit.Desk.BOB;
import static io.offlinepush.testkit.Desk.NODE;
import static io.offlinepush.testkit.Desk.PHONE;
import static io.offlinepush.testkit.Desk.TABLET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.PushBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules 1, 4 to 7 and 9 of a binding registry: whose a device is. */
public interface LoginRules extends RegistrySubject {

    @Test
    @DisplayName("rule 1: registered, then logged in: the row has both")
    default void registersThenLogsIn() {
        try (Desk desk = new Desk(this)) {
            PushBinding push = desk.register(PHONE, "t1").push();
            assertThat(desk.loginOf(PHONE)).as("login before any").isNull();
            long number = desk.login(BOB, PHONE).number();
            assertThat(desk.pushOf(PHONE)).isEqualTo(push);
            assertThat(desk.loginOf(PHONE)).isEqualTo(new Login(BOB, number, Platform.HARMONY_OS, NODE));
            assertThat(desk.devicesOf(BOB)).containsExactly(PHONE);
        }
    }

    @Test
    @DisplayName("rule 1: logged in, then registered: the row has both")
    default void logsInThenRegisters() {
        try (Desk desk = new Desk(this)) {
            long number = desk.registry()
                    .login(BOB, PHONE, Platform.WEB, null, Desk.MOST_DEVICES)
                    .number();
            assertThat(desk.pushOf(PHONE)).as("registration before any").isNull();
            assertThat(desk.devicesOf(BOB)).as("not registered yet").containsExactly(PHONE);
            PushBinding push = desk.register(PHONE, "t1").push();
            assertThat(desk.pushOf(PHONE)).isEqualTo(push);
            assertThat(desk.loginOf(PHONE)).isEqualTo(new Login(BOB, number, Platform.WEB, null));
            assertThat(desk.devicesOf(BOB)).containsExactly(PHONE);
        }
    }

    @Test
    @DisplayName("rule 1: recipients has everybody who was asked for, and find is empty for what was never seen")
    default void answersForEverybodyAsked() {
        try (Desk desk = new Desk(this)) {
            desk.login(BOB, PHONE);
            desk.login(BOB, TABLET);
            var recipients = desk.registry().recipients(Set.of(ALICE, BOB));
            assertThat(recipients).containsOnlyKeys(ALICE, BOB).containsEntry(ALICE, List.of());
            assertThat(desk.devicesOf(BOB)).containsExactlyInAnyOrder(PHONE, TABLET);
            assertThat(desk.registry().find(new DeviceId("unknown"))).isEmpty();
            assertThat(desk.registry().find(new PushId("unknown"))).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 4: login numbers grow, also over logout")
    default void loginNumbersGrow() {
        try (Desk desk = new Desk(this)) {
            List<Long> numbers = new ArrayList<>();
            numbers.add(desk.login(BOB, PHONE).number());
            numbers.add(desk.login(BOB, PHONE).number());
            numbers.add(desk.login(ALICE, PHONE).number());
            desk.registry().logout(PHONE, numbers.get(2));
            numbers.add(desk.login(BOB, PHONE).number());
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    @DisplayName("rule 4: no two logins of a device have one number, whoever logs in at the same time")
    default void loginNumbersAreNotSharedOut() {
        try (Desk desk = new Desk(this);
                BindingRegistry other = openOnAnotherNode(desk.registry())) {
            List<Callable<List<Long>>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                BindingRegistry registry = i % 2 == 0 ? desk.registry() : other;
                UserId user = new UserId("user-" + i);
                all.add(() -> {
                    List<Long> numbers = new ArrayList<>();
                    for (int n = 0; n < 25; n++) {
                        numbers.add(registry.login(user, PHONE, Platform.HARMONY_OS, null, Desk.MOST_DEVICES)
                                .number());
                    }
                    return numbers;
                });
            }
            List<Long> numbers = new ArrayList<>();
            Together.run(all).forEach(numbers::addAll);
            assertThat(numbers).hasSize(100).doesNotHaveDuplicates();
        }
    }

    @Test
    @DisplayName("rule 5: a login of another user takes the device over, and the former user has it no more")
    default void loginTakesOver() {
        try (Desk desk = new Desk(this)) {
            PushBinding push = desk.register(PHONE, "t1").push();
            BindingRegistry.LoggedIn first = desk.login(BOB, PHONE);
            assertThat(first.former()).isNull();
            Login former = desk.loginOf(PHONE);
            BindingRegistry.LoggedIn second = desk.login(ALICE, PHONE);
            assertThat(second.former()).isEqualTo(former);
            assertThat(desk.devicesOf(BOB)).isEmpty();
            assertThat(desk.devicesOf(ALICE)).containsExactly(PHONE);
            assertThat(desk.pushOf(PHONE)).isEqualTo(push);
        }
    }

    @Test
    @DisplayName("rule 5: a login of the same user ends the one before")
    default void loginReplaces() {
        try (Desk desk = new Desk(this)) {
            desk.login(BOB, PHONE);
            Login former = desk.loginOf(PHONE);
            assertThat(desk.login(BOB, PHONE).former()).isEqualTo(former);
            assertThat(desk.devicesOf(BOB)).containsExactly(PHONE);
        }
    }

    @Test
    @DisplayName("rule 5: of users that log in on a device at the same time, one has it in the end")
    default void oneUserHasTheDevice() {
        try (Desk desk = new Desk(this);
                BindingRegistry other = openOnAnotherNode(desk.registry())) {
            List<UserId> users = new ArrayList<>();
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                BindingRegistry registry = i % 2 == 0 ? desk.registry() : other;
                UserId user = new UserId("user-" + i);
                users.add(user);
                all.add(() -> {
                    for (int n = 0; n < 25; n++) {
                        registry.login(user, PHONE, Platform.HARMONY_OS, null, Desk.MOST_DEVICES);
                    }
                    return true;
                });
            }
            assertThat(Together.run(all)).containsOnly(true);
            assertThat(users)
                    .filteredOn(user -> desk.devicesOf(user).contains(PHONE))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("rule 6: logout and disconnect of a login that is over do nothing")
    default void formerLoginsDoNothing() {
        try (Desk desk = new Desk(this)) {
            long former = desk.login(BOB, PHONE).number();
            long current = desk.login(ALICE, PHONE).number();
            Login login = desk.loginOf(PHONE);
            assertThat(desk.registry().logout(PHONE, former)).isFalse();
            assertThat(desk.registry().disconnect(PHONE, former)).isFalse();
            assertThat(desk.registry().logout(PHONE, current + 1)).isFalse();
            assertThat(desk.registry().disconnect(PHONE, current + 1)).isFalse();
            assertThat(desk.loginOf(PHONE)).isEqualTo(login);
            assertThat(desk.devicesOf(ALICE)).containsExactly(PHONE);

            assertThat(desk.registry().logout(PHONE, current)).isTrue();
            assertThat(desk.registry().logout(PHONE, current))
                    .as("a second time")
                    .isFalse();
            assertThat(desk.registry().disconnect(PHONE, current)).isFalse();
            assertThat(desk.registry().logout(TABLET, 1))
                    .as("a device never seen")
                    .isFalse();
            assertThat(desk.registry().disconnect(TABLET, 1)).isFalse();
        }
    }

    @Test
    @DisplayName("rule 7: losing the connection keeps the binding")
    default void disconnectKeepsTheBinding() {
        try (Desk desk = new Desk(this)) {
            PushBinding push = desk.register(PHONE, "t1").push();
            long number = desk.login(BOB, PHONE).number();
            assertThat(desk.registry().disconnect(PHONE, number)).isTrue();
            assertThat(desk.loginOf(PHONE)).isEqualTo(new Login(BOB, number, Platform.HARMONY_OS, null));
            assertThat(desk.pushOf(PHONE)).isEqualTo(push);
            assertThat(desk.devicesOf(BOB)).containsExactly(PHONE);
            assertThat(desk.registry().logout(PHONE, number))
                    .as("logout after that")
                    .isTrue();
        }
    }

    @Test
    @DisplayName("rule 7: logging out clears the binding and keeps the registration")
    default void logoutKeepsTheRegistration() {
        try (Desk desk = new Desk(this)) {
            PushBinding push = desk.register(PHONE, "t1").push();
            desk.registry().logout(PHONE, desk.login(BOB, PHONE).number());
            assertThat(desk.loginOf(PHONE)).isNull();
            assertThat(desk.devicesOf(BOB)).isEmpty();
            assertThat(desk.pushOf(PHONE)).isEqualTo(push);
            assertThat(desk.login(ALICE, PHONE).former()).isNull();
            assertThat(desk.pushOf(PHONE)).isEqualTo(push);
        }
    }

    @Test
    @DisplayName("rule 7: unregistering clears the registration and keeps the login")
    default void unregisterKeepsTheLogin() {
        try (Desk desk = new Desk(this)) {
            desk.register(PHONE, "t1");
            desk.login(BOB, PHONE);
            Login login = desk.loginOf(PHONE);
            desk.registry().unregister(PHONE);
            assertThat(desk.pushOf(PHONE)).isNull();
            assertThat(desk.loginOf(PHONE)).isEqualTo(login);
            assertThat(desk.devicesOf(BOB)).containsExactly(PHONE);
        }
    }

    @Test
    @DisplayName("rule 9: what a call returned is seen by every later call, on another node too")
    default void laterCallsSee() {
        try (Desk desk = new Desk(this);
                BindingRegistry other = openOnAnotherNode(desk.registry())) {
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                UserId user = new UserId("user-" + i);
                DeviceId device = new DeviceId("device-" + i);
                BindingRegistry here = i % 2 == 0 ? desk.registry() : other;
                BindingRegistry there = i % 2 == 0 ? other : desk.registry();
                all.add(() -> {
                    for (int n = 0; n < 25; n++) {
                        long number = here.login(user, device, Platform.HARMONY_OS, null, Desk.MOST_DEVICES)
                                .number();
                        assertThat(there.recipients(Set.of(user)).getOrDefault(user, List.of()))
                                .hasSize(1);
                        here.logout(device, number);
                        assertThat(there.recipients(Set.of(user)).getOrDefault(user, List.of()))
                                .isEmpty();
                    }
                    return true;
                });
            }
            assertThat(Together.run(all)).containsOnly(true);
        }
    }

    @Test
    @DisplayName("close: may be called more than once, and afterwards every other call fails")
    default void nothingWorksAfterClose() {
        try (Desk desk = new Desk(this)) {
            BindingRegistry registry = desk.registry();
            registry.close();
            registry.close();
            assertThatThrownBy(() -> desk.register(PHONE, "t1")).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> desk.login(BOB, PHONE)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.logout(PHONE, 1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.disconnect(PHONE, 1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.unregister(PHONE)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.unregister(PHONE, 1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.register(desk.registration(PHONE, "t1"), desk.fresh(), 1))
                    .isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.invalidate(desk.fresh(), 1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.recipients(Set.of(BOB))).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.users(null, 1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.forget(BOB)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.find(PHONE)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.find(desk.fresh())).isInstanceOf(RuntimeException.class);
        }
    }
}
