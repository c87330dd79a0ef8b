package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Audience;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.NotifyResult;
import io.offlinepush.api.SendResult;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import io.offlinepush.spi.GroupDirectory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a process gives back when it is closed, another one must find as whole as it was. */
class CloseTest {

    private static final GroupId TEAM = new GroupId("team");

    private final InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
    private final Faults directory = new Faults();
    private final World world = new World(OfflinePush.builder().groups(directory.around(GroupDirectory.class, groups)));

    CloseTest() {
        groups.join(TEAM, BOB, world.store.nodes().now());
        groups.join(TEAM, CAROL, world.store.nodes().now());
        world.offline(BOB, PHONE, "token-1");
        world.offline(CAROL, TABLET, "token-2");
    }

    @Test
    void aNotificationForSeveralThatCouldNotBeLookedAt() {
        // The whole, and each half.
        world.faults.failBefore("BindingRegistry.recipients", 3);
        MessageId id = ((NotifyResult.Owed) world.done(world.push
                        .notifications()
                        .notify(
                                new NotificationKey("msg-1"),
                                Audience.users(BOB, CAROL),
                                World.PUSH,
                                NotifyOptions.DEFAULT)))
                .messageId();

        anotherProcessPushesBoth(id);
    }

    @Test
    void aPartOfAGroupsPushThatCouldNotBeLookedAt() {
        world.faults.failBefore("Cursors.read", 3);
        MessageId id = ((SendResult.Stored)
                        world.done(world.sending(Message.text(ALICE, Conversation.group(TEAM), "hello"))))
                .messageId();

        anotherProcessPushesBoth(id);
    }

    private void anotherProcessPushesBoth(MessageId id) {
        assertThat(world.ends(id)).as("it is looked at again after a pause").isEmpty();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> world.push.close(Duration.ofSeconds(10)));
        while (!closed.isDone()) {
            world.runtime.runAll();
        }
        assertThat(world.store.outbox().backlog(1_000_000).owed())
                .as("given back")
                .isEqualTo(1);

        OfflinePush other = world.start(OfflinePush.builder().groups(groups));
        world.pass(Duration.ofMinutes(1));

        assertThat(world.done(other.diagnostics().trace(id)).counts()).isEqualTo(Map.of(EndReason.ACCEPTED, 2));
        other.close(Duration.ZERO);
        world.close();
    }
}
