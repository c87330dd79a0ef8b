package io.offlinepush.testkit;

import static io.offlinepush.testkit.RegistryFixture.ALICE;
import static io.offlinepush.testkit.RegistryFixture.BOB;
import static io.offlinepush.testkit.RegistryFixture.CALL;
import static io.offlinepush.testkit.RegistryFixture.CHAT;
import static io.offlinepush.testkit.RegistryFixture.PHONE;
import static io.offlinepush.testkit.RegistryFixture.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.PushBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules 2, 3, 4, 6 and 8 of a binding registry: how a device is reached. */
public interface RegistrationRules extends RegistrySubject {

    @Test
    @DisplayName("rule 2: a device keeps its PushID whatever tokens it registers, at whatever app")
    default void keepsItsPushId() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            PushId fresh = fixture.fresh();
            PushBinding first = fixture.registry()
                    .register(new Registration(PHONE, CHAT, new DeviceToken("t1")), fresh)
                    .push();
            assertThat(first.pushId()).isEqualTo(fresh);
            PushBinding second = fixture.register(PHONE, "t2").push();
            PushBinding third = fixture.register(PHONE, CALL, "t2").push();
            assertThat(second.pushId()).isEqualTo(fresh);
            assertThat(third.pushId()).isEqualTo(fresh);
            assertThat(third.app()).isEqualTo(CALL);
            assertThat(third.token()).isEqualTo(new DeviceToken("t2"));
            assertThat(fixture.pushOf(PHONE)).isEqualTo(third);
            assertThat(fixture.registry().find(fresh)).contains(fixture.row(PHONE));
        }
    }

    @Test
    @DisplayName("rule 2: after unregister a registration gives a new PushID, and the old one is nobody's")
    default void unregisterEndsThePushId() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            PushId old = fixture.register(PHONE, "t1").push().pushId();
            assertThat(fixture.registry().unregister(PHONE)).isTrue();
            assertThat(fixture.registry().unregister(PHONE))
                    .as("unregistered twice")
                    .isFalse();
            assertThat(fixture.registry().unregister(TABLET))
                    .as("never registered")
                    .isFalse();
            assertThat(fixture.pushOf(PHONE)).isNull();
            PushId fresh = fixture.fresh();
            assertThat(fixture.registry()
                            .register(new Registration(PHONE, CHAT, new DeviceToken("t1")), fresh)
                            .push()
                            .pushId())
                    .isEqualTo(fresh)
                    .isNotEqualTo(old);
            assertThat(fixture.registry().find(old)).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 3: a token that another device has leaves that device, whose login stays")
    default void tokenMovesToTheNewDevice() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            PushId old = fixture.register(PHONE, "t1").push().pushId();
            fixture.login(BOB, PHONE);
            BindingRegistry.Registered moved = fixture.register(TABLET, "t1");
            assertThat(moved.displaced()).isEqualTo(PHONE);
            assertThat(fixture.pushOf(TABLET)).isEqualTo(moved.push());
            assertThat(fixture.pushOf(PHONE)).isNull();
            assertThat(fixture.registry().find(old)).isEmpty();
            assertThat(fixture.devicesOf(BOB)).containsExactly(PHONE);
        }
    }

    @Test
    @DisplayName("rule 3: nobody is displaced by a device's own token, or by the same text at another app")
    default void onlyTheSameTokenDisplaces() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            assertThat(fixture.register(PHONE, "t1").displaced()).isNull();
            assertThat(fixture.register(PHONE, "t1").displaced()).as("its own").isNull();
            assertThat(fixture.register(TABLET, CALL, "t1").displaced())
                    .as("another app's")
                    .isNull();
            assertThat(fixture.pushOf(PHONE)).isNotNull();
            fixture.register(PHONE, "t2");
            assertThat(fixture.register(TABLET, "t1").displaced())
                    .as("given up before")
                    .isNull();
        }
    }

    @Test
    @DisplayName("rule 3: of devices that register one token at the same time, one has it in the end")
    default void oneOfManyHasTheToken() {
        try (RegistryFixture fixture = new RegistryFixture(this);
                BindingRegistry other = openOnAnotherNode(fixture.registry())) {
            for (int round = 0; round < 20; round++) {
                DeviceToken token = new DeviceToken("token-" + round);
                List<DeviceId> devices = new ArrayList<>();
                List<Callable<BindingRegistry.Registered>> all = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    DeviceId device = new DeviceId("device-" + round + "-" + i);
                    BindingRegistry registry = i % 2 == 0 ? fixture.registry() : other;
                    devices.add(device);
                    all.add(() -> registry.register(new Registration(device, CHAT, token), fixture.fresh()));
                }
                List<BindingRegistry.Registered> results = Together.run(all);
                assertThat(devices)
                        .filteredOn(device -> fixture.pushOf(device) != null)
                        .hasSize(1);
                assertThat(results)
                        .extracting(BindingRegistry.Registered::displaced)
                        .filteredOn(displaced -> displaced != null)
                        .hasSize(3)
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    @DisplayName("rule 4: registration numbers grow, also over unregister, and over a token that was lost")
    default void registrationNumbersGrow() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            List<Long> numbers = new ArrayList<>();
            numbers.add(fixture.register(PHONE, "t1").push().registrationNumber());
            numbers.add(fixture.register(PHONE, "t1").push().registrationNumber());
            numbers.add(fixture.register(PHONE, "t2").push().registrationNumber());
            fixture.registry().unregister(PHONE);
            numbers.add(fixture.register(PHONE, "t2").push().registrationNumber());
            fixture.register(TABLET, "t2");
            numbers.add(fixture.register(PHONE, "t2").push().registrationNumber());
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    @DisplayName("rule 4: both numbers grow over closing and opening too, at the declared durability")
    default void numbersSurvive() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            long registration = fixture.register(PHONE, "t1").push().registrationNumber();
            long login = fixture.login(BOB, PHONE).number();
            fixture.registry().unregister(PHONE);
            fixture.registry().logout(PHONE, login);
            if (!fixture.mustSurvive(this)) {
                return;
            }
            assertThat(fixture.register(PHONE, "t1").push().registrationNumber())
                    .isGreaterThan(registration);
            assertThat(fixture.login(BOB, PHONE).number()).isGreaterThan(login);
        }
    }

    @Test
    @DisplayName("rule 6: registering and unregistering for the current login do what they do without one")
    default void registersForTheCurrentLogin() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            long login = fixture.login(BOB, PHONE).number();
            fixture.register(TABLET, "t1");
            PushId fresh = fixture.fresh();
            BindingRegistry.Registered registered = fixture.registry()
                    .register(fixture.registration(PHONE, "t1"), fresh, login)
                    .orElseThrow(() -> new AssertionError("refused for the current login"));
            assertThat(registered.push().pushId()).isEqualTo(fresh);
            assertThat(registered.displaced()).isEqualTo(TABLET);
            assertThat(fixture.pushOf(PHONE)).isEqualTo(registered.push());
            PushBinding again = fixture.registry()
                    .register(fixture.registration(PHONE, "t2"), fixture.fresh(), login)
                    .map(BindingRegistry.Registered::push)
                    .orElseThrow(() -> new AssertionError("refused for the current login"));
            assertThat(again.pushId()).isEqualTo(fresh);
            assertThat(again.token()).isEqualTo(new DeviceToken("t2"));

            assertThat(fixture.registry().unregister(PHONE, login)).isTrue();
            assertThat(fixture.registry().unregister(PHONE, login))
                    .as("unregistered twice")
                    .isFalse();
            assertThat(fixture.pushOf(PHONE)).isNull();
            assertThat(fixture.devicesOf(BOB)).containsExactly(PHONE);
        }
    }

    @Test
    @DisplayName("rule 6: registering and unregistering for a login that is not the current one do nothing")
    default void doesNotRegisterForAFormerLogin() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            long former = fixture.login(BOB, PHONE).number();
            long current = fixture.login(ALICE, PHONE).number();
            PushBinding push = fixture.register(PHONE, "t1").push();
            PushBinding other = fixture.register(TABLET, "t2").push();
            for (long number : new long[] {former, current + 1}) {
                assertThat(fixture.registry().register(fixture.registration(PHONE, "t2"), fixture.fresh(), number))
                        .isEmpty();
                assertThat(fixture.registry().unregister(PHONE, number)).isFalse();
            }
            assertThat(fixture.registry().register(fixture.registration(TABLET, "t1"), fixture.fresh(), former))
                    .as("nobody is logged in there")
                    .isEmpty();
            assertThat(fixture.pushOf(PHONE)).isEqualTo(push);
            assertThat(fixture.pushOf(TABLET)).isEqualTo(other);
            DeviceId unseen = new DeviceId("never-seen");
            assertThat(fixture.registry().register(fixture.registration(unseen, "t3"), fixture.fresh(), 1))
                    .isEmpty();
            assertThat(fixture.registry().unregister(unseen, 1)).isFalse();
            assertThat(fixture.pushOf(unseen)).isNull();
        }
    }

    @Test
    @DisplayName("rule 8: invalidate removes the registration that is named, and the login stays")
    default void invalidateRemoves() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            PushBinding push = fixture.register(PHONE, "t1").push();
            fixture.login(BOB, PHONE);
            assertThat(fixture.registry().invalidate(push.pushId(), push.registrationNumber()))
                    .isTrue();
            assertThat(fixture.registry().invalidate(push.pushId(), push.registrationNumber()))
                    .as("a second time")
                    .isFalse();
            assertThat(fixture.pushOf(PHONE)).isNull();
            assertThat(fixture.registry().find(push.pushId())).isEmpty();
            assertThat(fixture.devicesOf(BOB)).containsExactly(PHONE);
            PushBinding again = fixture.register(PHONE, "t1").push();
            assertThat(again.pushId()).isNotEqualTo(push.pushId());
        }
    }

    @Test
    @DisplayName("rule 8: an invalidation that comes late does not touch a newer registration")
    default void lateInvalidateDoesNothing() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            PushBinding old = fixture.register(PHONE, "t1").push();
            PushBinding current = fixture.register(PHONE, "t2").push();
            assertThat(fixture.registry().invalidate(old.pushId(), old.registrationNumber()))
                    .isFalse();
            assertThat(fixture.registry().invalidate(current.pushId(), current.registrationNumber() + 1))
                    .isFalse();
            assertThat(fixture.registry().invalidate(new PushId("unknown"), current.registrationNumber()))
                    .isFalse();
            assertThat(fixture.pushOf(PHONE)).isEqualTo(current);
        }
    }

    @Test
    @DisplayName("rule 9: a row survives closing and opening, at the declared durability")
    default void rowsSurvive() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            PushBinding push = fixture.register(PHONE, "t1").push();
            fixture.login(BOB, PHONE);
            Login login = fixture.loginOf(PHONE);
            if (!fixture.mustSurvive(this)) {
                return;
            }
            assertThat(fixture.registry().find(push.pushId())).contains(new DeviceRow(PHONE, login, push));
            assertThat(fixture.devicesOf(BOB)).containsExactly(PHONE);
            assertThat(fixture.register(TABLET, "t1").displaced()).isEqualTo(PHONE);
        }
    }
}
