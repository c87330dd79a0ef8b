package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.offlinepush.api.ClientEvent;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Message;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Session;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/**
 * Promise 9, over a run in which everything happens and much goes wrong: no secret in any line that is logged at TRACE,
 * in any exception with its causes, in the text of anything that a host or a provider is given.
 */
class SecretsTest {

    private static final String TOKEN = "TOKEN-b6eefd5c";
    private static final String NEW_TOKEN = "TOKEN-77aa01ff";
    private static final String TEXT = "MESSAGE-4ba1e0d9";
    private static final String EXTENDED = "EXTENDED-93a6f8d1";
    private static final String TITLE = "TITLE-c1d94a55";
    private static final String CONTENT = "CONTENT-e8b1d20f";
    private static final String PAYLOAD = "PAYLOAD-0c5c8f3e";
    private static final String[] SECRETS = {TOKEN, NEW_TOKEN, TEXT, EXTENDED, TITLE, CONTENT, PAYLOAD};

    private static final PushConfig PUSH =
            PushConfig.of(TITLE, CONTENT).withPayload(PAYLOAD).withBadge(1);
    private static final Message MESSAGE = Message.text(ALICE, Conversation.peer(BOB), TEXT)
            .withExtendedData(EXTENDED)
            .withClientMessageId("alice-1");

    private final World world = new World();
    /** What a host or a provider may come to log. */
    private final List<String> shown = new ArrayList<>();

    @AfterEach
    void close() {
        world.close();
    }

    private void show(Object value) {
        shown.add(String.valueOf(value));
    }

