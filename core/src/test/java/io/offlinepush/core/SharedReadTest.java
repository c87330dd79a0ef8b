package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Message;
import io.offlinepush.api.Platform;
import io.offlinepush.api.Session;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What many sessions cost the store: they share its answers. */
class SharedReadTest {

    private static final GroupId TEAM = new GroupId("team");
    private static final int SESSIONS = 500;

    private final InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
    private final World world = new World(OfflinePush.builder()
            .setting("window", "1")
            .setting("groupRefresh", "1s")
            .groups(groups));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aMessageToAGroup_isReadOnceForAllSessions() {
        List<Client> clients = sessionsOfTheGroup();
        int before = world.faults.count("MessageStore.read");

        sendToTheGroup("hello");

        assertThat(clients).allSatisfy(client -> assertThat(client.texts()).containsExactly("hello"));
        assertThat(world.faults.count("MessageStore.read") - before).isLessThan(5);
    }

    @Test
    void aReadThatFails_isRepeatedForAllSessions() {
        List<Client> clients = sessionsOfTheGroup();
        world.faults.failBefore("MessageStore.read", 1);

        sendToTheGroup("hello");
        assertThat(clients).allSatisfy(client -> assertThat(client.texts()).isEmpty());
        world.pass(Duration.ofSeconds(1));

        assertThat(clients).allSatisfy(client -> assertThat(client.texts()).containsExactly("hello"));
    }

    @Test
    void theSessionsOfALargeGroup_areNotNudgedByWhoeverStoresTheMessage() {
        List<Client> clients = sessionsOfTheGroup();
        world.refusals.refuse("nudges", 1);

        sendToTheGroup("one");
        sendToTheGroup("two");
        assertThat(clients).allSatisfy(client -> assertThat(client.texts()).isEmpty());
        world.pass(Duration.ofSeconds(1));

        assertThat(clients).allSatisfy(client -> assertThat(client.texts()).containsExactly("one"));
    }

    @Test
    void heartbeatsOfManySessions_shareAReadOfHeads() {
        List<Client> clients = sessionsOfTheGroup();
        int before = world.faults.count("MessageStore.heads");

        clients.forEach(client -> session(client).heartbeat());
        world.runtime.runAll();

        assertThat(world.faults.count("MessageStore.heads") - before).isBetween(1, 5);
    }

    @Test
    void aGroupThatIsLeftDuringARefusal_doesNotMakeTheWindowLarger() {
        groups.join(TEAM, BOB, world.store.nodes().now());
        List<Session> mine = new ArrayList<>();
        List<String> taken = new ArrayList<>();
        mine.add(world.done(world.push.sessions().login(BOB, PHONE, Platform.HARMONY_OS, event -> {
            if (!(event instanceof MessageReceived message)) {
                return true;
            }
            if (message.content().equals("refused")) {
                groups.leave(TEAM, BOB);
                world.runtime.elapse(Duration.ofSeconds(2));
                mine.get(0).heartbeat();
                world.runtime.runAll();
                return false;
            }
            return taken.add(message.content());
        })));
        sendToTheGroup("refused");
        mine.get(0).ready();

        world.send(ALICE, BOB, "one");
        world.send(ALICE, BOB, "two");

        assertThat(taken).containsExactly("one");
    }

    private List<Client> sessionsOfTheGroup() {
        return IntStream.range(0, SESSIONS)
                .mapToObj(i -> {
                    Client client = new Client();
                    groups.join(TEAM, user("user-" + i), world.store.nodes().now());
                    world.login(user("user-" + i), new DeviceId("device-" + i), client);
                    return client;
                })
                .toList();
    }

    private void sendToTheGroup(String text) {
        world.done(world.sending(Message.text(ALICE, Conversation.group(TEAM), text)));
    }

    private static Session session(Client client) {
        Session session = client.session;
        if (session == null) {
            throw new IllegalStateException("not logged in");
        }
        return session;
    }
}
