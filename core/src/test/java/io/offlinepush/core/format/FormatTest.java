package io.offlinepush.core.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.Audience;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageType;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Replace;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies come back as they were written, and what this version does not know is said to be that. */
class FormatTest {

    private static final UserId ALICE = new UserId("alice");
    private static final Conversation WITH_BOB = Conversation.peer(new UserId("bob"));
    private static final String ID = "Zażółć \uD83D\uDE00 \u20AC \"\\";
    private static final String EMOJI = "Zażółć \uD83D\uDE00 \u20AC \u0001 \"\\";

    private static final MessageBody MESSAGE = new MessageBody(MessageType.TEXT, EMOJI, "");
    private static final PushBody PUSH = PushBody.ofMessage(
            ALICE,
            Conversation.peer(ALICE),
            new PushConfig("Alice", EMOJI, "{\"a\":1}", true, 7),
            Replace.CONVERSATION);
    private static final Progress PROGRESS = new Progress(
            3,
            Set.of(new DeviceId("phone"), new DeviceId(ID)),
            Set.of(new DeviceId("tablet")),
            Map.of(new DeviceId("watch"), new PushId("push-id")),
            false,
            true);

    private static final PushBody NOTICE = new PushBody(
            null,
            null,
            PushConfig.of("Title", EMOJI),
            Audience.users(new UserId("bob"), new UserId(ID)),
            Reach.OFFLINE,
            Replace.NOTHING);

    private static final Whom FOR_TEAM = new Whom(ALICE, Audience.group(new GroupId("team")), Reach.OFFLINE);
    private static final Whom FOR_ALL = new Whom(null, Audience.allUsers(), Reach.EVERYONE);

    private static PushBody inAGroup() {
        return new PushBody(
                ALICE,
                WITH_BOB,
                PushConfig.of("t", "c"),
                Audience.group(new GroupId("team")),
                Reach.EVERYONE,
                Replace.CONVERSATION);
    }

    private static PushBody toAll() {
        return new PushBody(
                null, WITH_BOB, PushConfig.of("t", "c"), Audience.allUsers(), Reach.EVERYONE, Replace.NOTHING);
    }

