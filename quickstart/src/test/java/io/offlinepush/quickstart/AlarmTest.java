package io.offlinepush.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeadPush;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.OfflinePushListener;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.UserId;
import io.offlinepush.core.OfflinePush;
import io.offlinepush.sandbox.Answer;
import io.offlinepush.sandbox.Notification;
import io.offlinepush.sandbox.PushKitSandbox;
import io.offlinepush.sandbox.SimulatedPhone;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is wrong with the app at the vendor, from the wire to the host's listener: over real sockets, nothing replaced.
 */
class AlarmTest {

    private static final DeviceId DEVICE = new DeviceId("bob-mate60");

    private final BlockingQueue<String> alarms = new LinkedBlockingQueue<>();
    private final BlockingQueue<TraceEvent> ends = new LinkedBlockingQueue<>();

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Answer.code("80300002", "No permission to send message to these tmIDs."), "80300002"),
                Arguments.of(Answer.code("80300037", "Disable send huawei msg because of penalty."), "80300037"),
                Arguments.of(Answer.status(404), "HTTP 404"));
    }

    static Stream<Arguments> faults() {
        return Stream.of(Arguments.of(Answer.refuseTokens("noRight", token -> true), "80300007 noRight"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void aRefusalOfTheAppIsToldAndItsPushesWaitUntilItIsOver(Answer refusal, String code) throws Exception {
        try (PushKitSandbox gateway = PushKitSandbox.start();
                OfflinePush push = OfflinePush.builder()
                        .settings(Main.settings(gateway))
                        .inMemory()
                        .listener(new Told())
                        .build()) {
            push.start();
            SimulatedPhone phone = gateway.phone("Bob's phone");
            String token = phone.getToken();
            done(push.devices().registerPush(new Registration(DEVICE, Host.APP, new DeviceToken(token))));
            done(done(push.sessions().login(new UserId("bob"), DEVICE, Platform.HARMONY_OS, event -> true))
                    .disconnect());

            gateway.answerNext(refusal);
            send(push, "first");

            assertThat(alarms.poll(30, TimeUnit.SECONDS))
                    .startsWith("harmonyos/com.example.chat refused with " + code + ": ")
                    .contains("AppGallery Connect")
                    .doesNotContain(token);
            assertThat(end().reason())
                    .as("it stayed owed, and the token was not to blame")
                    .isEqualTo(EndReason.ACCEPTED);
            assertThat(phone.shown()).extracting(Notification::body).containsExactly("first");
            assertThat(done(push.diagnostics().dead("", 10))).isEmpty();
        }
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("faults")
    void anAppFaultIsToldToTheListenerAndCostsNoToken(Answer fault, String code) throws Exception {
        try (PushKitSandbox gateway = PushKitSandbox.start();
                OfflinePush push = OfflinePush.builder()
                        .settings(Main.settings(gateway))
                        .inMemory()
                        .listener(new Told())
                        .build()) {
            push.start();
            SimulatedPhone phone = gateway.phone("Bob's phone");
            String token = phone.getToken();
            done(push.devices().registerPush(new Registration(DEVICE, Host.APP, new DeviceToken(token))));
            done(done(push.sessions().login(new UserId("bob"), DEVICE, Platform.HARMONY_OS, event -> true))
                    .disconnect());

            gateway.answerNext(fault);
            MessageId refused = send(push, "first");

            assertThat(alarms.poll(30, TimeUnit.SECONDS))
                    .startsWith("harmonyos/com.example.chat refused with " + code + ": ")
                    .contains("AppGallery Connect")
                    .doesNotContain(token);
            TraceEvent end = end();
            assertThat(end.reason()).isEqualTo(EndReason.REJECTED);
            assertThat(end.vendorCode()).isEqualTo(code);
            assertThat(phone.shown()).isEmpty();
            List<DeadPush> dead = dead(push);
            assertThat(dead).singleElement().satisfies(part -> {
                assertThat(part.messageId()).isEqualTo(refused);
                assertThat(part.reason()).isEqualTo(EndReason.REJECTED);
            });

            // The token was not to blame: the next message takes it, and so does the first one once all is mended.
            send(push, "second");
            assertThat(end().reason()).isEqualTo(EndReason.ACCEPTED);
            Set<String> parts = Set.of(dead.get(0).part());
            assertThat(done(push.diagnostics().requeue(parts, Duration.ofHours(1))))
                    .isEqualTo(parts);
            assertThat(end().reason()).isEqualTo(EndReason.ACCEPTED);
            assertThat(phone.shown()).extracting(Notification::body).containsExactly("second", "first");
            assertThat(alarms).isEmpty();
        }
    }

    private static MessageId send(OfflinePush push, String text) throws Exception {
        Message message = Message.text(new UserId("alice"), Conversation.peer(new UserId("bob")), text);
        SendConfig config = SendConfig.push(PushConfig.of("alice", text));
        SendResult result = done(push.messages().send(message, config));
        assertThat(result).isInstanceOf(SendResult.Stored.class);
        return ((SendResult.Stored) result).messageId();
    }

    /** What is dead, once it is written down: that comes a moment after the listener is told. */
    private static List<DeadPush> dead(OfflinePush push) throws Exception {
        long start = System.nanoTime();
        List<DeadPush> dead = List.of();
        while (dead.isEmpty() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30)) {
            dead = done(push.diagnostics().dead("", 10));
        }
        return dead;
    }

    private TraceEvent end() throws InterruptedException {
        TraceEvent end = ends.poll(30, TimeUnit.SECONDS);
        assertThat(end).as("the push ends").isNotNull();
        return end;
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private final class Told implements OfflinePushListener {

        @Override
        public void alarm(String subject, String text) {
            alarms.add(subject + ": " + text);
        }

        @Override
        public void pushStep(MessageId messageId, TraceEvent step) {
            if (step.stage() == TraceStage.ENDED) {
                ends.add(step);
            }
        }
    }
}
