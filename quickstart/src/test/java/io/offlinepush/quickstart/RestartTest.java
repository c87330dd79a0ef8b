package io.offlinepush.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.OfflinePushListener;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.TestPushResult;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.UserId;
import io.offlinepush.core.OfflinePush;
import io.offlinepush.sandbox.Notification;
import io.offlinepush.sandbox.PushKitSandbox;
import io.offlinepush.sandbox.SimulatedPhone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A phone remembers what it has shown for 24 hours; the server that pushes may start anew meanwhile, or be another one.
 */
class RestartTest {

    private static final DeviceId DEVICE = new DeviceId("bob-mate60");

    @Test
    void everyMessageShowsAfterARestartWithAnEmptyStore() throws Exception {
        try (PushKitSandbox gateway = PushKitSandbox.start()) {
            SimulatedPhone phone = gateway.phone("Bob's phone");
            for (int run = 1; run <= 3; run++) {
                run(gateway, phone, "chat", List.of("one", "two", "three"));
            }
            assertThat(phone.shown())
                    .extracting(Notification::body)
                    .containsExactly("one", "two", "three", "one", "two", "three", "one", "two", "three");
            assertThat(phone.tray()).as("none takes the place of another").hasSize(9);
        }
    }

    @Test
    void namespacesHideNothingFromEachOther() throws Exception {
        try (PushKitSandbox gateway = PushKitSandbox.start()) {
            SimulatedPhone phone = gateway.phone("Bob's phone");
            run(gateway, phone, "chat", List.of("from chat"));
            run(gateway, phone, "calls", List.of("from calls"));
            assertThat(phone.tray()).extracting(Notification::body).containsExactly("from chat", "from calls");
        }
    }

    @Test
    void everyTestPushShowsAfterARestart() throws Exception {
        try (PushKitSandbox gateway = PushKitSandbox.start()) {
            SimulatedPhone phone = gateway.phone("Bob's phone");
            for (int run = 1; run <= 2; run++) {
                try (OfflinePush push = open(gateway, "chat", new LinkedBlockingQueue<>())) {
                    PushId pushId = register(push, phone);
                    for (int i = 0; i < 2; i++) {
                        TestPushResult result = done(push.diagnostics().testPush(pushId, PushConfig.of("t", "test")));
                        assertThat(result.outcome()).isEqualTo(TestPushResult.Outcome.ACCEPTED);
                    }
                }
            }
            assertThat(phone.tray()).hasSize(4);
        }
    }

    private static void run(PushKitSandbox gateway, SimulatedPhone phone, String namespace, List<String> texts)
            throws Exception {
        BlockingQueue<TraceEvent> ends = new LinkedBlockingQueue<>();
        try (OfflinePush push = open(gateway, namespace, ends)) {
            PushId unused = register(push, phone);
            done(done(push.sessions().login(new UserId("bob"), DEVICE, Platform.HARMONY_OS, event -> true))
                    .disconnect());
            for (String text : texts) {
                Message message = Message.text(new UserId("alice"), Conversation.peer(new UserId("bob")), text);
                done(push.messages().send(message, SendConfig.push(PushConfig.of("alice", text))));
                assertThat(ends.poll(30, TimeUnit.SECONDS)).as("the push ends").isNotNull();
            }
        }
    }

    private static OfflinePush open(PushKitSandbox gateway, String namespace, BlockingQueue<TraceEvent> ends) {
        Map<String, String> settings = new HashMap<>(Main.settings(gateway));
        settings.put("namespace", namespace);
        OfflinePush push = OfflinePush.builder()
                .settings(settings)
                .inMemory()
                .listener(new OfflinePushListener() {
                    @Override
                    public void pushStep(MessageId messageId, TraceEvent step) {
                        if (step.stage() == TraceStage.ENDED) {
                            ends.add(step);
                        }
                    }
                })
                .build();
        push.start();
        return push;
    }

    private static PushId register(OfflinePush push, SimulatedPhone phone) throws Exception {
        Registration registration = new Registration(DEVICE, Host.APP, new DeviceToken(phone.getToken()));
        return done(push.devices().registerPush(registration)).pushId().orElseThrow();
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
