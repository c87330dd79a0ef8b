package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.OfflinePushListener;
import io.offlinepush.api.OverloadedException;
import io.offlinepush.api.PushAnswered;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryPushProvider;
import io.offlinepush.spi.Provider;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a listener hears, in which order, and that a bad one harms nobody. */
class ListenerTest {

    /** Writes down everything that it is told, as text. */
    private static final class Notes implements OfflinePushListener {

        final List<String> lines = new ArrayList<>();

        @Override
        public void stored(int count, Duration took) {
            lines.add("stored " + count + " in " + took.toMillis());
        }

        @Override
        public void pushStep(MessageId messageId, TraceEvent step) {
            lines.add(step.stage() + (step.reason() == null ? "" : " " + step.reason()));
        }

        @Override
        public void pushAnswered(PushAnswered answer) {
            lines.add("answered " + answer.app() + " " + answer.accepted() + answer.rejected() + answer.tokenInvalid()
                    + answer.retryLater() + answer.unknown());
        }

        @Override
        public void sessionBegan(UserId user, DeviceId device) {
            lines.add(user + " began on " + device);
        }

        @Override
        public void sessionEnded(UserId user, DeviceId device, SessionEnd reason, Duration lasted) {
            lines.add(user + " ended on " + device + " " + reason + " after " + lasted.toSeconds());
        }

        @Override
        public void overloaded(String call) {
            lines.add("overloaded " + call);
        }

        @Override
        public void portFailed(String port, String failure) {
            lines.add(port + " failed " + failure);
        }

        @Override
        public void alarm(String subject, String text) {
            lines.add("alarm " + subject + ": " + text);
        }

        @Override
        public void leaseLost(String lost) {
            lines.add("lease lost");
        }

        @Override
        public void dropped(long count) {
            lines.add("dropped " + count);
        }
    }

    private final Notes notes = new Notes();

    private World world() {
        return new World(OfflinePush.builder().listener(notes));
    }

    @Test
    void hearsOfEveryStepInOrderAndOfNoContent() {
        try (World world = world()) {
            world.register(PHONE, "secret-token");
            Client client = new Client();
            world.login(BOB, PHONE, client);
            world.pass(Duration.ofSeconds(7));
            world.done(java.util.Objects.requireNonNull(client.session).disconnect());
            world.vendor.answerNext(new Verdict.RetryLater(null, VendorAnswer.NONE));
            world.send(ALICE, BOB, "secret text");
            world.pass(Duration.ofSeconds(5));

            assertThat(notes.lines)
                    .containsExactly(
                            "bob began on phone",
                            "bob ended on phone DISCONNECTED after 7",
                            "stored 1 in 0",
                            "STORED",
                            "DECIDED",
                            "HANDED_OVER",
                            "answered test/chat 00010",
                            "RETRY",
                            "DECIDED",
                            "HANDED_OVER",
                            "answered test/chat 10000",
                            "ENDED ACCEPTED");
            assertThat(notes.lines.toString()).doesNotContain("secret", World.PUSH.title(), World.PUSH.content());
        }
    }

    @Test
    void hearsOfWhatFails() {
        try (World world = world()) {
            world.offline(BOB, PHONE, "token-1");
            notes.lines.clear();
            world.faults.failBefore("MessageStore.append", 1);
            world.failure(world.sending(World.text(ALICE, BOB, "unknown")));
            world.faults.failBefore("Outbox.settle", 1);
            world.send(ALICE, BOB, "settled later");
            world.pass(Duration.ofSeconds(2));

            assertThat(notes.lines)
                    .filteredOn(line -> line.contains("failed"))
                    .containsExactly(
                            "messageStore failed java.lang.IllegalStateException",
                            "messageStore failed java.lang.IllegalStateException");
        }
    }

    @Test
    void hearsOfALostLease() {
        try (World world = world()) {
            world.runtime.elapse(Duration.ofMinutes(1));
            world.runtime.runAll();
            world.pass(Duration.ofSeconds(5));
            assertThat(notes.lines).contains("lease lost");
        }
    }

    @Test
    void aListenerThatIsTooSlowHoldsNothingUpAndWhatItMissesIsCounted() {
        try (World world =
                new World(OfflinePush.builder().setting("listenerQueue", "3").listener(notes))) {
            for (int i = 0; i < 5; i++) {
                var unused = world.sending(World.text(ALICE, BOB, "text " + i));
            }
            world.runtime.runAll();
            world.done(world.push.diagnostics().health());

            assertThat(notes.lines).anyMatch(line -> line.startsWith("dropped "));
            long dropped = notes.lines.stream()
                    .filter(line -> line.startsWith("dropped "))
                    .mapToLong(line -> Long.parseLong(line.substring(8)))
                    .sum();
            assertThat(world.done(world.push.diagnostics().health()).droppedEvents())
                    .isEqualTo(dropped);
            // 1 append, and for each message STORED and ENDED.
            assertThat(notes.lines.stream()
                                    .filter(line -> !line.startsWith("dropped "))
                                    .count()
                            + dropped)
                    .isEqualTo(11);
        }
    }

