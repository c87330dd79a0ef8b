package io.offlinepush.testkit;

import static io.offlinepush.testkit.Desk.ALICE;
import static io.offlinepush.testkit.Desk.BOB;
import static io.offlinepush.testkit.Desk.CALL;
import static io.offlinepush.testkit.Desk.CHAT;
import static io.offlinepush.testkit.Desk.PHONE;
import static io.offlinepush.testkit.Desk.TABLET;
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
        try (Desk desk = new Desk(this)) {
            PushId fresh = desk.fresh();
            PushBinding first = desk.registry()
                    .register(new Registration(PHONE, CHAT, new DeviceToken("t1")), fresh)
                    .push();
            assertThat(first.pushId()).isEqualTo(fresh);
            PushBinding second = desk.register(PHONE, "t2").push();
            PushBinding third = desk.register(PHONE, CALL, "t2").push();
            assertThat(second.pushId()).isEqualTo(fresh);
            assertThat(third.pushId()).isEqualTo(fresh);
            assertThat(third.app()).isEqualTo(CALL);
            assertThat(third.token()).isEqualTo(new DeviceToken("t2"));
            assertThat(desk.pushOf(PHONE)).isEqualTo(third);
            assertThat(desk.registry().find(fresh)).contains(desk.row(PHONE));
        }
    }

    @Test
    @DisplayName("rule 2: after unregister a registration gives a new PushID, and the old one is nobody's")
    default void unregisterEndsThePushId() {
        try (Desk desk = new Desk(this)) {
            PushId old = desk.register(PHONE, "t1").push().pushId();
            assertThat(desk.registry().unregister(PHONE)).isTrue();
            assertThat(desk.registry().unregister(PHONE))
                    .as("unregistered twice")
                    .isFalse();
            assertThat(desk.registry().unregister(TABLET))
                    .as("never registered")
                    .isFalse();
            assertThat(desk.pushOf(PHONE)).isNull();
            PushId fresh = desk.fresh();
            assertThat(desk.registry()
                            .register(new Registration(PHONE, CHAT, new DeviceToken("t1")), fresh)
                            .push()
                            .pushId())
                    .isEqualTo(fresh)
                    .isNotEqualTo(old);
            assertThat(desk.registry().find(old)).isEmpty();
        }
    }

    @Test
    @DisplayName("rule 3: a token that another device has leaves that device, whose login stays")
    default void tokenMovesToTheNewDevice() {
        try (Desk desk = new Desk(this)) {
            PushId old = desk.register(PHONE, "t1").push().pushId();
            desk.login(BOB, PHONE);
            BindingRegistry.Registered moved = desk.register(TABLET, "t1");
            assertThat(moved.displaced()).isEqualTo(PHONE);
            assertThat(desk.pushOf(TABLET)).isEqualTo(moved.push());
            assertThat(desk.pushOf(PHONE)).isNull();
            assertThat(desk.registry().find(old)).isEmpty();
            assertThat(desk.devicesOf(BOB)).containsExactly(PHONE);
        }
    }

    @Test
    @DisplayName("rule 3: nobody is displaced by a device's own token, or by the same text at another app")
    default void onlyTheSameTokenDisplaces() {
        try (Desk desk = new Desk(this)) {
            assertThat(desk.register(PHONE, "t1").displaced()).isNull();
            assertThat(desk.register(PHONE, "t1").displaced()).as("its own").isNull();
            assertThat(desk.register(TABLET, CALL, "t1").displaced())
                    .as("another app's")
                    .isNull();
            assertThat(desk.pushOf(PHONE)).isNotNull();
            desk.register(PHONE, "t2");
            assertThat(desk.register(TABLET, "t1").displaced())
                    .as("given up before")
                    .isNull();
        }
    }

    @Test
    @DisplayName("rule 3: of devices that register one token at the same time, one has it in the end")
    default void oneOfManyHasTheToken() {
        try (Desk desk = new Desk(this);
                BindingRegistry other = openOnAnotherNode(desk.registry())) {
            for (int round = 0; round < 20; round++) {
                DeviceToken token = new DeviceToken("token-" + round);
                List<DeviceId> devices = new ArrayList<>();
                List<Callable<BindingRegistry.Registered>> all = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    DeviceId device = new DeviceId("device-" + round + "-" + i);
                    BindingRegistry registry = i % 2 == 0 ? desk.registry() : other;
                    devices.add(device);
                    all.add(() -> registry.register(new Registration(device, CHAT, token), desk.fresh()));
                }
                List<BindingRegistry.Registered> results = Together.run(all);
                assertThat(devices)
                        .filteredOn(device -> desk.pushOf(device) != null)
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
        try (Desk desk = new Desk(this)) {
            List<Long> numbers = new ArrayList<>();
            numbers.add(desk.register(PHONE, "t1").push().registrationNumber());
            numbers.add(desk.register(PHONE, "t1").push().registrationNumber());
            numbers.add(desk.register(PHONE, "t2").push().registrationNumber());
            desk.registry().unregister(PHONE);
            numbers.add(desk.register(PHONE, "t2").push().registrationNumber());
            desk.register(TABLET, "t2");
            numbers.add(desk.register(PHONE, "t2").push().registrationNumber());
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    @DisplayName("rule 4: both numbers grow over closing and opening too, at the declared durability")
    default void numbersSurvive() {
        try (Desk desk = new Desk(this)) {
            long registration = desk.register(PHONE, "t1").push().registrationNumber();
            long login = desk.login(BOB, PHONE).number();
            desk.registry().unregister(PHONE);
            desk.registry().logout(PHONE, login);
            if (!desk.mustSurvive(this)) {
                return;
            }
            assertThat(desk.register(PHONE, "t1").push().registrationNumber()).isGreaterThan(registration);
            assertThat(desk.login(BOB, PHONE).number()).isGreaterThan(login);
        }
    }

    @Test
    @DisplayName("rule 6: registering and unregistering for the current login do what they do without one")
    default void registersForTheCurrentLogin() {
        try (Desk desk = new Desk(this)) {
            long login = desk.login(BOB, PHONE).number();
            desk.register(TABLET, "t1");
            PushId fresh = desk.fresh();
            BindingRegistry.Registered registered = desk.registry()
                    .register(desk.registration(PHONE, "t1"), fresh, login)
                    .orElseThrow(() -> new AssertionError("refused for the current login"));
            assertThat(registered.push().pushId()).isEqualTo(fresh);
            assertThat(registered.displaced()).isEqualTo(TABLET);
            assertThat(desk.pushOf(PHONE)).isEqualTo(registered.push());
            PushBinding again = desk.registry()
                    .register(desk.registration(PHONE, "t2"), desk.fresh(), login)
                    .map(BindingRegistry.Registered::push)
                    .orElseThrow(() -> new AssertionError("refused for the current login"));
            assertThat(again.pushId()).isEqualTo(fresh);
            assertThat(again.token()).isEqualTo(new DeviceToken("t2"));

            assertThat(desk.registry().unregister(PHONE, login)).isTrue();
            assertThat(desk.registry().unregister(PHONE, login))
                    .as("unregistered twice")
                    .isFalse();
            assertThat(desk.pushOf(PHONE)).isNull();
            assertThat(desk.devicesOf(BOB)).containsExactly(PHONE);
        }
    }

    @Test
    @DisplayName("rule 6: registering and unregistering for a login that is not the current one do nothing")
    default void doesNotRegisterForAFormerLogin() {
        try (Desk desk = new Desk(this)) {
            long former = desk.login(BOB, PHONE).number();
            long current = desk.login(ALICE, PHONE).number();
            PushBinding push = desk.register(PHONE, "t1").push();
            PushBinding other = desk.register(TABLET, "t2").push();
            for (long number : new long[] {former, current + 1}) {
                assertThat(desk.registry().register(desk.registration(PHONE, "t2"), desk.fresh(), number))
                        .isEmpty();
                assertThat(desk.registry().unregister(PHONE, number)).isFalse();
            }
            assertThat(desk.registry().register(desk.registration(TABLET, "t1"), desk.fresh(), former))
                    .as("nobody is logged in there")
                    .isEmpty();
            assertThat(desk.pushOf(PHONE)).isEqualTo(push);
            assertThat(desk.pushOf(TABLET)).isEqualTo(other);
            DeviceId unseen = new DeviceId("never-seen");
            assertThat(desk.registry().register(desk.registration(unseen, "t3"), desk.fresh(), 1))
                    .isEmpty();
            assertThat(desk.registry().unregister(unseen, 1)).isFalse();
            assertThat(desk.pushOf(unseen)).isNull();
        }
    }

    @Test
    @DisplayName("rule 8: invalidate removes the registration that is named, and the login stays")
    default void invalidateRemoves() {
        try (Desk desk = new Desk(this)) {
            PushBinding push = desk.register(PHONE, "t1").push();
            desk.login(BOB, PHONE);
            assertThat(desk.registry().invalidate(push.pushId(), push.registrationNumber()))
                    .isTrue();
            assertThat(desk.registry().invalidate(push.pushId(), push.registrationNumber()))
                    .as("a second time")
                    .isFalse();
            assertThat(desk.pushOf(PHONE)).isNull();
            assertThat(desk.registry().find(push.pushId())).isEmpty();
            assertThat(desk.devicesOf(BOB)).containsExactly(PHONE);
            PushBinding again = desk.register(PHONE, "t1").push();
            assertThat(again.pushId()).isNotEqualTo(push.pushId());
        }
    }

    @Test
    @DisplayName("rule 8: an invalidation that comes late does not touch a newer registration")
    default void lateInvalidateDoesNothing() {
        try (Desk desk = new Desk(this)) {
            PushBinding old = desk.register(PHONE, "t1").push();
            PushBinding current = desk.register(PHONE, "t2").push();
            assertThat(desk.registry().invalidate(old.pushId(), old.registrationNumber()))
                    .isFalse();
            assertThat(desk.registry().invalidate(current.pushId(), current.registrationNumber() + 1))
                    .isFalse();
            assertThat(desk.registry().invalidate(new PushId("unknown"), current.registrationNumber()))
                    .isFalse();
            assertThat(desk.pushOf(PHONE)).isEqualTo(current);
        }
    }

    @Test
    @DisplayName("rule 9: a row survives closing and opening, at the declared durability")
    default void rowsSurvive() {
        try (Desk desk = new Desk(this)) {
            PushBinding push = desk.register(PHONE, "t1").push();
            desk.login(BOB, PHONE);
            Login login = desk.loginOf(PHONE);
            if (!desk.mustSurvive(this)) {
                return;
            }
            assertThat(desk.registry().find(push.pushId())).contains(new DeviceRow(PHONE, login, push));
            assertThat(desk.devicesOf(BOB)).containsExactly(PHONE);
            assertThat(desk.register(TABLET, "t1").displaced()).isEqualTo(PHONE);
        }
    }
}
