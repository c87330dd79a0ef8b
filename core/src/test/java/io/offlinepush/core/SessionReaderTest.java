package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.Platform;
import io.offlinepush.api.Session;
import io.offlinepush.api.Timeline;
import io.offlinepush.spi.CursorKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** A session is a reader: in order, nothing twice, nothing left out, at most a window ahead of its acknowledgements. */
class SessionReaderTest {

    private static final Timeline INBOX = Timeline.inbox(BOB);

    private World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private void window(int size) {
        world.close();
        world = new World(OfflinePush.builder().setting("window", Integer.toString(size)));
    }

    private void messages(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(i -> world.send(ALICE, BOB, "m" + i));
    }

    private static List<String> texts(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "m" + i).toList();
    }

    private Session login(ClientChannel channel) {
        return world.done(world.push.sessions().login(BOB, PHONE, Platform.HARMONY_OS, channel));
    }

    @Test
    void missedAndLiveMessagesComeInOrderAndOnce() {
        messages(1, 250);
        Client client = Client.attentive();
        Session session = world.login(BOB, PHONE, client);
        session.acknowledge(INBOX, 100);
        world.runtime.runAll();
        messages(251, 300);
        session.acknowledge(INBOX, 300);
        world.runtime.runAll();

        assertThat(client.texts()).isEqualTo(texts(1, 300));
    }

    @Test
    void offlineIsWhatWasStoredBeforeTheSessionBegan() {
        messages(1, 2);
        Client client = new Client();
        world.login(BOB, PHONE, client);
        messages(3, 4);

        assertThat(client.received())
                .extracting(MessageReceived::isOfflineMessage)
                .containsExactly(true, true, false, false);
    }

    @Test
    void aMessageStoredWhileTheLoginIsUnderWayIsNotLost() {
        world.faults.after("BindingRegistry.login", () -> messages(1, 1));
        world.faults.after("MessageStore.heads", () -> messages(2, 2));
        world.faults.after("Cursors.advance", () -> messages(3, 3));
        Client client = new Client();

        world.login(BOB, PHONE, client);

        assertThat(client.texts()).containsExactly("m1", "m2", "m3");
        assertThat(client.received())
                .extracting(MessageReceived::isOfflineMessage)
                .as("before or after the session's own look at the head")
                .containsExactly(true, false, false);
    }

    @Test
    void noMoreThanAWindowIsUnacknowledged() {
        window(3);
        messages(1, 8);
        Client client = new Client();
        Session session = world.login(BOB, PHONE, client);
        assertThat(client.texts()).isEqualTo(texts(1, 3));
        CapturedLogs.clear();

        session.acknowledge(INBOX, 2);
        world.runtime.runAll();
        assertThat(client.texts()).isEqualTo(texts(1, 5));

        session.heartbeat();
        messages(9, 9);
        assertThat(client.texts()).as("a nudge is no room").isEqualTo(texts(1, 5));

        session.acknowledge(INBOX, 5);
        world.runtime.runAll();
        session.acknowledge(INBOX, 8);
        world.runtime.runAll();
        assertThat(client.texts()).isEqualTo(texts(1, 9));
        assertThat(CapturedLogs.lines())
                .as("nobody reads where there is no room")
                .noneMatch(line -> line.level() == Level.WARN);
    }

    @Test
    void afterARefusalNothingComesUntilTheChannelIsReadyAndThenTheRefusedComesAgain() {
        Client client = new Client();
        Session session = world.login(BOB, PHONE, client);
        messages(1, 1);
        client.refusing = true;
        messages(2, 3);
        client.refusing = false;
        messages(4, 4);
        session.heartbeat();
        world.runtime.runAll();
        assertThat(client.texts()).isEqualTo(texts(1, 1));

        session.ready();
        world.runtime.runAll();
        assertThat(client.texts()).isEqualTo(texts(1, 4));
    }

    @Test
    void aReadyThatComesDuringTheRefusalIsNotLost() {
        AtomicReference<Session> session = new AtomicReference<>();
        List<String> taken = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        session.set(login(event -> {
            String text = ((MessageReceived) event).content();
            if (refused.isEmpty()) {
                refused.add(text);
                Objects.requireNonNull(session.get()).ready();
                return false;
            }
            return taken.add(text);
        }));

        messages(1, 2);

        assertThat(refused).containsExactly("m1");
        assertThat(taken).containsExactly("m1", "m2");
    }

    @Test
    void aChannelThatThrowsHasRefused() {
        List<String> taken = new ArrayList<>();
        List<String> thrown = new ArrayList<>();
        Session session = login(event -> {
            String text = ((MessageReceived) event).content();
            if (thrown.isEmpty()) {
                thrown.add(text);
                throw new IllegalStateException("buffer gone");
            }
            return taken.add(text);
        });

        messages(1, 2);
        assertThat(taken).isEmpty();
        session.ready();
        world.runtime.runAll();

        assertThat(taken).containsExactly("m1", "m2");
    }

    @Test
    void whatTheClientAcknowledgedCountsAsTakenWhateverTheChannelSays() {
        AtomicReference<Session> session = new AtomicReference<>();
        List<String> seen = new ArrayList<>();
        session.set(login(event -> {
            MessageReceived message = (MessageReceived) event;
            seen.add(message.content());
            Objects.requireNonNull(session.get()).acknowledge(message.timeline(), message.sequence());
            return false;
        }));

        messages(1, 3);

        assertThat(seen).isEqualTo(texts(1, 3));
    }

    @Test
    void aReadThatFailsIsRepeated() {
        Client client = new Client();
        world.login(BOB, PHONE, client);
        world.faults.failBefore("MessageStore.read", 1);

        messages(1, 1);
        assertThat(client.texts()).isEmpty();
        world.pass(Duration.ofSeconds(1));

        assertThat(client.texts()).containsExactly("m1");
    }

    @Test
    void aNewDeviceStartsWhereTheMostAdvancedOneIsAndKeepsThatStart() {
        messages(1, 3);
        Client old = new Client();
        Session phone = world.login(BOB, PHONE, old);
        phone.acknowledge(INBOX, 2);
        world.pass(Duration.ofSeconds(1));

        Client fresh = new Client();
        Session tablet = world.login(BOB, TABLET, fresh);
        CursorKey start = new CursorKey(BOB, TABLET, INBOX);
        assertThat(world.store.cursors().read(List.of(start)))
                .as("written at once: the process may die")
                .containsEntry(start, 2L);
        world.done(tablet.disconnect());
        assertThat(fresh.texts()).containsExactly("m3");

        phone.acknowledge(INBOX, 3);
        messages(4, 4);
        phone.acknowledge(INBOX, 4);
        world.pass(Duration.ofSeconds(1));
        Client again = new Client();
        world.login(BOB, TABLET, again);
        assertThat(again.texts()).as("it was away, not advanced").containsExactly("m3", "m4");
    }

    @Test
    void aUserWithoutAnyDeviceStartsAtTheOldestKeptMessage() {
        messages(1, 5);
        Client client = new Client();
        world.login(BOB, PHONE, client);

        assertThat(client.texts()).isEqualTo(texts(1, 5));
    }

    @Test
    void loggingInAgainGoesOnAfterWhatWasAcknowledgedAMomentBefore() {
        messages(1, 3);
        Session first = world.login(BOB, PHONE, new Client());
        first.acknowledge(INBOX, 2);

        Client again = new Client();
        world.login(BOB, PHONE, again);

        assertThat(again.texts())
                .as("the cursor is written behind, and not forgotten")
                .containsExactly("m3");
    }
}
