package io.offlinepush.harmonyos;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.ConversationType;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.MessageLimits;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.SettingsException;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.Target;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An alert (push-type 0) in JSON: encoded once for a notification, with slots for what differs between requests.
 *
 * <pre>
 * {"payload":{"notification":{"category":"IM","title":…,"body":…,
 *     "clickAction":{"actionType":0,"data":{"messageId":…,"conversationType":0,"conversationId":…,"senderId":…,"payload":…}},
 *     "badge":{"addNum":1},"notifyId":…,"appMessageId":"number-edition","profileId":"<i>profile</i>"}},
 *  "pushOptions":{"ttl":<i>ttl</i>,"biTag":"number.part.storedAt"},
 *  "target":{"token":[<i>tokens</i>]}}
 * </pre>
 *
 * <p>Push Kit counts 4,096 bytes without the tokens and does not say how; counted here is the strictest reading, the
 * whole text with an empty token array. Title and body give way where it would be more. The ttl counts as seven digits
 * whatever it is, so that a repetition minutes later shows the same text.
 *
 * <p>{@code appMessageId} joins with a hyphen, since Push Kit allows letters, digits and {@code + / = - _} there and no
 * dot. {@code foregroundShow} is left at Push Kit's default, true: with false, an app in the foreground that does not
 * handle {@code receiveMessage} would show nothing, and a message would be missed.
 */
final class AlertTemplate {

    /** The most bytes of a message without its tokens (Push Kit, 80300008). */
    static final int MOST_BYTES = 4096;

    /** The longest that Push Kit keeps a message, in seconds. */
    static final long MOST_TTL = 1_296_000;

    /** What title and body must each have at least, where both do not fit: 8 characters of any kind and the dots. */
    private static final int LEAST_TEXT = 8 * 6 + 3;

    private static final String ELLIPSIS = "…";
    private static final int ELLIPSIS_BYTES = 3;
    private static final int TTL_DIGITS = 7;
    private static final int WORST_ESCAPE = 6;
    private static final int NON_NEGATIVE = 0x7fff_ffff;

    private static final byte[] TITLE = ascii("{\"payload\":{\"notification\":{\"category\":\"IM\",\"title\":");
    private static final byte[] BODY = ascii(",\"body\":");
    private static final byte[] MESSAGE_ID = ascii(",\"clickAction\":{\"actionType\":0,\"data\":{\"messageId\":");
    private static final byte[] CONVERSATION_TYPE = ascii(",\"conversationType\":");
    private static final byte[] CONVERSATION_ID = ascii(",\"conversationId\":");
    private static final byte[] SENDER_ID = ascii(",\"senderId\":");
    private static final byte[] PAYLOAD = ascii(",\"payload\":");
    private static final byte[] NOTIFY_ID = ascii(",\"notifyId\":");
    private static final byte[] APP_MESSAGE_ID = ascii(",\"appMessageId\":");
    private static final byte[] PROFILE = ascii(",\"profileId\":\"");
    private static final byte[] TTL = ascii("}},\"pushOptions\":{\"ttl\":");
    private static final byte[] BI_TAG = ascii(",\"biTag\":");
    private static final byte[] TOKENS = ascii("},\"target\":{\"token\":[");
    private static final byte[] END = ascii("]}}");

    /** The four quotes around title and body. */
    private static final int QUOTES = 4;

    private final byte[] beforeProfile;
    private final byte[] afterTtl;

    private AlertTemplate(byte[] beforeProfile, byte[] afterTtl) {
        this.beforeProfile = beforeProfile;
        this.afterTtl = afterTtl;
    }

    /**
     * Encodes a notification.
     *
     * @param notification what to show
     * @param fenced whether requests carry a profile
     * @return the template; empty if ids and payload leave no room for a text
     */
    static Optional<AlertTemplate> of(Notification notification, boolean fenced) {
        String title = notification.content().title();
        String body = notification.content().content();
        byte[] afterBody = afterBody(notification);
        byte[] afterTtl = afterTtl(notification);
        int room = MOST_BYTES - fixedBytes(afterBody, afterTtl, fenced);
        int titleBytes = JsonText.size(title);
        int bodyBytes = JsonText.size(body);
        if (titleBytes + bodyBytes > room) {
            if (room < 2 * LEAST_TEXT) {
                return Optional.empty();
            }
            // The title keeps a quarter, and whatever the body does not need.
            title = shortened(title, Math.max(room / 4, room - bodyBytes));
            body = shortened(body, room - JsonText.size(title));
        }
        byte[] beforeProfile = new JsonText()
                .raw(TITLE)
                .string(title)
                .raw(BODY)
                .string(body)
                .raw(afterBody)
                .toByteArray();
        return Optional.of(new AlertTemplate(beforeProfile, afterTtl));
    }

