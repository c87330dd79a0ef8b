package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.InvalidRequestException;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.TestPushResult;
import io.offlinepush.api.TestPushResult.Outcome;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** "Where did it stop?", answered by a test push and by a trace. */
class DiagnosticsTest {

    private static final VendorAnswer ANSWER = new VendorAnswer("CODE", "request-1");

    private World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private TestPushResult testPush(PushId id) {
        return world.done(world.push.diagnostics().testPush(id, World.PUSH));
    }

    static Stream<Arguments> verdicts() {
        return Stream.of(
                Arguments.of(new Verdict.Accepted(ANSWER), Outcome.ACCEPTED),
                Arguments.of(new Verdict.Rejected(Verdict.Rejected.Cause.APP, ANSWER), Outcome.REJECTED),
                Arguments.of(new Verdict.TokenInvalid(ANSWER), Outcome.TOKEN_INVALID),
                Arguments.of(new Verdict.RetryLater(null, ANSWER), Outcome.RETRY_LATER));
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void aTestPushSaysWhatTheVendorSaid(Verdict verdict, Outcome outcome) {
        PushId phone = world.register(PHONE, "token-1");
        world.vendor.answerNext(verdict);

        TestPushResult result = testPush(phone);

        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(result.vendorCode()).isEqualTo("CODE");
        assertThat(result.requestId()).isEqualTo("request-1");
        assertThat(result.events())
                .extracting(TraceEvent::stage)
                .startsWith(TraceStage.DECIDED, TraceStage.HANDED_OVER)
                .hasSize(3);
        assertThat(world.registry.find(phone).isPresent())
                .as("only a dead token is removed")
                .isEqualTo(outcome != Outcome.TOKEN_INVALID);
    }

    @Test
    void aTestPushReachesWhoeverIsLoggedInOrNobodyOnlineOrNot() {
        world.register(PHONE, "token-1");
        PushId phone = world.register(PHONE, "token-1");
        assertThat(testPush(phone).outcome()).isEqualTo(Outcome.ACCEPTED);
        world.login(BOB, PHONE, Client.attentive());
        assertThat(testPush(phone).outcome()).isEqualTo(Outcome.ACCEPTED);

        assertThat(world.vendor.pushed()).hasSize(2).allSatisfy(pushed -> {
            assertThat(pushed.notification().content()).isEqualTo(World.PUSH);
            assertThat(pushed.timeLeft()).isEqualTo(Duration.ofMinutes(1));
        });
        assertThat(world.vendor.pushed().get(0).notification().number())
                .isNotEqualTo(world.vendor.pushed().get(1).notification().number());
        assertThat(world.store.outbox().backlog(1_000_000).owed())
                .as("nothing is owed")
                .isZero();
    }

    @Test
    void anUnknownPushIdHasNoBinding() {
        assertThat(testPush(new PushId("nobody")).outcome()).isEqualTo(Outcome.NO_BINDING);
        assertThat(world.vendor.pushed()).isEmpty();
    }

    @Test
    void aTestPushWithoutAnAnswerIsUnknown() {
        PushId phone = world.register(PHONE, "token-1");
        world.vendor.failNext(new IllegalStateException("connection reset"));

        assertThat(testPush(phone).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void anAppThatNobodyServesHereIsForLater() {
        PushId phone = new PushId("phone");
        world.registry.register(
                new Registration(PHONE, new VendorApp("test", "other"), new DeviceToken("token-1")), phone);

        assertThat(testPush(phone).outcome()).isEqualTo(Outcome.RETRY_LATER);
    }

    @Test
    void aDeadTokenThatWasReplacedMeanwhileStays() {
        PushId phone = world.register(PHONE, "token-1");
        world.vendor.holdNext();
        var testing = world.push.diagnostics().testPush(phone, World.PUSH);
        world.runtime.runAll();
        world.register(PHONE, "token-new");
        world.vendor.release(new Verdict.TokenInvalid(ANSWER));

        assertThat(world.done(testing).outcome()).isEqualTo(Outcome.TOKEN_INVALID);
        assertThat(world.registry.find(phone)).isPresent();
    }

    @Test
    void aTestPushIsCheckedLikeAMessage() {
        assertThatThrownBy(() -> world.push
                        .diagnostics()
                        .testPush(new PushId("nobody"), World.PUSH.withPayload("x".repeat(1_025))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("pushConfig.payload must be at most 1024 bytes");
    }

    @Test
    void aTraceTellsEachEndOnceThoughRingAndStoreBothKnowIt() {
        PushId phone = world.offline(BOB, PHONE, "token-1");
        world.register(TABLET, "token-2");
        world.login(BOB, TABLET, new Client());
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        assertThat(world.trace(sent).events())
                .filteredOn(event -> event.stage() == TraceStage.ENDED)
                .singleElement()
                .satisfies(event -> assertThat(event.pushId()).isEqualTo(phone));
        world.pass(Duration.ofSeconds(5));
        assertThat(world.ends(sent)).containsExactly("ACCEPTED", "ACCEPTED");
    }

    @Test
    void anEndThatWasWrittenTwiceIsToldOnce() {
        world.offline(BOB, PHONE, "token-1");
        world.register(TABLET, "token-2");
        world.login(BOB, TABLET, new Client());
        // The phone's end is written while the tablet still waits, and written again because nobody learnt of it.
        world.faults.failAfter("Outbox.settle");
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.pass(Duration.ofSeconds(6));

        assertThat(world.ends(sent)).containsExactly("ACCEPTED", "ACCEPTED");
    }

    @Test
    void stepsWithinAMillisecondStandInTheirOrder() {
        world.offline(BOB, PHONE, "token-1");
        // The store counts milliseconds; the process knows the time more finely.
        world.runtime.advance(Duration.ofNanos(700_000));
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();

        assertThat(world.trace(sent).events())
                .extracting(TraceEvent::stage)
                .containsExactly(TraceStage.STORED, TraceStage.DECIDED, TraceStage.HANDED_OVER, TraceStage.ENDED);
    }

    @Test
    void aRetryStandsInTheTraceWithTheVendorsReason() {
        world.offline(BOB, PHONE, "token-1");
        world.vendor.answerNext(new Verdict.RetryLater(null, ANSWER));
        MessageId sent = world.send(ALICE, BOB, "hello").messageId();
        world.pass(Duration.ofSeconds(1));

        assertThat(world.trace(sent).events())
                .extracting(TraceEvent::stage)
                .containsExactly(
                        TraceStage.STORED,
                        TraceStage.DECIDED,
                        TraceStage.HANDED_OVER,
                        TraceStage.RETRY,
                        TraceStage.DECIDED,
                        TraceStage.HANDED_OVER,
                        TraceStage.ENDED);
        assertThat(world.trace(sent).events().get(3).vendorCode()).isEqualTo("CODE");
    }

    @Test
    void theFinerStepsAreBoundedAndTheEndsStay() {
        world.close();
        world = new World(OfflinePush.builder().setting("traceMessages", "2"));
        world.offline(BOB, PHONE, "token-1");
        MessageId oldest = world.send(ALICE, BOB, "one").messageId();
        world.send(ALICE, BOB, "two");
        world.send(ALICE, BOB, "three");

        assertThat(world.trace(oldest).events()).extracting(TraceEvent::stage).containsExactly(TraceStage.ENDED);
    }
}
