package io.offlinepush.sandbox;

import static io.offlinepush.sandbox.TestSender.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PhoneTest {
    private SandboxFixture fixture;
    private TestSender sender;
    private SimulatedPhone alice;

    @BeforeEach
    void start() throws Exception {
        fixture = new SandboxFixture();
        sender = fixture.sender();
        alice = fixture.sandbox.phone("alice");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    /**
     * Sends to a token; extras are pairs of a member under payload.notification, or with a dot a full path, and JSON.
     */
    private void pushTo(String token, String title, String... extras) throws Exception {
        ObjectNode body = alert(token);
        TestSender.set(body, "payload.notification.title", "\"" + title + "\"");
        for (int i = 0; i < extras.length; i += 2) {
            String path = extras[i].startsWith("pushOptions.") ? extras[i] : "payload.notification." + extras[i];
            TestSender.set(body, path, extras[i + 1]);
        }
        sender.headers.put("Authorization", "Bearer " + fixture.bearer());
        assertThat(sender.send(body).code()).isEqualTo("80000000");
    }

    private void push(String title, String... extras) throws Exception {
        pushTo(alice.getToken(), title, extras);
    }

    private static List<String> titles(List<Notification> notifications) {
        return notifications.stream().map(Notification::title).toList();
    }

    @Test
    void showsWhatWasSent() throws Exception {
        push(
                "one",
                "body",
                "\"Hello\"",
                "clickAction.data",
                "{\"room\" : \"42\"}",
                "notifyId",
                "7",
                "appMessageId",
                "\"m-1\"",
                "badge.addNum",
                "2");
        assertThat(alice.tray()).singleElement().satisfies(shown -> {
            assertThat(shown.title()).isEqualTo("one");
            assertThat(shown.body()).isEqualTo("Hello");
            assertThat(shown.category()).isEqualTo("IM");
            assertThat(shown.data()).isEqualTo("{\"room\":\"42\"}");
            assertThat(shown.notifyId()).isEqualTo(7);
            assertThat(shown.appMessageId()).isEqualTo("m-1");
            assertThat(shown.badge()).isEqualTo(2);
            assertThat(shown.receivedAt()).isEqualTo(fixture.clock.instant());
        });
    }

    @Test
    void notifyIdReplaces() throws Exception {
        push("one", "notifyId", "1");
        push("other", "notifyId", "2");
        push("two", "notifyId", "1");
        assertThat(titles(alice.tray())).containsExactly("other", "two");
        assertThat(titles(alice.shown())).containsExactly("one", "other", "two");
    }

    @Test
    void withoutANotifyIdNothingIsReplaced() throws Exception {
        push("one");
        push("two", "notifyId", "-1");
        push("three", "notifyId", "-1");
        assertThat(titles(alice.tray())).containsExactly("one", "two", "three");
    }

    @Test
    void appMessageIdSuppressesARepeatFor24HoursButItsBadgeCounts() throws Exception {
        push("one", "appMessageId", "\"m\"", "badge.addNum", "1");
        fixture.clock.advance(Duration.ofHours(24).minusSeconds(1));
        push("repeat", "appMessageId", "\"m\"", "badge.addNum", "1");
        assertThat(titles(alice.shown())).containsExactly("one");
        assertThat(alice.badge()).isEqualTo(2);
        fixture.clock.advance(Duration.ofSeconds(1));
        push("next day", "appMessageId", "\"m\"", "badge.addNum", "1");
        assertThat(titles(alice.tray())).containsExactly("one", "next day");
        assertThat(alice.badge()).isEqualTo(3);
    }

    @Test
    void anotherAppMessageIdOrAnotherPhoneIsNoRepeat() throws Exception {
        push("one", "appMessageId", "\"m\"");
        push("two", "appMessageId", "\"n\"");
        pushTo(fixture.sandbox.phone("bob").getToken(), "bob's", "appMessageId", "\"m\"");
        assertThat(titles(alice.tray())).containsExactly("one", "two");
        assertThat(titles(fixture.sandbox.phone("bob").tray())).containsExactly("bob's");
    }

    @Test
    void whenBothIdsAreEqualTheOldOneStays() throws Exception {
        push("one", "appMessageId", "\"m\"", "notifyId", "1");
        push("two", "appMessageId", "\"m\"", "notifyId", "1");
        assertThat(titles(alice.tray())).containsExactly("one");
    }

    @Test
    void setNumWinsOverAddNumAndNoBadgeChangesNothing() throws Exception {
        push("one", "badge.addNum", "99");
        push("two", "badge.addNum", "99");
        assertThat(alice.badge()).isEqualTo(198);
        push("three", "badge", "{\"addNum\":5,\"setNum\":3}");
        assertThat(alice.badge()).isEqualTo(3);
        push("four");
        assertThat(alice.badge()).isEqualTo(3);
        push("five", "badge.setNum", "0");
        assertThat(alice.badge()).isZero();
    }

    @Test
    void foregroundShowFalseIsNotShownInTheOpenAppOnly() throws Exception {
        alice.openApp();
        assertThat(alice.appState()).isEqualTo(AppState.OPEN);
        push("hidden", "foregroundShow", "false", "appMessageId", "\"m\"");
        push("by default");
        assertThat(titles(alice.shown())).containsExactly("by default");
        alice.closeApp();
        assertThat(alice.appState()).isEqualTo(AppState.CLOSED);
        push("background", "foregroundShow", "false", "appMessageId", "\"m\"");
        alice.killApp();
        assertThat(alice.appState()).isEqualTo(AppState.KILLED);
        push("killed", "foregroundShow", "false");
        assertThat(titles(alice.shown())).containsExactly("by default", "background", "killed");
    }

    @Test
    void offlineMessagesArriveInOrderUnlessTheyExpired() throws Exception {
        alice.networkOff();
        push("short", "pushOptions.ttl", "60");
        push("long", "pushOptions.ttl", "61");
        push("default");
        assertThat(alice.tray()).isEmpty();
        fixture.clock.advance(Duration.ofSeconds(60));
        alice.networkOn();
        assertThat(titles(alice.tray())).containsExactly("long", "default");
        assertThat(alice.tray()).extracting(Notification::receivedAt).containsOnly(fixture.clock.instant());
        alice.networkOff();
        alice.networkOn();
        assertThat(alice.shown()).hasSize(2);
    }

    @Test
    void withoutATtlADayIsKept() throws Exception {
        alice.networkOff();
        push("one");
        fixture.clock.advance(Duration.ofDays(1).minusSeconds(1));
        alice.networkOn();
        assertThat(alice.tray()).hasSize(1);
        alice.networkOff();
        push("two");
        fixture.clock.advance(Duration.ofDays(1));
        alice.networkOn();
        assertThat(alice.tray()).hasSize(1);
    }

    @Test
    void theOldestOfMoreThan120OfflineMessagesIsOverwritten() throws Exception {
        alice.networkOff();
        for (int i = 0; i < 121; i++) {
            push("m" + i);
        }
        alice.networkOn();
        assertThat(titles(alice.tray()))
                .isEqualTo(IntStream.range(1, 121).mapToObj(i -> "m" + i).toList());
    }

    @Test
    void ofACollapseGroupOnlyTheNewestIsKeptOffline() throws Exception {
        push("online", "pushOptions.collapseKey", "5");
        push("online too", "pushOptions.collapseKey", "5");
        alice.networkOff();
        push("a1", "pushOptions.collapseKey", "5");
        push("b", "pushOptions.collapseKey", "6");
        push("c1", "pushOptions.collapseKey", "-1");
        push("c2", "pushOptions.collapseKey", "-1");
        push("a2", "pushOptions.collapseKey", "5");
        alice.networkOn();
        assertThat(titles(alice.tray())).containsExactly("online", "online too", "b", "c1", "c2", "a2");
    }

    @Test
    void aTokenStaysUntilReinstallAndIsThenAcceptedButDead() throws Exception {
        String old = alice.getToken();
        assertThat(alice.getToken()).isEqualTo(old);
        assertThat(old).matches("[A-Za-z0-9+\\-_]{112}");
        push("before", "appMessageId", "\"m\"", "badge.addNum", "1");
        alice.networkOff();
        push("kept for the old install");
        String fresh = alice.reinstall();
        assertThat(fresh).isNotEqualTo(old).isEqualTo(alice.getToken());
        assertThat(alice.tray()).isEmpty();
        assertThat(alice.badge()).isZero();
        alice.networkOn();
        pushTo(old, "to the dead");
        assertThat(alice.tray()).isEmpty();
        pushTo(fresh, "after", "appMessageId", "\"m\"");
        assertThat(titles(alice.tray())).containsExactly("after");
        assertThat(titles(alice.shown())).containsExactly("before", "after");
    }

    @Test
    void deleteTokenKillsTheTokenAndKeepsTheBadge() throws Exception {
        String old = alice.getToken();
        push("one", "badge.setNum", "4");
        alice.deleteToken();
        pushTo(old, "to the dead");
        assertThat(alice.tray()).isEmpty();
        assertThat(alice.badge()).isEqualTo(4);
        assertThat(alice.getToken()).isNotEqualTo(old);
    }

    @Test
    void phonesAreToldApartByName() {
        assertThat(fixture.sandbox.phone("alice")).isSameAs(alice);
        assertThat(alice.name()).isEqualTo("alice");
        assertThat(fixture.sandbox.phone("bob").getToken()).isNotEqualTo(alice.getToken());
    }

    @Test
    void aTapOpensTheAppAndHandsOverTheData() throws Exception {
        push("one", "clickAction.data", "{\"room\":\"42\"}");
        Notification shown = alice.tray().get(0);
        assertThat(alice.tap(shown)).isEqualTo("{\"room\":\"42\"}");
        assertThat(alice.appState()).isEqualTo(AppState.OPEN);
        assertThat(alice.tray()).isEmpty();
        assertThatThrownBy(() -> alice.tap(shown)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void awaitTraySeesWhatComesLater() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        FutureTask<List<Notification>> waiting = new FutureTask<>(() -> alice.awaitTray(
                tray -> {
                    asked.countDown();
                    return tray.size() == 2;
                },
                Duration.ofSeconds(60)));
        new Thread(waiting).start();
        asked.await();
        push("one");
        push("two");
        assertThat(waiting.get()).hasSize(2).isEqualTo(alice.tray());
    }

    @Test
    void awaitTrayThrowsAndSaysWhatTheTrayShows() throws Exception {
        push("a secret title");
        assertThatThrownBy(() -> alice.awaitTray(List::isEmpty, Duration.ofMillis(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("the tray of alice was not as wanted within 1 ms; it shows [Notification[")
                .hasMessageNotContaining("secret");
        assertThat(alice.awaitTray(tray -> tray.size() == 1, Duration.ZERO)).isEqualTo(alice.tray());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> alice.awaitTray(List::isEmpty, Duration.ofSeconds(60)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("interrupted while waiting for the tray of alice");
        assertThat(Thread.interrupted()).isTrue();
    }
}
