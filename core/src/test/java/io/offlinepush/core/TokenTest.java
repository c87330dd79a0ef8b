package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promise 7: only an answer about that very token costs it, and only as long as it is still the one registered. */
class TokenTest {

    private static final VendorAnswer ANSWER = new VendorAnswer("CODE", "request-1");

    private final World world = new World();
    private final PushId phone = world.offline(BOB, PHONE, "token-1");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aDeadTokenIsRemovedAndThePushIsOver() {
        world.vendor.answerNext(new Verdict.TokenInvalid(new VendorAnswer("GONE", "request-7")));
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        assertThat(world.endsByDevice(sent)).isEqualTo(Map.of(phone, "TOKEN_INVALID"));
        assertThat(world.trace(sent).events()).last().satisfies(event -> {
            assertThat(event.vendorCode()).isEqualTo("GONE");
            assertThat(event.requestId()).isEqualTo("request-7");
        });
        assertThat(world.registry.find(phone)).isEmpty();
        assertThat(world.ends(world.send(ALICE, BOB, "next").messageId())).containsExactly("NO_BINDING");
    }

    @Test
    void aVerdictAboutAnOldTokenCostsNotTheNewOneWhichGetsItsOwnPush() {
        world.vendor.holdNext();
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.register(PHONE, "token-new");

        world.vendor.release(new Verdict.TokenInvalid(ANSWER));
        world.runtime.runAll();

        assertThat(world.vendor.pushed()).hasSize(2);
        assertThat(world.vendor.pushed().get(1).targets())
                .singleElement()
                .satisfies(target -> assertThat(target.token().value()).isEqualTo("token-new"));
        assertThat(world.endsByDevice(sent)).isEqualTo(Map.of(phone, "ACCEPTED"));
        assertThat(world.registry.find(phone)).isPresent();
    }

    @Test
    void aRegistryThatCannotRemoveTheTokenDoesNotHoldUpTheEnd() {
        world.vendor.answerNext(new Verdict.TokenInvalid(ANSWER));
        world.faults.failBefore("BindingRegistry.invalidate", 1);

        assertThat(world.ends(world.send(ALICE, BOB, "hello").messageId())).containsExactly("TOKEN_INVALID");
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void aRefusalEndsThePushAndNeverCostsTheToken() {
        for (Verdict.Rejected.Cause cause : Verdict.Rejected.Cause.values()) {
            world.vendor.answerNext(new Verdict.Rejected(cause, ANSWER));
            assertThat(world.endsByDevice(world.send(ALICE, BOB, "hello").messageId()))
                    .isEqualTo(Map.of(phone, "REJECTED"));
        }
        assertThat(world.registry.find(phone)).isPresent();
        assertThat(world.ends(world.send(ALICE, BOB, "next").messageId())).containsExactly("ACCEPTED");
    }
}
