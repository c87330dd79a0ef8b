package io.offlinepush.testkit;

import static io.offlinepush.testkit.RegistryFixture.ALICE;
import static io.offlinepush.testkit.RegistryFixture.BOB;
import static io.offlinepush.testkit.RegistryFixture.NODE;
import static io.offlinepush.testkit.RegistryFixture.PHONE;
import static io.offlinepush.testkit.RegistryFixture.TABLET;
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
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            PushBinding push = fixture.register(PHONE, "t1").push();
            assertThat(fixture.loginOf(PHONE)).as("login before any").isNull();
            long number = fixture.login(BOB, PHONE).number();
            assertThat(fixture.pushOf(PHONE)).isEqualTo(push);
            assertThat(fixture.loginOf(PHONE)).isEqualTo(new Login(BOB, number, Platform.HARMONY_OS, NODE));
            assertThat(fixture.devicesOf(BOB)).containsExactly(PHONE);
        }
    }

    @Test
    @DisplayName("rule 1: logged in, then registered: the row has both")
    default void logsInThenRegisters() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            long number = fixture.registry()
                    .login(BOB, PHONE, Platform.WEB, null, RegistryFixture.MOST_DEVICES)
                    .number();
            assertThat(fixture.pushOf(PHONE)).as("registration before any").isNull();
            assertThat(fixture.devicesOf(BOB)).as("not registered yet").containsExactly(PHONE);
            PushBinding push = fixture.register(PHONE, "t1").push();
            assertThat(fixture.pushOf(PHONE)).isEqualTo(push);
            assertThat(fixture.loginOf(PHONE)).isEqualTo(new Login(BOB, number, Platform.WEB, null));
            assertThat(fixture.devicesOf(BOB)).containsExactly(PHONE);
        }
    }

    @Test
    @DisplayName("rule 1: recipients has everybody who was asked for, and find is empty for what was never seen")
    default void answersForEverybodyAsked() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            fixture.login(BOB, PHONE);
            fixture.login(BOB, TABLET);
            var recipients = fixture.registry().recipients(Set.of(ALICE, BOB));
            assertThat(recipients).containsOnlyKeys(ALICE, BOB).containsEntry(ALICE, List.of());
            assertThat(fixture.devicesOf(BOB)).containsExactlyInAnyOrder(PHONE, TABLET);
            assertThat(fixture.registry().find(new DeviceId("unknown"))).isEmpty();
            assertThat(fixture.registry().find(new PushId("unknown"))).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 4: login numbers grow, also over logout")
    default void loginNumbersGrow() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            List<Long> numbers = new ArrayList<>();
            numbers.add(fixture.login(BOB, PHONE).number());
            numbers.add(fixture.login(BOB, PHONE).number());
            numbers.add(fixture.login(ALICE, PHONE).number());
            fixture.registry().logout(PHONE, numbers.get(2));
            numbers.add(fixture.login(BOB, PHONE).number());
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    @DisplayName("rule 4: no two logins of a device have one number, whoever logs in at the same time")
    default void loginNumbersAreNotSharedOut() {
        try (RegistryFixture fixture = new RegistryFixture(this);
                BindingRegistry other = openOnAnotherNode(fixture.registry())) {
            List<Callable<List<Long>>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                BindingRegistry registry = i % 2 == 0 ? fixture.registry() : other;
                UserId user = new UserId("user-" + i);
                all.add(() -> {
                    List<Long> numbers = new ArrayList<>();
                    for (int n = 0; n < 25; n++) {
                        numbers.add(registry.login(user, PHONE, Platform.HARMONY_OS, null, RegistryFixture.MOST_DEVICES)
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
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            PushBinding push = fixture.register(PHONE, "t1").push();
            BindingRegistry.LoggedIn first = fixture.login(BOB, PHONE);
            assertThat(first.former()).isNull();
            Login former = fixture.loginOf(PHONE);
            BindingRegistry.LoggedIn second = fixture.login(ALICE, PHONE);
            assertThat(second.former()).isEqualTo(former);
            assertThat(fixture.devicesOf(BOB)).isEmpty();
            assertThat(fixture.devicesOf(ALICE)).containsExactly(PHONE);
            assertThat(fixture.pushOf(PHONE)).isEqualTo(push);
        }
    }

    @Test
    @DisplayName("rule 5: a login of the same user ends the one before")
    default void loginReplaces() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            fixture.login(BOB, PHONE);
            Login former = fixture.loginOf(PHONE);
            assertThat(fixture.login(BOB, PHONE).former()).isEqualTo(former);
            assertThat(fixture.devicesOf(BOB)).containsExactly(PHONE);
        }
    }

    @Test
    @DisplayName("rule 5: of users that log in on a device at the same time, one has it in the end")
    default void oneUserHasTheDevice() {
        try (RegistryFixture fixture = new RegistryFixture(this);
                BindingRegistry other = openOnAnotherNode(fixture.registry())) {
            List<UserId> users = new ArrayList<>();
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                BindingRegistry registry = i % 2 == 0 ? fixture.registry() : other;
                UserId user = new UserId("user-" + i);
                users.add(user);
                all.add(() -> {
                    for (int n = 0; n < 25; n++) {
                        registry.login(user, PHONE, Platform.HARMONY_OS, null, RegistryFixture.MOST_DEVICES);
                    }
                    return true;
                });
            }
            assertThat(Together.run(all)).containsOnly(true);
            assertThat(users)
                    .filteredOn(user -> fixture.devicesOf(user).contains(PHONE))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName("rule 6: logout and disconnect of a login that is over do nothing")
    default void formerLoginsDoNothing() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            long former = fixture.login(BOB, PHONE).number();
            long current = fixture.login(ALICE, PHONE).number();
            Login login = fixture.loginOf(PHONE);
            assertThat(fixture.registry().logout(PHONE, former)).isFalse();
            assertThat(fixture.registry().disconnect(PHONE, former)).isFalse();
            assertThat(fixture.registry().logout(PHONE, current + 1)).isFalse();
            assertThat(fixture.registry().disconnect(PHONE, current + 1)).isFalse();
            assertThat(fixture.loginOf(PHONE)).isEqualTo(login);
            assertThat(fixture.devicesOf(ALICE)).containsExactly(PHONE);

            assertThat(fixture.registry().logout(PHONE, current)).isTrue();
            assertThat(fixture.registry().logout(PHONE, current))
                    .as("a second time")
                    .isFalse();
            assertThat(fixture.registry().disconnect(PHONE, current)).isFalse();
            assertThat(fixture.registry().logout(TABLET, 1))
                    .as("a device never seen")
                    .isFalse();
            assertThat(fixture.registry().disconnect(TABLET, 1)).isFalse();
        }
    }

    @Test
    @DisplayName("rule 7: losing the connection keeps the binding")
    default void disconnectKeepsTheBinding() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            PushBinding push = fixture.register(PHONE, "t1").push();
            long number = fixture.login(BOB, PHONE).number();
            assertThat(fixture.registry().disconnect(PHONE, number)).isTrue();
            assertThat(fixture.loginOf(PHONE)).isEqualTo(new Login(BOB, number, Platform.HARMONY_OS, null));
            assertThat(fixture.pushOf(PHONE)).isEqualTo(push);
            assertThat(fixture.devicesOf(BOB)).containsExactly(PHONE);
            assertThat(fixture.registry().logout(PHONE, number))
                    .as("logout after that")
                    .isTrue();
        }
    }

    @Test
    @DisplayName("rule 7: logging out clears the binding and keeps the registration")
    default void logoutKeepsTheRegistration() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            PushBinding push = fixture.register(PHONE, "t1").push();
            fixture.registry().logout(PHONE, fixture.login(BOB, PHONE).number());
            assertThat(fixture.loginOf(PHONE)).isNull();
            assertThat(fixture.devicesOf(BOB)).isEmpty();
            assertThat(fixture.pushOf(PHONE)).isEqualTo(push);
            assertThat(fixture.login(ALICE, PHONE).former()).isNull();
            assertThat(fixture.pushOf(PHONE)).isEqualTo(push);
        }
    }

    @Test
    @DisplayName("rule 7: unregistering clears the registration and keeps the login")
    default void unregisterKeepsTheLogin() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            fixture.register(PHONE, "t1");
            fixture.login(BOB, PHONE);
            Login login = fixture.loginOf(PHONE);
            fixture.registry().unregister(PHONE);
            assertThat(fixture.pushOf(PHONE)).isNull();
            assertThat(fixture.loginOf(PHONE)).isEqualTo(login);
            assertThat(fixture.devicesOf(BOB)).containsExactly(PHONE);
        }
    }

    @Test
    @DisplayName("rule 9: what a call returned is seen by every later call, on another node too")
    default void laterCallsSee() {
        try (RegistryFixture fixture = new RegistryFixture(this);
                BindingRegistry other = openOnAnotherNode(fixture.registry())) {
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                UserId user = new UserId("user-" + i);
                DeviceId device = new DeviceId("device-" + i);
                BindingRegistry here = i % 2 == 0 ? fixture.registry() : other;
                BindingRegistry there = i % 2 == 0 ? other : fixture.registry();
                all.add(() -> {
                    for (int n = 0; n < 25; n++) {
                        long number = here.login(user, device, Platform.HARMONY_OS, null, RegistryFixture.MOST_DEVICES)
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
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            BindingRegistry registry = fixture.registry();
            registry.close();
            registry.close();
            assertThatThrownBy(() -> fixture.register(PHONE, "t1")).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> fixture.login(BOB, PHONE)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.logout(PHONE, 1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.disconnect(PHONE, 1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.unregister(PHONE)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.unregister(PHONE, 1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.register(fixture.registration(PHONE, "t1"), fixture.fresh(), 1))
                    .isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.invalidate(fixture.fresh(), 1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.recipients(Set.of(BOB))).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.users(null, 1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.forget(BOB)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.find(PHONE)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> registry.find(fixture.fresh())).isInstanceOf(RuntimeException.class);
        }
    }
}
