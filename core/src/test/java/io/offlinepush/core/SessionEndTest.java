package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.ClientEvent;
import io.offlinepush.api.Platform;
import io.offlinepush.api.Session;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How sessions end, and that nothing comes after: by themselves, by another login, or before they stood. */
class SessionEndTest {

    private static final Timeline INBOX = Timeline.inbox(BOB);

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private void messages(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(i -> world.send(ALICE, BOB, "m" + i));
    }

    private Session login(ClientChannel channel) {
        return world.done(world.push.sessions().login(BOB, PHONE, Platform.HARMONY_OS, channel));
    }

    @Test
    void nothingComesAfterTheEnd() {
        Client client = new Client();
        Session session = world.login(BOB, PHONE, client);
        messages(1, 1);
        world.done(session.disconnect());
        messages(2, 2);
        session.ready();
        session.heartbeat();
        session.acknowledge(INBOX, 1);
        world.pass(Duration.ofSeconds(10));

        assertThat(client.texts()).containsExactly("m1");
        assertThat(client.end()).isEqualTo(SessionEnd.DISCONNECTED);
        Client again = new Client();
        world.login(BOB, PHONE, again);
        assertThat(again.texts())
                .as("an acknowledgement after the end does nothing")
                .containsExactly("m1", "m2");
    }

    @Test
    void thePageUnderWayStopsAtTheEnd() {
        messages(1, 2);
        List<ClientEvent> events = new ArrayList<>();
        login(event -> {
            events.add(event);
            if (events.size() == 1) {
                world.push.sessions().login(CAROL, PHONE, Platform.HARMONY_OS, new Client());
                while (world.runtime.runNext()) {
                    // The other login happens while this event is being taken.
                }
            }
            return true;
        });
        world.runtime.runAll();

        assertThat(events).hasSize(2);
        assertThat(events.get(1)).isEqualTo(new ClientEvent.SessionEnded(SessionEnd.TAKEN_OVER));
    }

    @Test
    void theFormerSessionIsToldWhoReplacedIt() {
        Client first = new Client();
        world.login(BOB, PHONE, first);
        Client second = new Client();
        world.login(BOB, PHONE, second);
        Client third = new Client();
        world.login(CAROL, PHONE, third);

        assertThat(first.end()).isEqualTo(SessionEnd.REPLACED);
        assertThat(second.end()).isEqualTo(SessionEnd.TAKEN_OVER);
        assertThat(third.end()).isNull();
    }

    @Test
    void ofTwoLoginsThatRaceTheLaterOneStaysAndTheOtherIsTakenOver() {
        Client slow = new Client();
        Client fast = new Client();
        // Carol logs in when Bob's login is in the registry, and has no session yet.
        world.faults.after("BindingRegistry.login", () -> world.login(CAROL, PHONE, fast));

        world.login(BOB, PHONE, slow);
        world.send(ALICE, BOB, "for bob");
        world.send(ALICE, CAROL, "for carol");

        assertThat(slow.end()).isEqualTo(SessionEnd.TAKEN_OVER);
        assertThat(slow.texts()).isEmpty();
        assertThat(fast.texts()).containsExactly("for carol");
    }

    @Test
    void aLoginThatWasOverBeforeItsSessionStoodGetsNothing() {
        world.register(PHONE, "token-1");
        Client client = new Client();
        world.faults.after(
                "BindingRegistry.login", () -> world.done(world.push.devices().logout(BOB, PHONE)));

        world.login(BOB, PHONE, client);
        world.send(ALICE, BOB, "after the logout");

        assertThat(client.texts()).isEmpty();
        assertThat(client.end()).isEqualTo(SessionEnd.LOGGED_OUT);
    }

    @Test
    void aLoginThatOutlivedItsNodesNameIsToldToComeAgain() {
        Client client = new Client();
        world.faults.after("BindingRegistry.login", () -> {
            world.runtime.elapse(Duration.ofMinutes(1));
            world.runtime.runAll();
        });

        world.login(BOB, PHONE, client);

        assertThat(client.end()).isEqualTo(SessionEnd.NODE_STOPPED);
    }

    @Test
    void aLoginThatFailsLeavesTheDeviceOffline() {
        world.register(PHONE, "token-1");
        world.faults.failBefore("MessageStore.heads", 1);
        CompletableFuture<Session> failing = world.push
                .sessions()
                .login(BOB, PHONE, Platform.HARMONY_OS, new Client())
                .toCompletableFuture();
        assertThat(world.failure(failing)).hasMessage("login failed: java.lang.IllegalStateException");

        world.send(ALICE, BOB, "hello");
        assertThat(world.vendor.pushed()).as("pushed at once: nobody is there").hasSize(1);
    }
}