    /** A body and how it is read. */
    private record Body(String name, Bytes encoded, Object value, Function<Bytes, Object> decode) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Body> bodies() {
        return Stream.of(
                new Body("a message", MESSAGE.encode(), MESSAGE, MessageBody::decode),
                new Body("an owed push", PUSH.encode(), PUSH, PushBody::decode),
                new Body("an owed push", NOTICE.encode(), NOTICE, PushBody::decode),
                new Body("an owed push", inAGroup().encode(), inAGroup(), PushBody::decode),
                new Body("an owed push", toAll().encode(), toAll(), PushBody::decode),
                new Body("whom a notification is for", FOR_TEAM.encode(), FOR_TEAM, Whom::decode),
                new Body("whom a notification is for", FOR_ALL.encode(), FOR_ALL, Whom::decode),
                new Body("a part's progress", PROGRESS.encode(), PROGRESS, Progress::decode));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void comesBackAsItWas(Body body) {
        assertThat(body.decode.apply(body.encoded)).isEqualTo(body.value);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aNewerFormatIsUnknown(Body body) {
        byte[] newer = body.encoded.toByteArray();
        newer[0] = 2;

        assertThatThrownBy(() -> body.decode.apply(Bytes.copyOf(newer)))
                .isInstanceOf(UnknownFormatException.class)
                .hasMessage(body.name + " has format 2, which this version does not know");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyThatIsCutOffAnywhereIsRefused(Body body) {
        byte[] whole = body.encoded.toByteArray();
        for (int length = 1; length < whole.length; length++) {
            Bytes cut = Bytes.copyOf(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> body.decode.apply(cut))
                    .as("after %d of %d bytes", length, whole.length)
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void noProgressIsTheBeginning() {
        assertThat(Progress.decode(Bytes.EMPTY)).isEqualTo(new Progress(0, Set.of(), Set.of(), Map.of(), false, false));
    }

    @Test
    void aMessageOfAnyTypeComesBackAndAnImpossibleOneIsUnknown() {
        for (int number : new int[] {1, 2, 11, 200, 4711, MessageType.MOST}) {
            MessageBody body = new MessageBody(new MessageType(number), "{}", "");
            assertThat(MessageBody.decode(body.encode())).isEqualTo(body);
        }
        for (String number : List.of("00000000", "000F4241", "FFFFFFFF")) {
            Bytes body = Bytes.copyOf(HexFormat.of().parseHex("01" + number + "00000000" + "00000000"));
            assertThatThrownBy(() -> MessageBody.decode(body))
                    .isInstanceOf(UnknownFormatException.class)
                    .hasMessageStartingWith("a message's type has format ");
        }
    }

    @Test
    void theFirstFormatStaysAsItIs() {
        // Written by an earlier version, and to be read by every later one.
        assertThat(new MessageBody(MessageType.TEXT, "hi", "x").encode().toByteArray())
                .isEqualTo(HexFormat.of().parseHex("01" + "00000001" + "00000002" + "6869" + "00000001" + "78"));
    }

    @Test
    void theFingerprintTellsWhatIsSaidAndToWhom() {
        Message message = Message.text(ALICE, WITH_BOB, "hello");
        Bytes fingerprint = MessageBody.stored(message).fingerprint();

        assertThat(MessageBody.stored(message.withClientMessageId("other")).fingerprint())
                .isEqualTo(fingerprint);
        assertThat(MessageBody.stored(Message.text(ALICE, WITH_BOB, "hellO")).fingerprint())
                .isNotEqualTo(fingerprint);
        assertThat(MessageBody.stored(message.withExtendedData("x")).fingerprint())
                .isNotEqualTo(fingerprint);
        assertThat(MessageBody.stored(Message.text(ALICE, Conversation.peer(new UserId("bobh")), "ello"))
                        .fingerprint())
                .as("fields do not run together")
                .isNotEqualTo(fingerprint);
    }

    @Test
    void fingerprintsAndNamesStayAsTheyAre() throws Exception {
        // Made from these bytes by earlier versions, and compared by every later one.
        String fields = "00" + "00000000" + "00000003" + "626f62" + "00000001" + "00000002" + "6869" + "00000000";
        String name = "00" + "00000000" + "00000005" + "616c696365" + "00000003" + "626f62";

        assertThat(MessageBody.stored(Message.text(ALICE, WITH_BOB, "hi"))
                        .fingerprint()
                        .toByteArray())
                .isEqualTo(Arrays.copyOf(sha256(fields), 16));
        assertThat(ConversationName.peer(ALICE, new UserId("bob")))
                .isEqualTo(HexFormat.of().formatHex(sha256(name), 0, 16));
    }

    private static byte[] sha256(String hex) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hi", "h\u00e9llo", "\u4f60\u597d", "a\ud83d\ude00b"})
    void aStoredBodyIsTheOneThatIsEncoded(String part) {
        // Longer than the writer's first buffer, and than the one that it keeps.
        for (int times : new int[] {1, 300, 5_000}) {
            String text = part.repeat(times) + ".";
            Message message = Message.text(ALICE, WITH_BOB, text).withExtendedData("x" + part);
            Bytes body = MessageBody.stored(message).body();

            assertThat(body).isEqualTo(new MessageBody(MessageType.TEXT, text, "x" + part).encode());
            assertThat(MessageBody.decode(body).content()).isEqualTo(text);
        }
    }

    @Test
    void aBodyThatFailsLeavesTheNextOneAsItIs() {
        Bytes before = MESSAGE.encode();
        BodyWriter unfinished = BodyWriter.begin(7).text("lost");

        assertThat(MESSAGE.encode()).isEqualTo(before);
        assertThat(unfinished.done().size()).isEqualTo(9);
        assertThat(MESSAGE.encode()).isEqualTo(before);
    }

    @Test
    void noBodyShowsItsText() {
        assertThat(MESSAGE.toString()).isEqualTo("MessageBody[TEXT, " + EMOJI.length() + " chars]");
        assertThat(PUSH.toString()).doesNotContain(EMOJI).doesNotContain("{\"a\":1}");
    }
}