    @Test
    void aListenerThatThrowsIsLoggedAndTheOtherHearsEverything() {
        OfflinePushListener bad = new OfflinePushListener() {
            @Override
            public void pushStep(MessageId messageId, TraceEvent step) {
                throw new IllegalStateException("secret text");
            }
        };
        try (World world = new World(OfflinePush.builder().listener(bad).listener(notes))) {
            world.send(ALICE, BOB, "text");

            assertThat(notes.lines).containsExactly("stored 1 in 0", "STORED", "ENDED NO_BINDING");
            assertThat(CapturedLogs.lines())
                    .extracting(CapturedLogs.Line::text)
                    .contains("The listener failed: java.lang.IllegalStateException")
                    .noneMatch(line -> line.contains("secret"));
        }
    }

    @Test
    void alarmsOfAProviderReachIt() {
        Provider vendor = new Provider() {
            @Override
            public String id() {
                return "vendor";
            }

            @Override
            public Optional<PushProvider> pushProvider(ProviderContext context) {
                context.alarms().raise("test/chat 4711", "the penalty box");
                return Optional.of(new InMemoryPushProvider(new io.offlinepush.api.VendorApp("vendor", "app")));
            }
        };
        try (World world = new World(OfflinePush.builder().provider(vendor).listener(notes))) {
            world.runtime.runAll();
            assertThat(notes.lines).containsExactly("alarm test/chat 4711: the penalty box");
        }
    }

    @Test
    void sessionsAreBounded() {
        try (World world =
                new World(OfflinePush.builder().setting("sessions", "1").listener(notes))) {
            world.login(BOB, PHONE, new Client());
            notes.lines.clear();
            assertThatThrownBy(() -> world.login(ALICE, World.TABLET, new Client()))
                    .hasRootCauseInstanceOf(OverloadedException.class)
                    .hasRootCauseMessage("login: this process has 1 sessions");
            assertThat(world.login(BOB, PHONE, new Client()).loginNumber()).isEqualTo(2);
            assertThat(notes.lines)
                    .containsExactly("overloaded login", "bob ended on phone REPLACED after 0", "bob began on phone");
        }
    }

    @Test
    void sendersThatFindNoRoomCanWaitForIt() {
        try (World world =
                new World(OfflinePush.builder().setting("intakeCapacity", "2").listener(notes))) {
            assertThat(world.push.messages().capacity().toCompletableFuture()).isCompleted();
            for (int i = 0; i < 4; i++) {
                var unused = world.sending(World.text(ALICE, BOB, "text " + i));
            }
            var room = world.push.messages().capacity().toCompletableFuture();
            var too = world.push.messages().capacity().toCompletableFuture();
            assertThat(room).isNotDone();
            world.runtime.runAll();
            assertThat(room).isNotDone();
            world.pass(Duration.ofMillis(50));
            assertThat(room).isCompleted();
            assertThat(too).isCompleted();
            assertThat(notes.lines).filteredOn("overloaded send"::equals).hasSize(2);
        }
    }

    @Test
    void whoWaitsForRoomIsToldOfTheClose() {
        World world = new World(OfflinePush.builder().setting("intakeCapacity", "1"));
        var first = world.sending(World.text(ALICE, BOB, "never stored")).toCompletableFuture();
        var room = world.push.messages().capacity().toCompletableFuture();

        assertThat(world.push.close(Duration.ZERO).notStored()).isEqualTo(1);
        assertThat(world.push.close(Duration.ZERO).notStored()).isEqualTo(1);

        world.runtime.runAll();
        assertThat(first).isCompletedExceptionally();
        assertThat(room).isCompletedExceptionally();
        world.close();
    }

    @Test
    void callsBeyondTheBoundFailAsOverloaded() {
        try (World world =
                new World(OfflinePush.builder().setting("intakeCapacity", "1").listener(notes))) {
            Registration registration = new Registration(PHONE, APP, new DeviceToken("token-1"));
            var first = world.push.devices().registerPush(registration);
            Throwable refused = world.failure(world.push.devices().registerPush(registration));
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            OverloadedException.class,
                            e -> assertThat(e.retryAfter()).isPositive());
            assertThat(world.done(first).errorCode()).isZero();
            assertThat(notes.lines).containsExactly("overloaded registerPush");
        }
    }

    @Test
    void withoutAListenerNothingIsQueued() {
        try (World world = new World(OfflinePush.builder().setting("listenerQueue", "1"))) {
            for (int i = 0; i < 5; i++) {
                var unused = world.push.messages().send(World.text(ALICE, BOB, "text " + i), SendConfig.withoutPush());
            }
            assertThat(world.done(world.push.diagnostics().health()).droppedEvents())
                    .isZero();
        }
    }
}
