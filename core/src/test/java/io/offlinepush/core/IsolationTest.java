package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Health;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.SendConfig;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One row that cannot be read or written, or a vendor that refuses an app, costs only those who need it (promise 8).
 */
class IsolationTest {

    private final World world = new World();

    @BeforeEach
    void devices() {
        world.offline(BOB, PHONE, "token-1");
        world.offline(CAROL, TABLET, "token-2");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aRowThatCannotBeRead_holdsUpItsOwnUserAlone() {
        // The read for both fails, then that for one of them alone.
        world.faults.failBefore("BindingRegistry.recipients", 2);

        sendToBoth();

        assertThat(world.pushed()).as("without any time").hasSize(1);
        world.pass(Duration.ofSeconds(2));
        assertThat(world.pushed()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aSettlementThatCannotBeWritten_holdsUpItsOwnPartAlone() {
        world.faults.failBefore("Outbox.settle", 2);

        sendToBoth();

        assertThat(world.vendor.pushed()).hasSize(2);
        assertThat(owed()).as("one is written without any time").isEqualTo(1);
        world.pass(Duration.ofSeconds(2));
        assertThat(owed()).isZero();
        assertThat(world.vendor.pushed()).hasSize(2);
    }

    @Test
    void aSettlementThatIsRefusedAgainAndAgain_showsInHealth() {
        world.faults.failBefore("Outbox.settle", 8);
        world.send(ALICE, BOB, "hello");
        world.pass(Duration.ofSeconds(5));

        assertThat(health().problems()).contains("the message store takes no settlement of 1 pushes");

        world.pass(Duration.ofMinutes(10));
        assertThat(health().status()).isEqualTo(Health.Status.UP);
        assertThat(owed()).isZero();
    }

    @Test
    void aVendorThatRefusesTheApp_pausesItsLaneAndLosesNothing() {
        world.vendor.answerWith(
                target -> new Verdict.AppRefused(new VendorAnswer("80200001", ""), "authentication error"));
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.pass(Duration.ofSeconds(30));

        assertThat(world.ends(sent)).isEmpty();
        assertThat(owed()).isEqualTo(1);
        assertThat(health().problems())
                .containsExactly("the vendor refuses " + APP + " itself, so its pushes wait: authentication error");

        world.vendor.answerWith(target -> new Verdict.Accepted(VendorAnswer.NONE));
        world.pass(Duration.ofMinutes(5));

        assertThat(world.ends(sent)).containsExactly("ACCEPTED");
        assertThat(health().status()).isEqualTo(Health.Status.UP);
    }

    @Test
    void aLostAnswer_isThatOfItsTargetAlone() {
        world.vendor.answerWith(target -> target.user().equals(BOB)
                ? new Verdict.Unknown(VendorAnswer.NONE, "connection reset")
                : new Verdict.Accepted(VendorAnswer.NONE));
        sendToBoth();
        world.vendor.answerWith(target -> new Verdict.Accepted(VendorAnswer.NONE));
        world.pass(Duration.ofSeconds(2));

        assertThat(world.vendor.pushed())
                .filteredOn(push -> push.targets().get(0).user().equals(CAROL))
                .as("pushed once")
                .hasSize(1);
        assertThat(world.vendor.pushed())
                .filteredOn(push -> push.targets().get(0).user().equals(BOB))
                .extracting(push -> push.notification().withBadge())
                .as("a repetition leaves the badge out")
                .containsExactly(true, false);
    }

    private void sendToBoth() {
        var first = world.push.messages().send(World.text(ALICE, BOB, "hello"), config());
        var second = world.push.messages().send(World.text(ALICE, CAROL, "hello"), config());
        world.done(first);
        world.done(second);
    }

    private static SendConfig config() {
        return SendConfig.push(World.PUSH);
    }

    private long owed() {
        return world.store.outbox().backlog(1_000).owed();
    }

    private Health health() {
        return world.done(world.push.diagnostics().health());
    }
}
