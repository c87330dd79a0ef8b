package io.offlinepush.testkit;

import static io.offlinepush.testkit.RegistryFixture.ALICE;
import static io.offlinepush.testkit.RegistryFixture.BOB;
import static io.offlinepush.testkit.RegistryFixture.PHONE;
import static io.offlinepush.testkit.RegistryFixture.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Platform;
import io.offlinepush.api.Registration;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.PushBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules 11 and 12 of a binding registry: who can be woken at all, and that a user is forgotten. */
public interface UserRules extends RegistrySubject {

    /** Compared with the rows, whatever is in them: those are other rules. */
    @Test
    @DisplayName("rule 11: users are those with a device that is logged in and registered, however it came to be both")
    default void usersAreThoseWhoCanBeWoken() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            assertUsersAreInTheRows(fixture, "nobody yet");
            fixture.login(BOB, PHONE);
            assertUsersAreInTheRows(fixture, "logged in only");
            fixture.register(PHONE, "t1");
            assertUsersAreInTheRows(fixture, "logged in, then registered");
            fixture.register(TABLET, "t2");
            assertUsersAreInTheRows(fixture, "another, registered only");
            long tablet = fixture.login(BOB, TABLET).number();
            assertUsersAreInTheRows(fixture, "two devices");
            fixture.registry().unregister(PHONE);
            assertUsersAreInTheRows(fixture, "one of two unregistered");
            fixture.registry().disconnect(TABLET, tablet);
            assertUsersAreInTheRows(fixture, "disconnected");
            fixture.registry().logout(TABLET, tablet);
            assertUsersAreInTheRows(fixture, "one logged out, one not registered");
            fixture.login(ALICE, TABLET);
            assertUsersAreInTheRows(fixture, "logged in as another");
            fixture.register(PHONE, "t1");
            fixture.login(ALICE, PHONE);
            assertUsersAreInTheRows(fixture, "taken over");
            fixture.login(ALICE, PHONE);
            PushBinding push = fixture.register(PHONE, "t3").push();
            assertUsersAreInTheRows(fixture, "logged in and registered twice");
            fixture.registry().unregister(TABLET);
            fixture.registry().invalidate(push.pushId(), push.registrationNumber());
            assertUsersAreInTheRows(fixture, "invalidated");
            fixture.register(PHONE, "t4");
            assertUsersAreInTheRows(fixture, "registered once more");
            fixture.register(new DeviceId("watch"), "t4");
            assertUsersAreInTheRows(fixture, "the token is another device's");
        }
    }

    private static void assertUsersAreInTheRows(RegistryFixture fixture, String when) {
        Set<UserId> expected = new TreeSet<>(UserOrder.BYTES);
        for (DeviceId device : List.of(PHONE, TABLET, new DeviceId("watch"))) {
            fixture.registry().find(device).ifPresent(row -> {
                if (row.login() != null && row.push() != null) {
                    expected.add(row.login().user());
                }
            });
        }
        assertThat(users(fixture)).as(when).containsExactlyElementsOf(expected);
    }

    @Test
    @DisplayName("rule 11: users come page by page in the order of their ids as UTF-8 bytes")
    default void usersComeInOrder() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            for (int i = 0; i < UserOrder.TRICKY.size(); i++) {
                int mixed = i * 7 % UserOrder.TRICKY.size();
                canBeWoken(fixture.registry(), fixture, UserOrder.TRICKY.get(mixed), "device-" + mixed);
            }
            for (int limit : List.of(1, 3, 16, 10_000)) {
                assertThat(UserOrder.readAll(limit, fixture.registry()::users))
                        .as("in pages of " + limit)
                        .isEqualTo(UserOrder.TRICKY);
            }
            assertThat(fixture.registry().users(new UserId("aA"), 2))
                    .as("after somebody who is not there")
                    .containsExactly(new UserId("aB"), new UserId("ab"));
        }
    }

    @Test
    @DisplayName("rule 11: who is there from the first page to the last comes once, also if the last of a page is gone")
    default void usersWhileOthersComeAndGo() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            List<UserId> staying = new ArrayList<>();
            for (int i = 100; i < 140; i++) {
                UserId user = new UserId("user-" + i);
                canBeWoken(fixture.registry(), fixture, user, "device-" + i);
                if (i % 4 != 0) {
                    staying.add(user);
                }
            }
            AtomicInteger page = new AtomicInteger();
            List<UserId> read = UserOrder.readAll(4, fixture.registry()::users, users -> {
                UserId last = users.get(users.size() - 1);
                if (!staying.contains(last)) {
                    logOut(fixture.registry(), last);
                }
                logOut(fixture.registry(), new UserId("user-" + (100 + 4 * page.incrementAndGet())));
                canBeWoken(fixture.registry(), fixture, new UserId("user-0" + page), "early-" + page);
                canBeWoken(fixture.registry(), fixture, new UserId("user-130-" + page), "late-" + page);
            });
            assertThat(read).containsAll(staying);
        }
    }

    @Test
    @DisplayName("rule 11: who is there throughout comes once, whoever logs in and out at the same time")
    default void usersAmongOthers() {
        try (RegistryFixture fixture = new RegistryFixture(this);
                BindingRegistry other = openOnAnotherNode(fixture.registry())) {
            List<UserId> staying = new ArrayList<>();
            for (int i = 100; i < 150; i++) {
                staying.add(new UserId("user-" + i));
                canBeWoken(fixture.registry(), fixture, new UserId("user-" + i), "device-" + i);
            }
            AtomicInteger reading = new AtomicInteger(2);
            List<Callable<Boolean>> all = new ArrayList<>();
            for (BindingRegistry registry : List.of(fixture.registry(), other)) {
                all.add(() -> {
                    try {
                        for (int i = 0; i < 10; i++) {
                            assertThat(UserOrder.readAll(7, registry::users)).containsAll(staying);
                        }
                        return true;
                    } finally {
                        reading.decrementAndGet();
                    }
                });
            }
            for (int i = 0; i < 2; i++) {
                BindingRegistry registry = i == 0 ? fixture.registry() : other;
                String device = "passing-" + i;
                int first = i;
                all.add(() -> {
                    for (int n = first; reading.get() > 0; n++) {
                        UserId passing = new UserId("user-" + (100 + n % 50) + "-" + first);
                        long login = canBeWoken(registry, fixture, passing, device);
                        registry.logout(new DeviceId(device), login);
                    }
                    return true;
                });
            }
            assertThat(Together.run(all)).containsOnly(true);
            assertThat(users(fixture)).isEqualTo(staying);
        }
    }

    @Test
    @DisplayName("rule 12: forget clears every binding and registration of a user's devices, and names the devices")
    default void forgetClearsAll() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            PushBinding push = fixture.register(PHONE, "t1").push();
            fixture.login(BOB, PHONE);
            fixture.login(BOB, TABLET);
            fixture.register(new DeviceId("other"), "t2");
            fixture.login(ALICE, new DeviceId("other"));
            assertThat(fixture.registry().forget(BOB)).containsExactlyInAnyOrder(PHONE, TABLET);
            assertThat(fixture.devicesOf(BOB)).isEmpty();
            assertThat(users(fixture)).containsExactly(ALICE);
            assertThat(fixture.registry().find(push.pushId())).isEmpty();
            for (DeviceId device : List.of(PHONE, TABLET)) {
                fixture.registry().find(device).ifPresent(row -> {
                    assertThat(row.login()).isNull();
                    assertThat(row.push()).isNull();
                });
            }
            assertThat(fixture.devicesOf(ALICE)).hasSize(1);
            assertThat(fixture.registry().forget(BOB)).as("a second time").isEmpty();
            assertThat(fixture.registry().forget(new UserId("unknown"))).isEmpty();
            assertThat(fixture.register(TABLET, "t1").displaced())
                    .as("who had the token")
                    .isNull();
        }
    }

    @Test
    @DisplayName(
            "rule 12: a device of a forgotten user keeps its numbers growing, and its former login and token are over")
    default void forgottenDevicesBeginAnew() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            PushBinding push = fixture.register(PHONE, "t1").push();
            long login = fixture.login(BOB, PHONE).number();
            fixture.registry().forget(BOB);
            assertThat(fixture.registry().logout(PHONE, login)).isFalse();
            assertThat(fixture.registry().invalidate(push.pushId(), push.registrationNumber()))
                    .isFalse();
            PushBinding anew = fixture.register(PHONE, "t1").push();
            assertThat(anew.registrationNumber()).isGreaterThan(push.registrationNumber());
            assertThat(anew.pushId()).isNotEqualTo(push.pushId());
            BindingRegistry.LoggedIn again = fixture.login(BOB, PHONE);
            assertThat(again.number()).isGreaterThan(login);
            assertThat(again.former()).isNull();
            assertThat(users(fixture)).containsExactly(BOB);
        }
    }

    @Test
    @DisplayName("rule 12: forget leaves a device alone that another user has taken over")
    default void forgetLeavesWhatWasTakenOver() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            PushBinding push = fixture.register(PHONE, "t1").push();
            fixture.login(BOB, PHONE);
            fixture.login(ALICE, PHONE);
            assertThat(fixture.registry().forget(BOB)).isEmpty();
            assertThat(fixture.pushOf(PHONE)).isEqualTo(push);
            assertThat(fixture.devicesOf(ALICE)).containsExactly(PHONE);
        }
    }

    @Test
    @DisplayName("rule 12: forget is one step: who is forgotten while logging in has a device whole, or not at all")
    default void forgetAmongLogins() {
        try (RegistryFixture fixture = new RegistryFixture(this);
                BindingRegistry other = openOnAnotherNode(fixture.registry())) {
            for (int round = 0; round < 20; round++) {
                fixture.register(PHONE, "t1");
                List<Callable<Boolean>> both = List.of(
                        () -> fixture.login(BOB, PHONE).number() > 0,
                        () -> other.forget(BOB).size() < 2);
                assertThat(Together.run(both)).containsOnly(true);
                boolean there = fixture.loginOf(PHONE) != null;
                assertThat(fixture.pushOf(PHONE) != null)
                        .as("registered, if logged in " + there)
                        .isEqualTo(there);
                assertThat(users(fixture)).isEqualTo(there ? List.of(BOB) : List.of());
                fixture.registry().forget(BOB);
            }
        }
    }

    private static List<UserId> users(RegistryFixture fixture) {
        return UserOrder.readAll(100, fixture.registry()::users);
    }

    private static long canBeWoken(BindingRegistry registry, RegistryFixture fixture, UserId user, String device) {
        registry.register(
                new Registration(new DeviceId(device), RegistryFixture.CHAT, new DeviceToken("token-of-" + device)),
                fixture.fresh());
        return registry.login(user, new DeviceId(device), Platform.HARMONY_OS, null, RegistryFixture.MOST_DEVICES)
                .number();
    }

    private static void logOut(BindingRegistry registry, UserId user) {
        registry.recipients(Set.of(user)).getOrDefault(user, List.of()).forEach(row -> {
            if (row.login() != null) {
                registry.logout(row.device(), row.login().number());
            }
        });
    }
}
