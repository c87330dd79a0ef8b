package io.offlinepush.testkit;

import static io.offlinepush.testkit.Desk.ALICE;
import static io.offlinepush.testkit.Desk.BOB;
import static io.offlinepush.testkit.Desk.PHONE;
import static io.offlinepush.testkit.Desk.TABLET;
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
        try (Desk desk = new Desk(this)) {
            assertUsersAreInTheRows(desk, "nobody yet");
            desk.login(BOB, PHONE);
            assertUsersAreInTheRows(desk, "logged in only");
            desk.register(PHONE, "t1");
            assertUsersAreInTheRows(desk, "logged in, then registered");
            desk.register(TABLET, "t2");
            assertUsersAreInTheRows(desk, "another, registered only");
            long tablet = desk.login(BOB, TABLET).number();
            assertUsersAreInTheRows(desk, "two devices");
            desk.registry().unregister(PHONE);
            assertUsersAreInTheRows(desk, "one of two unregistered");
            desk.registry().disconnect(TABLET, tablet);
            assertUsersAreInTheRows(desk, "disconnected");
            desk.registry().logout(TABLET, tablet);
            assertUsersAreInTheRows(desk, "one logged out, one not registered");
            desk.login(ALICE, TABLET);
            assertUsersAreInTheRows(desk, "logged in as another");
            desk.register(PHONE, "t1");
            desk.login(ALICE, PHONE);
            assertUsersAreInTheRows(desk, "taken over");
            desk.login(ALICE, PHONE);
            PushBinding push = desk.register(PHONE, "t3").push();
            assertUsersAreInTheRows(desk, "logged in and registered twice");
            desk.registry().unregister(TABLET);
            desk.registry().invalidate(push.pushId(), push.registrationNumber());
            assertUsersAreInTheRows(desk, "invalidated");
            desk.register(PHONE, "t4");
            assertUsersAreInTheRows(desk, "registered once more");
            desk.register(new DeviceId("watch"), "t4");
            assertUsersAreInTheRows(desk, "the token is another device's");
        }
    }

    private static void assertUsersAreInTheRows(Desk desk, String when) {
        Set<UserId> expected = new TreeSet<>(UserOrder.BYTES);
        for (DeviceId device : List.of(PHONE, TABLET, new DeviceId("watch"))) {
            desk.registry().find(device).ifPresent(row -> {
                if (row.login() != null && row.push() != null) {
                    expected.add(row.login().user());
                }
            });
        }
        assertThat(users(desk)).as(when).containsExactlyElementsOf(expected);
    }

    @Test
    @DisplayName("rule 11: users come page by page in the order of their ids as UTF-8 bytes")
    default void usersComeInOrder() {
        try (Desk desk = new Desk(this)) {
            for (int i = 0; i < UserOrder.TRICKY.size(); i++) {
                int mixed = i * 7 % UserOrder.TRICKY.size();
                canBeWoken(desk.registry(), desk, UserOrder.TRICKY.get(mixed), "device-" + mixed);
            }
            for (int limit : List.of(1, 3, 16, 10_000)) {
                assertThat(UserOrder.readAll(limit, desk.registry()::users))
                        .as("in pages of " + limit)
                        .isEqualTo(UserOrder.TRICKY);
            }
            assertThat(desk.registry().users(new UserId("aA"), 2))
                    .as("after somebody who is not there")
                    .containsExactly(new UserId("aB"), new UserId("ab"));
        }
    }

    @Test
    @DisplayName("rule 11: who is there from the first page to the last comes once, also if the last of a page is gone")
    default void usersWhileOthersComeAndGo() {
        try (Desk desk = new Desk(this)) {
            List<UserId> staying = new ArrayList<>();
            for (int i = 100; i < 140; i++) {
                UserId user = new UserId("user-" + i);
                canBeWoken(desk.registry(), desk, user, "device-" + i);
                if (i % 4 != 0) {
                    staying.add(user);
                }
            }
            AtomicInteger page = new AtomicInteger();
            List<UserId> read = UserOrder.readAll(4, desk.registry()::users, users -> {
                UserId last = users.get(users.size() - 1);
                if (!staying.contains(last)) {
                    logOut(desk.registry(), last);
                }
                logOut(desk.registry(), new UserId("user-" + (100 + 4 * page.incrementAndGet())));
                canBeWoken(desk.registry(), desk, new UserId("user-0" + page), "early-" + page);
                canBeWoken(desk.registry(), desk, new UserId("user-130-" + page), "late-" + page);
            });
            assertThat(read).containsAll(staying);
        }
    }

    @Test
    @DisplayName("rule 11: who is there throughout comes once, whoever logs in and out at the same time")
    default void usersAmongOthers() {
        try (Desk desk = new Desk(this);
                BindingRegistry other = openOnAnotherNode(desk.registry())) {
            List<UserId> staying = new ArrayList<>();
            for (int i = 100; i < 150; i++) {
                staying.add(new UserId("user-" + i));
                canBeWoken(desk.registry(), desk, new UserId("user-" + i), "device-" + i);
            }
            AtomicInteger reading = new AtomicInteger(2);
            List<Callable<Boolean>> all = new ArrayList<>();
            for (BindingRegistry registry : List.of(desk.registry(), other)) {
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
                BindingRegistry registry = i == 0 ? desk.registry() : other;
                String device = "passing-" + i;
                int first = i;
                all.add(() -> {
                    for (int n = first; reading.get() > 0; n++) {
                        UserId passing = new UserId("user-" + (100 + n % 50) + "-" + first);
                        long login = canBeWoken(registry, desk, passing, device);
                        registry.logout(new DeviceId(device), login);
                    }
                    return true;
                });
            }
            assertThat(Together.run(all)).containsOnly(true);
            assertThat(users(desk)).isEqualTo(staying);
        }
    }

    @Test
    @DisplayName("rule 12: forget clears every binding and registration of a user's devices, and names the devices")
    default void forgetClearsAll() {
        try (Desk desk = new Desk(this)) {
            PushBinding push = desk.register(PHONE, "t1").push();
            desk.login(BOB, PHONE);
            desk.login(BOB, TABLET);
            desk.register(new DeviceId("other"), "t2");
            desk.login(ALICE, new DeviceId("other"));
            assertThat(desk.registry().forget(BOB)).containsExactlyInAnyOrder(PHONE, TABLET);
            assertThat(desk.devicesOf(BOB)).isEmpty();
            assertThat(users(desk)).containsExactly(ALICE);
            assertThat(desk.registry().find(push.pushId())).isEmpty();
            for (DeviceId device : List.of(PHONE, TABLET)) {
                desk.registry().find(device).ifPresent(row -> {
                    assertThat(row.login()).isNull();
                    assertThat(row.push()).isNull();
                });
            }
            assertThat(desk.devicesOf(ALICE)).hasSize(1);
            assertThat(desk.registry().forget(BOB)).as("a second time").isEmpty();
            assertThat(desk.registry().forget(new UserId("unknown"))).isEmpty();
            assertThat(desk.register(TABLET, "t1").displaced())
                    .as("who had the token")
                    .isNull();
        }
    }

    @Test
    @DisplayName(
            "rule 12: a device of a forgotten user keeps its numbers growing, and its former login and token are over")
    default void forgottenDevicesBeginAnew() {
        try (Desk desk = new Desk(this)) {
            PushBinding push = desk.register(PHONE, "t1").push();
            long login = desk.login(BOB, PHONE).number();
            desk.registry().forget(BOB);
            assertThat(desk.registry().logout(PHONE, login)).isFalse();
            assertThat(desk.registry().invalidate(push.pushId(), push.registrationNumber()))
                    .isFalse();
            PushBinding anew = desk.register(PHONE, "t1").push();
            assertThat(anew.registrationNumber()).isGreaterThan(push.registrationNumber());
            assertThat(anew.pushId()).isNotEqualTo(push.pushId());
            BindingRegistry.LoggedIn again = desk.login(BOB, PHONE);
            assertThat(again.number()).isGreaterThan(login);
            assertThat(again.former()).isNull();
            assertThat(users(desk)).containsExactly(BOB);
        }
    }

    @Test
    @DisplayName("rule 12: forget leaves a device alone that another user has taken over")
    default void forgetLeavesWhatWasTakenOver() {
        try (Desk desk = new Desk(this)) {
            PushBinding push = desk.register(PHONE, "t1").push();
            desk.login(BOB, PHONE);
            desk.login(ALICE, PHONE);
            assertThat(desk.registry().forget(BOB)).isEmpty();
            assertThat(desk.pushOf(PHONE)).isEqualTo(push);
            assertThat(desk.devicesOf(ALICE)).containsExactly(PHONE);
        }
    }

    @Test
    @DisplayName("rule 12: forget is one step: who is forgotten while logging in has a device whole, or not at all")
    default void forgetAmongLogins() {
        try (Desk desk = new Desk(this);
                BindingRegistry other = openOnAnotherNode(desk.registry())) {
            for (int round = 0; round < 20; round++) {
                desk.register(PHONE, "t1");
                List<Callable<Boolean>> both = List.of(
                        () -> desk.login(BOB, PHONE).number() > 0,
                        () -> other.forget(BOB).size() < 2);
                assertThat(Together.run(both)).containsOnly(true);
                boolean there = desk.loginOf(PHONE) != null;
                assertThat(desk.pushOf(PHONE) != null)
                        .as("registered, if logged in " + there)
                        .isEqualTo(there);
                assertThat(users(desk)).isEqualTo(there ? List.of(BOB) : List.of());
                desk.registry().forget(BOB);
            }
        }
    }

    private static List<UserId> users(Desk desk) {
        return UserOrder.readAll(100, desk.registry()::users);
    }

    private static long canBeWoken(BindingRegistry registry, Desk desk, UserId user, String device) {
        registry.register(
                new Registration(new DeviceId(device), Desk.CHAT, new DeviceToken("token-of-" + device)), desk.fresh());
        return registry.login(user, new DeviceId(device), Platform.HARMONY_OS, null, Desk.MOST_DEVICES)
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
