package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.OverloadedException;
import io.offlinepush.api.Platform;
import io.offlinepush.api.Session;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.Timeline;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.GroupDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A login that is refused half-way leaves nobody online, and what is forgotten does not come back. */
class HalfLoginTest {

    private final Faults directory = new Faults();
    private final World world = new World(OfflinePush.builder()
            .setting("intakeCapacity", "2")
            .groups(directory.around(GroupDirectory.class, new InMemoryGroupDirectory())));

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MessageStore.heads", "Cursors.read"})
    void aLoginWhoseTimelinesCannotBeRead_leavesNobodyOnline(String call) {
        world.register(PHONE, "token-1");
        world.faults.failBefore(call, 1);
        // Nor can the registry be told at first.
        world.faults.failBefore("BindingRegistry.disconnect", 2);

        world.failure(login());
        world.pass(Duration.ofSeconds(4));

        assertThatTheNextMessageIsPushedAtOnce();
    }

    @Test
    void aLoginWhoseSecondHalfFindsNoRoom_leavesNobodyOnline() {
        world.register(PHONE, "token-1");
        directory.before("GroupDirectory.groupsOf", () -> {
            world.push.devices().logout(ALICE, PHONE);
            world.push.devices().logout(ALICE, PHONE);
        });

        assertThat(world.failure(login())).isInstanceOf(OverloadedException.class);
        world.runtime.runAll();

        assertThatTheNextMessageIsPushedAtOnce();
    }

    @Test
    void aLoginWhoseAnswerIsLost_leavesNobodyOnline() {
        world.register(PHONE, "token-1");
        world.faults.failAfter("BindingRegistry.login");

        world.failure(login());
        world.pass(Duration.ofSeconds(4));

        assertThatTheNextMessageIsPushedAtOnce();
    }

    @Test
    void aLoginWhoseGroupsCannotBeRead_isThere() {
        directory.failBefore("GroupDirectory.groupsOf", 1);

        assertThat(world.done(login()).user()).isEqualTo(BOB);
    }

    @Test
    void aSilentSessionThatTheRegistryIsNotToldOf_isToldOfLater() {
        world.register(PHONE, "token-1");
        Client client = new Client();
        world.login(BOB, PHONE, client);
        world.faults.failBefore("BindingRegistry.disconnect", 3);
        world.pass(Duration.ofSeconds(60));
        assertThat(client.end()).isEqualTo(SessionEnd.HEARTBEAT_LOST);

        assertThatTheNextMessageIsPushedAtOnce();
    }

    @Test
    void whatIsForgotten_doesNotComeBackWithACursorThatIsJustBeingWritten() {
        Client client = Client.attentive();
        world.login(BOB, PHONE, client);
        world.send(ALICE, BOB, "hello");
        List<CompletionStage<Void>> forgotten = new ArrayList<>();
        world.faults.before("Cursors.advance", () -> {
            forgotten.add(world.push.devices().forget(BOB));
            world.runtime.runAll();
        });
        world.pass(Duration.ofSeconds(2));

        world.done(forgotten.get(0));

        assertThat(cursor()).isFalse();
    }

    @Test
    void whatIsForgotten_doesNotComeBackWithADisconnect() {
        Client client = Client.attentive();
        Session session = world.login(BOB, PHONE, client);
        world.send(ALICE, BOB, "hello");
        world.done(world.push.devices().forget(BOB));

        world.done(session.disconnect());
        world.pass(Duration.ofSeconds(2));

        assertThat(cursor()).isFalse();
    }

    private boolean cursor() {
        CursorKey key = new CursorKey(BOB, PHONE, Timeline.inbox(BOB));
        return world.store.cursors().read(List.of(key)).containsKey(key);
    }

    private CompletionStage<Session> login() {
        return world.push.sessions().login(BOB, PHONE, Platform.HARMONY_OS, new Client());
    }

    private void assertThatTheNextMessageIsPushedAtOnce() {
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        assertThat(world.pushed()).as("nobody need acknowledge it").containsExactly(sent);
    }
}
