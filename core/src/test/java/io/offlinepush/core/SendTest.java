package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.ClosedException;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.InvalidRequestException;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.MessageType;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.inmemory.InMemoryMessageStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code send} answers, and what stands behind the answer. */
class SendTest {

    private static final Message HELLO = text(ALICE, BOB, "hello").withClientMessageId("alice-1");

    private World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aRepeatedSendAnswersWithTheFirstAndOwesNothing() {
        world.offline(BOB, PHONE, "token-1");
        SendResult.Stored first = (SendResult.Stored) world.done(world.sending(HELLO));
        world.pass(Duration.ofHours(1));

        SendResult again = world.done(world.sending(HELLO));

        assertThat(again)
                .isEqualTo(new SendResult.Repeated(
                        first.messageId(), first.timeline(), first.sequence(), first.storedAt()));
        assertThat(world.pushed()).containsExactly(first.messageId());
    }

    @Test
    void aMessageOfAnyTypeIsPushedAndReceivedAsThatType() {
        world.offline(BOB, PHONE, "token-of-any-type");
        List<MessageType> types = List.of(MessageType.IMAGE, MessageType.CUSTOM, new MessageType(4711));

        for (MessageType type : types) {
            Message message = new Message(ALICE, Conversation.peer(BOB), type, "{}", "", "");
            MessageId id = ((SendResult.Stored) world.done(world.sending(message))).messageId();
            assertThat(world.ends(id)).containsExactly("ACCEPTED");
        }

        Client client = new Client();
        world.login(BOB, PHONE, client);
        assertThat(client.received()).extracting(MessageReceived::type).containsExactlyElementsOf(types);
    }

    @Test
    void theSameClientIdForAnotherMessageIsAConflict() {
        SendResult.Stored first = (SendResult.Stored) world.done(world.sending(HELLO));

        List<Message> others = List.of(
                text(ALICE, BOB, "hello!").withClientMessageId("alice-1"),
                text(ALICE, CAROL, "hello").withClientMessageId("alice-1"),
                HELLO.withExtendedData("more"));

        assertThat(others)
                .allSatisfy(other -> assertThat(world.done(world.sending(other)))
                        .isEqualTo(new SendResult.Conflict(first.messageId())));
        assertThat(world.done(world.sending(text(CAROL, BOB, "hello").withClientMessageId("alice-1"))))
                .as("another sender's id is another id")
                .isInstanceOf(SendResult.Stored.class);
    }

    @Test
    void aRepetitionInTheSameBatchIsStoredOnce() {
        world.offline(BOB, PHONE, "token-1");
        CompletableFuture<SendResult> first = world.sending(HELLO).toCompletableFuture();
        CompletableFuture<SendResult> second = world.sending(HELLO).toCompletableFuture();

        assertThat(world.done(first)).isInstanceOf(SendResult.Stored.class);
        assertThat(world.done(second)).isInstanceOf(SendResult.Repeated.class);
        assertThat(world.vendor.pushed()).hasSize(1);
    }

    @Test
    void aMessageWithoutClientIdHasItsMessageIdAsOne() {
        SendResult.Stored first = world.send(ALICE, BOB, "hello");
        SendResult.Stored second = world.send(ALICE, BOB, "hello");
        assertThat(second.messageId()).as("two sends are two messages").isGreaterThan(first.messageId());

        Message claims =
                text(ALICE, BOB, "hello").withClientMessageId(first.messageId().value());
        assertThat(world.done(world.sending(claims)))
                .isEqualTo(new SendResult.Repeated(
                        first.messageId(), first.timeline(), first.sequence(), first.storedAt()));
    }

    static Stream<Arguments> overALimit() {
        String id = "i".repeat(65);
        return Stream.of(
                Arguments.of("message.sender", 64, 65, text(World.user(id), BOB, "x")),
                Arguments.of("message.conversation.id", 64, 65, text(ALICE, World.user(id), "x")),
                Arguments.of(
                        "message.clientMessageId", 64, 65, text(ALICE, BOB, "x").withClientMessageId(id)),
                Arguments.of("message.content", 2048, 2049, text(ALICE, BOB, "x".repeat(2049))),
                Arguments.of("message.content", 2048, 2050, text(ALICE, BOB, "é".repeat(1025))),
                Arguments.of(
                        "message.extendedData",
                        1024,
                        1028,
                        text(ALICE, BOB, "x").withExtendedData("\uD83D\uDE00".repeat(257))));
    }

