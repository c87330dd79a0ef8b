package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeadPush;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.InvalidRequestException;
import io.offlinepush.api.MessageId;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the vendor rejected is not lost: it is listed, and can be owed once more. */
class DeadTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aRejectedPushIsListedAndGoesOutAfterARequeue() {
        world.offline(BOB, PHONE, "token-1");
        reject(1);
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        List<DeadPush> dead = world.done(world.push.diagnostics().dead("", 10));
        assertThat(dead).singleElement().satisfies(push -> {
            assertThat(push.messageId()).isEqualTo(sent);
            assertThat(push.reason()).isEqualTo(EndReason.REJECTED);
        });
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();

        Set<String> names = Set.of(dead.get(0).part());
        assertThat(world.done(world.push.diagnostics().requeue(names, HOUR))).isEqualTo(names);

        assertThat(world.pushed()).containsExactly(sent, sent);
        assertThat(world.trace(sent).counts()).isEqualTo(Map.of(EndReason.REJECTED, 1, EndReason.ACCEPTED, 1));
        assertThat(world.done(world.push.diagnostics().dead("", 10))).isEmpty();
        assertThat(world.done(world.push.diagnostics().requeue(names, HOUR)))
                .as("once")
                .isEmpty();
    }

    @Test
    void aRequeueIsForTheRejectedDeviceOnly() {
        world.offline(BOB, PHONE, "token-1");
        world.offline(BOB, TABLET, "token-2");
        world.vendor.answerWith(target -> target.token().value().equals("token-2")
                ? new Verdict.Rejected(Verdict.Rejected.Cause.APP, VendorAnswer.NONE)
                : new Verdict.Accepted(VendorAnswer.NONE));
        world.send(ALICE, BOB, "hello");
        world.vendor.clear();
        world.vendor.answerWith(target -> new Verdict.Accepted(VendorAnswer.NONE));

        String name = world.done(world.push.diagnostics().dead("", 10)).get(0).part();
        world.done(world.push.diagnostics().requeue(List.of(name), HOUR));

        assertThat(world.vendor.pushed())
                .singleElement()
                .satisfies(pushed -> assertThat(pushed.targets())
                        .singleElement()
                        .satisfies(target -> assertThat(target.token().value()).isEqualTo("token-2")));
    }

    @Test
    void deadPushesAreListedPageByPage() {
        world.offline(BOB, PHONE, "token-1");
        reject(3);
        for (String text : List.of("one", "two", "three")) {
            world.send(ALICE, BOB, text);
        }

        List<DeadPush> first = world.done(world.push.diagnostics().dead("", 2));
        List<DeadPush> second =
                world.done(world.push.diagnostics().dead(first.get(1).part(), 2));

        assertThat(first).hasSize(2);
        assertThat(second).hasSize(1).doesNotContainAnyElementsOf(first);
    }

    @Test
    void aNameThatIsNoneIsACallersMistake() {
        assertThatThrownBy(() -> world.push.diagnostics().requeue(List.of("all"), HOUR))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("parts must be names like 4711.0");
        assertThatThrownBy(() -> world.push.diagnostics().dead("", 0)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> world.push.diagnostics().requeue(List.of("1.0"), Duration.ofDays(8)))
                .isInstanceOf(InvalidRequestException.class);
    }

    private void reject(int times) {
        world.vendor.answerNext(
                times, new Verdict.Rejected(Verdict.Rejected.Cause.APP, new VendorAnswer("80300007", "r")));
    }
}
