package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Replace;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Timeline;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.Urgency;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 2, where the engine's own tasks meet at a bad moment: no part that the node holds is forgotten. */
class LoopTest {

    private final World world = new World(OfflinePush.builder().setting("lease", "3s"));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aPartThatIsTakenAgainBeforeItsLastSettlementIsThroughIsNotForgotten() {
        world.offline(BOB, PHONE, "token-1");
        world.offline(CAROL, TABLET, "token-2");
        world.vendor.answerNext(new Verdict.RetryLater(null, VendorAnswer.NONE));
        // The settlement "again" is written a second late, while the loop waits for a slow registry; the sweep that
        // waits behind it then finds the part ready before the loop has let go of it.
        world.faults.failBefore("Outbox.settle", 1);
        MessageId first = world.send(ALICE, BOB, "hello").messageId();
        world.faults.before("BindingRegistry.recipients", () -> world.pass(Duration.ofMillis(2_500)));
        world.send(ALICE, CAROL, "hello");

        world.pass(Duration.ofSeconds(10));

        assertThat(world.ends(first)).containsExactly("ACCEPTED");
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void aPushThatIsAppendedRightAfterTheNodeRejoinedIsNotForgotten() {
        world.offline(BOB, PHONE, "token-1");
        world.runtime.elapse(Duration.ofSeconds(4));
        // The node has its new name, and has not yet dropped what was held under the old one.
        world.beforeNextAlarm(() -> {
            world.vendor.holdNext();
            CompletionStage<SendResult> sending = world.sending(World.text(ALICE, BOB, "hello"));
            while (!sending.toCompletableFuture().isDone()
                    || world.vendor.pushed().isEmpty()) {
                assertThat(world.runtime.runNext()).isTrue();
            }
        });
        world.runtime.runAll();
        assertThat(world.vendor.pushed()).hasSize(1);

        world.vendor.release();
        world.runtime.runAll();

        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 1, 9})
    void aBodyThatCannotBeReadHoldsUpNobodyAndExpires(byte format) {
        world.offline(BOB, PHONE, "token-1");
        Bytes good = PushBody.ofMessage(ALICE, Conversation.peer(ALICE), World.PUSH, Replace.NOTHING)
                .encode();
        // Both come with one sweep.
        orphan("poison", Bytes.copyOf(new byte[] {format, 0, 0}));
        orphan("good", good);
        world.pass(Duration.ofMinutes(2));

        assertThat(world.ends(new MessageId("good"))).containsExactly("ACCEPTED");
        assertThat(world.store.outbox().backlog(1_000_000).owed())
                .as("left for a node that can")
                .isEqualTo(1);

        world.pass(Duration.ofHours(1));
        assertThat(world.ends(new MessageId("poison"))).containsExactly("EXPIRED");
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    /** What a node that is no more has left in the store. */
    private void orphan(String id, Bytes push) {
        long number = world.store.outbox().numbers(1);
        List<OwedPush> owes = List.of(new OwedPush(number, Urgency.MEDIUM, Duration.ofHours(1), "", push));
        Entry entry = new Entry(Timeline.inbox(BOB), new MessageId(id), ALICE, id, Bytes.EMPTY, Bytes.EMPTY, owes);
        world.store.append(new NodeId("gone"), List.of(entry));
    }
}