    private void show(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            shown.add(t.toString());
            for (Throwable suppressed : t.getSuppressed()) {
                show(suppressed);
            }
        }
    }

    /** Runs a call to its end, good or bad. */
    private void run(CompletionStage<?> stage) {
        stage.whenComplete((result, failure) -> {
            if (failure != null) {
                show(failure);
            } else {
                show(result);
            }
        });
        world.pass(Duration.ofSeconds(3));
    }

    private CompletionStage<SendResult> sending(String clientId) {
        return world.push.messages().send(MESSAGE.withClientMessageId(clientId), SendConfig.push(PUSH));
    }

    @Test
    void secretsAreNowhereToBeRead() {
        Registration registration = new Registration(PHONE, APP, new DeviceToken(TOKEN));
        show(registration);
        show(MESSAGE);
        show(SendConfig.push(PUSH));
        PushId phone = world.register(PHONE, TOKEN);
        Session session = world.done(world.push.sessions().login(BOB, PHONE, Platform.HARMONY_OS, this::deliver));
        show(session);

        everythingWorks(session, phone);
        everyVerdict(phone);
        everyPortFails();
        theNodeIsLostAndTheInstanceClosed();
        callersMakeMistakes();

        assertThat(CapturedLogs.lines()).extracting(CapturedLogs.Line::level).contains(Level.WARN, Level.INFO);
        CapturedLogs.lines().forEach(line -> {
            shown.add(line.text());
            if (line.thrown() != null) {
                show(line.thrown());
            }
        });
        world.vendor.pushed().forEach(this::show);
        assertThat(shown)
                .hasSizeGreaterThan(100)
                .allSatisfy(text -> assertThat(text).doesNotContain(SECRETS));
    }

    private boolean deliver(ClientEvent event) {
        show(event);
        return true;
    }

    private void everythingWorks(Session session, PushId phone) {
        run(sending("works"));
        session.acknowledge(Timeline.inbox(BOB), 1);
        run(sending("works"));
        run(sending("conflict"));
        run(world.push
                .messages()
                .send(
                        Message.text(ALICE, Conversation.peer(BOB), TEXT + "!").withClientMessageId("conflict"),
                        SendConfig.push(PUSH)));
        run(world.push.diagnostics().testPush(phone, PUSH));
        run(session.disconnect());
        show(world.trace(((SendResult.Stored) world.done(sending("traced"))).messageId()));
    }

    private void everyVerdict(PushId phone) {
        VendorAnswer answer = new VendorAnswer("CODE", "request");
        List<Verdict> verdicts = List.of(
                new Verdict.Rejected(Verdict.Rejected.Cause.UNKNOWN, answer),
                new Verdict.RetryLater(Duration.ofSeconds(1), answer),
                new Verdict.TokenInvalid(answer));
        verdicts.forEach(verdict -> {
            world.vendor.answerNext(verdict);
            run(sending(verdict.getClass().getSimpleName()));
        });
        run(world.push.devices().registerPush(new Registration(PHONE, APP, new DeviceToken(NEW_TOKEN))));
        world.vendor.failNext(new IllegalStateException("no answer"));
        run(sending("no-answer"));
        world.vendor.answerWith(target -> {
            show(target);
            throw new IllegalArgumentException("provider is broken");
        });
        run(sending("broken-provider"));
        run(world.push.diagnostics().testPush(phone, PUSH));
        world.vendor.answerWith(target -> new Verdict.Accepted(answer));
    }

    private void everyPortFails() {
        for (String call : List.of(
                "MessageStore.append",
                "MessageStore.read",
                "MessageStore.heads",
                "Outbox.claim",
                "Outbox.held",
                "Outbox.settle",
                "Outbox.trace",
                "Cursors.read",
                "Cursors.advance",
                "Nodes.live",
                "BindingRegistry.recipients",
                "BindingRegistry.register",
                "BindingRegistry.login",
                "BindingRegistry.logout",
                "BindingRegistry.find")) {
            world.faults.failBefore(call, 1);
            world.faults.failAfter(call);
            run(world.push.devices().registerPush(new Registration(PHONE, APP, new DeviceToken(NEW_TOKEN))));
            run(world.push.sessions().login(BOB, PHONE, Platform.HARMONY_OS, this::deliver));
            run(sending(call));
            run(sending(call));
            run(world.push.devices().logout(BOB, PHONE));
        }
        world.faults.over();
        run(world.push
                .devices()
                .registerPush(new Registration(PHONE, new VendorApp("no", "app"), new DeviceToken(NEW_TOKEN))));
    }

    private void theNodeIsLostAndTheInstanceClosed() {
        world.offline(BOB, PHONE, NEW_TOKEN);
        world.vendor.holdNext();
        run(sending("held"));
        world.runtime.elapse(Duration.ofMinutes(1));
        world.runtime.runAll();
        world.vendor.release();
        run(sending("after"));
        world.push.close(Duration.ZERO);
        run(sending("closed"));
    }

    private void callersMakeMistakes() {
        List<ThrowingCallable> mistakes = List.of(
                () -> new DeviceToken(TOKEN + "\n"),
                () -> new DeviceToken(TOKEN.repeat(100)),
                () -> MESSAGE.withExtendedData(EXTENDED + "\0"),
                () -> Message.text(ALICE, Conversation.peer(BOB), TEXT.repeat(10_000)),
                () -> world.sending(Message.text(ALICE, Conversation.peer(BOB), TEXT.repeat(1_000))),
                () -> world.push.messages().send(MESSAGE, SendConfig.push(PUSH.withPayload(PAYLOAD.repeat(1_000)))),
                () -> PushConfig.of(TITLE + "\ud800", CONTENT),
                () -> PUSH.withBadge(-1));
        mistakes.forEach(mistake -> {
            Throwable thrown = catchThrowable(mistake);
            assertThat(thrown).isNotNull();
            show(thrown);
        });
    }

    @Test
    void aRequestShowsNoSecretEither() {
        QueueingProvider vendor = new QueueingProvider(APP);
        try (World other = new World(OfflinePush.builder(), vendor)) {
            other.offline(BOB, PHONE, TOKEN);
            other.done(other.push.messages().send(MESSAGE, SendConfig.push(PUSH)));
            vendor.letGo();
            other.runtime.runAll();

            PushRequest request = vendor.left().get(0);
            assertThat(Map.of(request, request.notification(), request.targets(), request.app())
                            .toString())
                    .doesNotContain(SECRETS);
        }
    }
}
