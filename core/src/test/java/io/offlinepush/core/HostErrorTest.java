package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.Platform;
import io.offlinepush.api.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An {@link Error} out of a port or the host's code (a class that is missing after half a deploy) stops nothing for
 * good.
 */
class HostErrorTest {

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static void broken() {
        throw new NoClassDefFoundError("half a deploy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MessageStore.append",
                "Outbox.claim",
                "Outbox.settle",
                "BindingRegistry.recipients",
                "Cursors.read",
                "Nodes.live",
                "Nodes.renew"
            })
    void inAPortIsAFailureLikeAnother(String call) {
        world.offline(BOB, PHONE, "token-1");
        world.faults.before(call, HostErrorTest::broken);
        var sending = world.sending(World.text(ALICE, BOB, "one"));
        world.pass(Duration.ofSeconds(10));
        assertThat(sending.toCompletableFuture()).isDone();

        world.send(ALICE, BOB, "two");
        world.pass(Duration.ofSeconds(20));

        assertThat(world.vendor.pushed()).isNotEmpty();
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
        assertThat(world.store.nodes().live()).hasSize(1);
    }

    @Test
    void inACallFailsItsStage() {
        world.faults.before("BindingRegistry.login", HostErrorTest::broken);
        var login = world.push.sessions().login(BOB, PHONE, Platform.HARMONY_OS, new Client());

        assertThat(world.failure(login))
                .isInstanceOf(OfflinePushException.class)
                .hasMessage("login failed: java.lang.NoClassDefFoundError");
    }

    @Test
    void inAChannelIsARefusal() {
        List<String> taken = new ArrayList<>();
        boolean[] first = {true};
        Session session = world.done(world.push.sessions().login(BOB, PHONE, Platform.HARMONY_OS, event -> {
            if (first[0]) {
                first[0] = false;
                broken();
            }
            return taken.add(((MessageReceived) event).content());
        }));
        world.send(ALICE, BOB, "hello");
        session.ready();
        world.runtime.runAll();

        assertThat(taken).containsExactly("hello");
    }
}
