package io.offlinepush.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.ClientEvent;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.MessageType;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.Replace;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No toString shows a token, a message text or a payload, however deep it sits in a record. */
class SecretsTest {

    private static final String SECRET = "s3cr3t";

    private static final UserId ALICE = new UserId("alice");
    private static final UserId BOB = new UserId("bob");
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final PushId PUSH_ID = new PushId("push-id");
    private static final VendorApp APP = new VendorApp("harmonyos", "com.example.chat");
    private static final MessageId MESSAGE_ID = new MessageId("message-1");
    private static final Timeline INBOX = Timeline.inbox(BOB);
    private static final DeviceToken TOKEN = new DeviceToken(SECRET);
    private static final Bytes BYTES = Bytes.copyOf(SECRET.getBytes(StandardCharsets.UTF_8));
    private static final PushConfig PUSH =
            PushConfig.of(SECRET, SECRET).withPayload(SECRET).withBadge(1);
    private static final Message MESSAGE =
            Message.text(ALICE, Conversation.peer(BOB), SECRET).withExtendedData(SECRET);

    static Stream<Object> whatHoldsASecret() {
        PushBinding binding = new PushBinding(PUSH_ID, APP, TOKEN, 1);
        OwedPush owed = new OwedPush(1, Urgency.LOW, Duration.ofHours(1), "", BYTES);
        PartId partId = new PartId(1, 0);
        Part part = new Part(
                partId, MESSAGE_ID, INBOX, 1, Urgency.LOW, Instant.EPOCH, Instant.EPOCH, "", BYTES, BYTES, BYTES, 0);
        StoredEntry stored = new StoredEntry(1, MESSAGE_ID, ALICE, Instant.EPOCH, BYTES);
        return Stream.of(
                TOKEN,
                MESSAGE,
                PUSH,
                BYTES,
                SendConfig.push(PUSH),
                new Registration(PHONE, APP, TOKEN),
                new ClientEvent.MessageReceived(
                        INBOX,
                        1,
                        MESSAGE_ID,
                        Conversation.peer(ALICE),
                        ALICE,
                        MessageType.TEXT,
                        SECRET,
                        SECRET,
                        Instant.EPOCH,
                        true),
                binding,
                new DeviceRow(PHONE, new Login(BOB, 1, Platform.HARMONY_OS, null), binding),
                new BindingRegistry.Registered(binding, PHONE),
                new Target(PUSH_ID, BOB, TOKEN),
                new Notification(
                        1,
                        0,
                        0,
                        MESSAGE_ID,
                        Conversation.peer(ALICE),
                        ALICE,
                        Instant.EPOCH,
                        PUSH,
                        true,
                        Replace.NOTHING),
                owed,
                new Entry(INBOX, MESSAGE_ID, ALICE, "client-1", BYTES, BYTES, List.of(owed)),
                part,
                new AppendResult.Stored(MESSAGE_ID, INBOX, 1, Instant.EPOCH, List.of(part)),
                stored,
                new Page(List.of(stored), false),
                new Settlement.Rescheduled(partId, Settlement.Ends.NONE, Duration.ZERO, "", BYTES),
                new Settlement.Checkpoint(partId, Settlement.Ends.NONE, BYTES),
                new Settlement.Dead(partId, Settlement.Ends.NONE, EndReason.REJECTED, BYTES),
                new Settlement.Split(partId, Settlement.Ends.NONE, BYTES, List.of(new NewPart(1, "lane", BYTES)), true),
                new DeadPart(part, EndReason.REJECTED, Instant.EPOCH));
    }

    @ParameterizedTest
    @MethodSource("whatHoldsASecret")
    void toStringHidesIt(Object value) {
        assertThat(value.toString())
                .doesNotContain(SECRET)
                .doesNotContain(java.util.Arrays.toString(SECRET.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void toStringStillSaysWhatItIs() {
        assertThat(TOKEN).hasToString("DeviceToken[hidden]");
        assertThat(BYTES).hasToString("Bytes[6]");
        assertThat(MESSAGE).hasToString("Message[alice -> bob, TEXT, 6 chars]");
        assertThat(PUSH).hasToString("PushConfig[title 6, content 6, payload 6 chars, badge +1]");
        assertThat(PushConfig.of("t", "c")).hasToString("PushConfig[title 1, content 1, payload 0 chars, badge off]");
        assertThat(new PartId(7, 2)).hasToString("7.2");
        assertThat(APP).hasToString("harmonyos/com.example.chat");
    }
}