    @ParameterizedTest
    @MethodSource("overALimit")
    void whatIsOverALimitIsRefusedAtOnceByFieldLimitAndLength(String field, long limit, long found, Message message) {
        InvalidRequestException refused =
                catchThrowableOfType(InvalidRequestException.class, () -> world.sending(message));

        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.limit()).isEqualTo(limit);
        assertThat(refused.found()).isEqualTo(found);
        assertThat(refused)
                .hasMessage(field + " must be at most " + limit + " bytes (found " + found + ", code 6000001)");
        assertThat(world.runtime.pending()).as("nothing was begun").isZero();
    }

    @Test
    void aPayloadIsMeasuredAsItStandsInJson() {
        String fits = "\"".repeat(512);
        assertThat(world.done(world.push.messages().send(HELLO, SendConfig.push(World.PUSH.withPayload(fits)))))
                .isInstanceOf(SendResult.Stored.class);
        assertThatThrownBy(() -> world.push.messages().send(HELLO, SendConfig.push(World.PUSH.withPayload(fits + "x"))))
                .hasMessageContaining("pushConfig.payload must be at most 1024 bytes after JSON escaping (found 1025");
    }

    @Test
    void blankContentAndWritingToOneselfAreZimsInvalidParameter() {
        InvalidRequestException blank =
                catchThrowableOfType(InvalidRequestException.class, () -> text(ALICE, BOB, " \n\t"));
        assertThat(blank).hasMessageContaining("message.content must not be blank");
        assertThat(blank.code()).isEqualTo(6_000_001);

        InvalidRequestException own =
                catchThrowableOfType(InvalidRequestException.class, () -> text(ALICE, ALICE, "hello"));
        assertThat(own).hasMessageContaining("message.conversation must not be the sender's own");
        assertThat(own.code()).isEqualTo(6_000_001);
    }

    @Test
    void beyondTheCapacityTheAnswerIsOverloadedAtOnceAndThereIsRoomAfterwards() {
        world.close();
        world = new World(OfflinePush.builder().setting("intakeCapacity", "3"));
        List<CompletionStage<SendResult>> waiting = IntStream.range(0, 3)
                .mapToObj(i -> world.sending(text(ALICE, BOB, "message " + i)))
                .toList();

        CompletableFuture<SendResult> fourth =
                world.sending(text(ALICE, BOB, "message 3")).toCompletableFuture();

        assertThat(fourth).isCompletedWithValueMatching(SendResult.Overloaded.class::isInstance);
        assertThat(waiting).allSatisfy(stage -> assertThat(world.done(stage)).isInstanceOf(SendResult.Stored.class));
        assertThat(world.done(world.sending(text(ALICE, BOB, "message 3")))).isInstanceOf(SendResult.Stored.class);
    }

    @Test
    void aFullStoreAnswersOverloadedAndKeepsWhatItHas() {
        OfflinePush small = OfflinePush.builder()
                .messageStore(new InMemoryMessageStore(world.runtime.clock(), world.runtime.ticker(), 1))
                .bindingRegistry(world.registry)
                .pushProvider(world.vendor)
                .environment(world.runtime)
                .build();
        small.start();
        SendConfig config = SendConfig.push(World.PUSH);
        assertThat(world.done(small.messages().send(HELLO, config))).isInstanceOf(SendResult.Stored.class);

        assertThat(world.done(small.messages().send(text(ALICE, BOB, "one too many"), config)))
                .isEqualTo(new SendResult.Overloaded(Duration.ofMinutes(1)));

        Client client = new Client();
        world.login(small, BOB, PHONE, client);
        assertThat(client.texts()).containsExactly("hello");
        small.close(Duration.ZERO);
    }

    @Test
    void anAppendThatFailsBeforeCommittingLeavesAnUnknownOutcomeThatAResendSettles() {
        world.offline(BOB, PHONE, "token-1");
        world.faults.failBefore("MessageStore.append", 1);

        Throwable failure = world.failure(world.sending(HELLO));

        assertThat(failure)
                .isInstanceOf(OfflinePushException.class)
                .hasMessage("send failed: java.lang.IllegalStateException");
        assertThat(world.done(world.sending(HELLO))).isInstanceOf(SendResult.Stored.class);
        assertThat(world.vendor.pushed()).hasSize(1);
    }

    @Test
    void whatACommittedAppendOwesGoesOutOnceThoughNobodyLearntOfIt() {
        world.offline(BOB, PHONE, "token-1");
        world.faults.failAfter("MessageStore.append");

        assertThat(world.failure(world.sending(HELLO))).isInstanceOf(OfflinePushException.class);
        assertThat(world.vendor.pushed()).as("the push is found and sent").hasSize(1);

        SendResult.Repeated settled = (SendResult.Repeated) world.done(world.sending(HELLO));
        world.pass(Duration.ofHours(1));
        assertThat(world.pushed()).containsExactly(settled.messageId());
        assertThat(world.ends(settled.messageId())).containsExactly("ACCEPTED");
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }

    @Test
    void aSessionSeesACommittedMessageAtOnceThoughNobodyLearntOfIt() {
        world.register(PHONE, "token-1");
        Client client = Client.attentive();
        world.login(BOB, PHONE, client);
        world.faults.failAfter("MessageStore.append");

        assertThat(world.failure(world.sending(HELLO))).isInstanceOf(OfflinePushException.class);

        assertThat(client.texts()).containsExactly("hello");
        world.pass(Duration.ofMinutes(1));
        assertThat(world.vendor.pushed()).as("an attentive phone is left alone").isEmpty();
    }

    @Test
    void sendersGoOnWhileTheStoreIsAskedWhatItHas() {
        world.offline(BOB, PHONE, "token-1");
        List<CompletionStage<SendResult>> waiting = new ArrayList<>();
        world.faults.after("MessageStore.append", () -> {
            waiting.add(world.sending(text(ALICE, BOB, "came while it failed")));
            throw new IllegalStateException("the connection was lost");
        });
        world.faults.failBefore("Outbox.held", 2);

        assertThat(world.failure(world.sending(HELLO))).isInstanceOf(OfflinePushException.class);
        waiting.add(world.sending(text(ALICE, BOB, "came later")));
        world.runtime.runAll();
        assertThat(waiting).allSatisfy(stage -> assertThat(world.done(stage)).isInstanceOf(SendResult.Stored.class));
        assertThat(world.vendor.pushed()).as("the two that are surely stored").hasSize(2);

        world.pass(Duration.ofSeconds(3));
        assertThat(world.vendor.pushed()).hasSize(3);
    }

    @Test
    void aClosedInstanceTakesNothing() {
        world.push.close(Duration.ZERO);

        assertThat(world.failure(world.sending(HELLO))).isInstanceOf(ClosedException.class);
    }

    @Test
    void whatStillWaitsAtTheEndOfTheCloseIsToldThatNothingWasDone() {
        CompletionStage<SendResult> waiting = world.sending(HELLO);

        world.push.close(Duration.ZERO);

        assertThat(world.failure(waiting)).isInstanceOf(ClosedException.class);
    }
}
