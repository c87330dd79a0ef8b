package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Session;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.Timeline;
import io.offlinepush.spi.CursorKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a session ends without the client's doing: silence, a kick-out, being forgotten. */
class SessionLifeTest {

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aClientThatFallsSilentCountsAsOfflineAndIsPushedAtOnce() {
        world.register(PHONE, "token-1");
        Client client = new Client();
        world.login(BOB, PHONE, client);
        world.pass(Duration.ofSeconds(41));
        assertThat(client.end()).isEqualTo(SessionEnd.HEARTBEAT_LOST);

        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        assertThat(world.pushed()).as("without waiting for an acknowledgement").containsExactly(sent);
    }

    @Test
    void heartbeatsKeepASessionAlive() {
        world.register(PHONE, "token-1");
        Client client = new Client();
        Session session = world.login(BOB, PHONE, client);
        for (int i = 0; i < 20; i++) {
            world.pass(Duration.ofSeconds(10));
            session.heartbeat();
        }
        world.runtime.runAll();

        assertThat(client.end()).isNull();
    }

    @Test
    void aKickOutClearsTheBindingAndTellsTheClient() {
        world.register(PHONE, "token-1");
        Client client = new Client();
        world.login(BOB, PHONE, client);

        world.done(world.push.sessions().kickOut(BOB, PHONE));
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        assertThat(client.end()).isEqualTo(SessionEnd.KICKED_OUT);
        assertThat(world.pushed()).isEmpty();
        assertThat(world.ends(sent)).containsExactly("NO_BINDING");
    }

    @Test
    void aKickOutOfSomebodyElseChangesNothing() {
        world.register(PHONE, "token-1");
        Client client = new Client();
        world.login(BOB, PHONE, client);

        world.done(world.push.sessions().kickOut(CAROL, PHONE));

        assertThat(client.end()).isNull();
    }

    @Test
    void whoIsForgottenHasNothingAnyMore() {
        world.offline(BOB, TABLET, "token-2");
        world.register(PHONE, "token-1");
        Client client = Client.attentive();
        world.login(BOB, PHONE, client);
        world.send(ALICE, BOB, "secret");

        world.done(world.push.devices().forget(BOB));
        world.pass(Duration.ofSeconds(10));

        assertThat(client.end()).isEqualTo(SessionEnd.KICKED_OUT);
        assertThat(world.registry.recipients(List.of(BOB)).get(BOB)).isEmpty();
        Timeline inbox = Timeline.inbox(BOB);
        assertThat(world.store.cursors().read(List.of(new CursorKey(BOB, PHONE, inbox))))
                .as("a cursor written behind does not bring the user back")
                .isEmpty();
        Client again = new Client();
        world.login(BOB, PHONE, again);
        assertThat(again.texts()).isEmpty();
    }
}