    /**
     * Proves that what passes an instance's limits leaves room for a title and a text.
     *
     * @throws SettingsException naming the limit that is too high
     */
    static void check(MessageLimits limits, boolean fenced) {
        Notification worst = worst();
        int room = MOST_BYTES - 2 * LEAST_TEXT - fixedBytes(afterBody(worst), afterTtl(worst), fenced) + 3;
        // An id may consist of control characters, each of which JSON writes in six bytes.
        int ids = Math.multiplyExact(2 * WORST_ESCAPE, limits.idBytes());
        if (ids > room) {
            throw new SettingsException(
                    "limits.idBytes",
                    "must be at most " + room / (2 * WORST_ESCAPE) + ", so that two ids fit a HarmonyOS push of "
                            + MOST_BYTES + " bytes, found " + limits.idBytes());
        }
        if (limits.payloadBytes() > room - ids) {
            throw new SettingsException(
                    "limits.payloadBytes",
                    "must be at most " + (room - ids) + ", so that a payload and two ids of " + limits.idBytes()
                            + " bytes fit a HarmonyOS push of " + MOST_BYTES + " bytes, found "
                            + limits.payloadBytes());
        }
    }

    /**
     * A request's body.
     *
     * @param profile the user's profile; null if nothing fences
     * @param ttl 1 to {@link #MOST_TTL} seconds
     * @param targets whose tokens go in, as they are: {@code DeviceToken} allows nothing that JSON escapes
     * @return the JSON
     */
    byte[] body(@Nullable String profile, long ttl, List<Target> targets) {
        String seconds = Long.toString(ttl);
        int size = beforeProfile.length + TTL.length + seconds.length() + afterTtl.length + END.length;
        if (profile != null) {
            size += PROFILE.length + profile.length() + 1;
        }
        for (int i = 0; i < targets.size(); i++) {
            size += targets.get(i).token().value().length() + (i > 0 ? 3 : 2);
        }
        byte[] body = new byte[size];
        int at = put(beforeProfile, body, 0);
        if (profile != null) {
            at = put(PROFILE, body, at);
            at = put(profile, body, at);
            body[at++] = '"';
        }
        at = put(TTL, body, at);
        at = put(seconds, body, at);
        at = put(afterTtl, body, at);
        for (int i = 0; i < targets.size(); i++) {
            if (i > 0) {
                body[at++] = ',';
            }
            body[at++] = '"';
            at = put(targets.get(i).token().value(), body, at);
            body[at++] = '"';
        }
        put(END, body, at);
        return body;
    }

    private static int put(byte[] from, byte[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
        return at + from.length;
    }

    // It drops the upper half of each char, which is why it is deprecated and why it is fast; ASCII has none.
    @SuppressWarnings("deprecation")
    private static int put(String ascii, byte[] to, int at) {
        ascii.getBytes(0, ascii.length(), to, at);
        return at + ascii.length();
    }

    private static byte[] afterBody(Notification notification) {
        PushConfig content = notification.content();
        JsonText json =
                new JsonText().raw(MESSAGE_ID).string(notification.messageId().value());
        Conversation conversation = notification.conversation();
        if (conversation != null) {
            json.raw(CONVERSATION_TYPE)
                    .number(conversation.type().number())
                    .raw(CONVERSATION_ID)
                    .string(conversation.id());
        }
        UserId sender = notification.sender();
        if (sender != null) {
            json.raw(SENDER_ID).string(sender.value());
        }
        if (!content.payload().isEmpty()) {
            json.raw(PAYLOAD).string(content.payload());
        }
        json.ascii("}}");
        if (content.enableBadge() && content.badgeIncrement() > 0 && notification.withBadge()) {
            json.ascii(",\"badge\":{\"addNum\":")
                    .number(content.badgeIncrement())
                    .ascii("}");
        }
        return json.raw(NOTIFY_ID)
                .number(notification.number() & NON_NEGATIVE)
                .raw(APP_MESSAGE_ID)
                .ascii("\"")
                .number(notification.number())
                .ascii("-")
                .number(notification.edition())
                .ascii("\"")
                .toByteArray();
    }

    private static byte[] afterTtl(Notification notification) {
        return new JsonText()
                .raw(BI_TAG)
                .ascii("\"")
                .number(notification.number())
                .ascii(".")
                .number(notification.part())
                .ascii(".")
                .number(notification.storedAt().toEpochMilli())
                .ascii("\"")
                .raw(TOKENS)
                .toByteArray();
    }

    /** All but title and body. */
    private static int fixedBytes(byte[] afterBody, byte[] afterTtl, boolean fenced) {
        return TITLE.length
                + BODY.length
                + QUOTES
                + afterBody.length
                + (fenced ? PROFILE.length + ProfileFence.PROFILE_LENGTH + 1 : 0)
                + TTL.length
                + TTL_DIGITS
                + afterTtl.length
                + END.length;
    }

    /** The longest of everything but the ids and the payload, which have one byte each. */
    private static Notification worst() {
        return new Notification(
                Long.MIN_VALUE,
                Integer.MAX_VALUE,
                Integer.MAX_VALUE,
                new MessageId("0".repeat(26)),
                new Conversation(ConversationType.PEER, "c"),
                new UserId("s"),
                Instant.ofEpochMilli(Long.MAX_VALUE),
                new PushConfig("t", "b", "p", true, 99),
                true);
    }

    /** As much of a text as fits, cut between code points and ended with dots. */
    private static String shortened(String text, int room) {
        if (JsonText.size(text) <= room) {
            return text;
        }
        int left = room - ELLIPSIS_BYTES;
        int end = 0;
        while (true) {
            int codePoint = text.codePointAt(end);
            left -= JsonText.size(codePoint);
            if (left < 0) {
                return text.substring(0, end) + ELLIPSIS;
            }
            end += Character.charCount(codePoint);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "AlertTemplate[hidden]";
    }
}
