package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.EndReason;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.Timeline;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A vendor that is away for long: phones are not flooded afterwards, memory is not filled meanwhile, old mail goes. */
class OutageTest {

    private final World world = new World(OfflinePush.builder().setting("partsInMemory", "50"));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void afterAnOutageOnlyTheNewestOfAConversationGoesOut() {
        world.offline(BOB, PHONE, "token-1");
        vendorIsAway();
        List<MessageId> fromAlice = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            fromAlice.add(world.send(ALICE, BOB, "message " + i).messageId());
        }
        MessageId fromCarol = world.send(CAROL, BOB, "another conversation").messageId();
        world.pass(Duration.ofMinutes(30));
        vendorIsBack();
        world.pass(Duration.ofMinutes(30));

        assertThat(world.pushed()).containsExactlyInAnyOrder(fromAlice.get(4), fromCarol);
        for (MessageId older : fromAlice.subList(0, 4)) {
            assertThat(world.trace(older).counts()).isEqualTo(Map.of(EndReason.SUPERSEDED, 1));
        }
        Client client = new Client();
        world.login(BOB, PHONE, client);
        assertThat(client.texts()).as("nothing is lost for it").hasSize(6);
    }

    @Test
    void aShortOutageHoldsNothingBack() {
        world.offline(BOB, PHONE, "token-1");
        vendorIsAway();
        world.send(ALICE, BOB, "one");
        world.send(ALICE, BOB, "two");
        world.pass(Duration.ofSeconds(20));
        vendorIsBack();
        world.pass(Duration.ofMinutes(5));

        assertThat(world.pushed()).hasSize(2);
    }

    @Test
    void whatFindsNoRoomInMemoryStaysInTheStoreAndGoesOutLater() {
        world.offline(BOB, PHONE, "token-1");
        world.vendor.holdNext();
        for (int i = 0; i < 300; i++) {
            world.push.messages().send(World.text(ALICE, BOB, "message " + i), SendConfig.push(World.PUSH));
        }
        world.runtime.runAll();
        world.pass(Duration.ofSeconds(30));
        world.vendor.release();
        world.pass(Duration.ofMinutes(1));

        assertThat(world.pushed()).hasSize(300).doesNotHaveDuplicates();
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void oldMessagesAreRemovedAndOpenOnesAreKept() {
        world.offline(BOB, PHONE, "token-1");
        world.send(ALICE, BOB, "done");
        world.pass(Duration.ofDays(5));
        world.send(ALICE, BOB, "younger");
        world.pass(Duration.ofDays(3));

        Client client = new Client();
        world.login(BOB, PHONE, client);
        assertThat(client.texts()).containsExactly("younger");
        assertThat(world.store.heads(List.of(Timeline.inbox(BOB)))).containsEntry(Timeline.inbox(BOB), 2L);
    }

    private void vendorIsAway() {
        world.vendor.answerWith(target -> new Verdict.RetryLater(null, new VendorAnswer("503", "")));
    }

    private void vendorIsBack() {
        world.vendor.clear();
        world.vendor.answerWith(target -> new Verdict.Accepted(VendorAnswer.NONE));
    }
}
