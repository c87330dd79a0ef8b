package io.offlinepush.harmonyos;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.ConversationType;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.MessageLimits;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Replace;
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
 *     "clickAction":{"actionType":0,"data":{
 *         "messageId":…,"conversationType":0,"conversationId":…,"senderId":…,"payload":…}},
 *     "badge":{"addNum":1},"notifyId":…,"appMessageId":"messageId-edition","profileId":"<i>profile</i>"}},
 *  "pushOptions":{"ttl":<i>ttl</i>,"biTag":"number.part.storedAt"},
 *  "target":{"token":[<i>tokens</i>]}}
 * </pre>
 *
 * <p>Push Kit counts 4,096 bytes without the tokens and does not say how; counted here is the strictest reading, the
 * whole text with an empty token array. Title and body give way where it would be more. The ttl counts as seven digits
 * whatever it is, so that a repetition minutes later shows the same text.
 *
 * <p>{@code notifyId} and {@code appMessageId} are explained at {@link NotifyId} and {@link AppMessageId}.
 * {@code foregroundShow} is left at Push Kit's default, true: with false, an app in the foreground that does not handle
 * {@code receiveMessage} would show nothing, and a message would be missed.
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

    /** What JSON makes of a byte of an id at worst: an id may consist of quotes, but has no control characters. */
    private static final int WORST_ESCAPE = 2;

    private static final byte[] TITLE = ascii("{\"payload\":{\"notification\":{\"category\":\"IM\",\"title\":");
    private static final byte[] BODY = ascii(",\"body\":");
    private static final byte[] MESSAGE_ID = ascii(",\"clickAction\":{\"actionType\":0,\"data\":{\"messageId\":");
    private static final byte[] CONVERSATION_TYPE = ascii(",\"conversationType\":");
    private static final byte[] CONVERSATION_ID = ascii(",\"conversationId\":");
    private static final byte[] SENDER_ID = ascii(",\"senderId\":");
    private static final byte[] PAYLOAD = ascii(",\"payload\":");
    private static final byte[] DATA_END = ascii("}}");
    private static final byte[] BADGE = ascii(",\"badge\":{\"addNum\":");
    private static final byte[] NOTIFY_ID = ascii(",\"notifyId\":");
    private static final byte[] APP_MESSAGE_ID = ascii(",\"appMessageId\":\"");
    private static final byte[] PROFILE = ascii(",\"profileId\":\"");
    private static final byte[] TTL = ascii("}},\"pushOptions\":{\"ttl\":");
    private static final byte[] BI_TAG = ascii(",\"biTag\":\"");
    private static final byte[] TOKENS = ascii("\"},\"target\":{\"token\":[");
    private static final byte[] END = ascii("]}}");

    private final byte[] json;
    private final int profileAt;

    private AlertTemplate(JsonText json, int profileAt) {
        this.json = json.toByteArray();
        this.profileAt = profileAt;
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
        AlertTemplate whole = write(notification, title, body);
        int over = whole.counted(fenced) - MOST_BYTES;
        if (over <= 0) {
            return Optional.of(whole);
        }
        int bodyBytes = JsonText.size(body);
        int room = JsonText.size(title) + bodyBytes - over;
        if (room < 2 * LEAST_TEXT) {
            return Optional.empty();
        }
        // The title keeps a quarter, and whatever the body does not need.
        title = shortened(title, Math.max(room / 4, room - bodyBytes));
        return Optional.of(write(notification, title, shortened(body, room - JsonText.size(title))));
    }

    /**
     * Proves that what passes an instance's limits leaves room for a title and a text.
     *
     * @throws SettingsException naming the limit that is too high
     */
    static void check(MessageLimits limits, boolean fenced) {
        Notification worst = worst();
        int notifyIdDigits = Integer.toString(NotifyId.of(worst)).length();
        int counted = write(worst, "", "").counted(fenced) + NotifyId.MOST_DIGITS - notifyIdDigits;
        int room = MOST_BYTES - 2 * LEAST_TEXT - counted + 3;
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
        int length = json.length + TTL.length + seconds.length() + END.length;
        if (profile != null) {
            length += PROFILE.length + profile.length() + 1;
        }
        for (int i = 0; i < targets.size(); i++) {
            length += targets.get(i).token().value().length() + (i > 0 ? 3 : 2);
        }
        byte[] body = new byte[length];
        System.arraycopy(json, 0, body, 0, profileAt);
        int at = profileAt;
        if (profile != null) {
            at = put(PROFILE, body, at);
            at = put(profile, body, at);
            body[at++] = '"';
        }
        at = put(TTL, body, at);
        at = put(seconds, body, at);
        System.arraycopy(json, profileAt, body, at, json.length - profileAt);
        at += json.length - profileAt;
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

    /** Everything but profile, ttl and tokens, with this title and body. */
    private static AlertTemplate write(Notification notification, String title, String body) {
        PushConfig content = notification.content();
        JsonText json = new JsonText()
                .raw(TITLE)
                .string(title)
                .raw(BODY)
                .string(body)
                .raw(MESSAGE_ID)
                .string(notification.messageId().value());
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
        json.raw(DATA_END);
        if (content.enableBadge() && content.badgeIncrement() > 0 && notification.withBadge()) {
            json.raw(BADGE).number(content.badgeIncrement()).ascii("}");
        }
        json.raw(NOTIFY_ID)
                .number(NotifyId.of(notification))
                .raw(APP_MESSAGE_ID)
                .ascii(AppMessageId.of(notification))
                .ascii("\"");
        int profileAt = json.length();
        json.raw(BI_TAG)
                .number(notification.number())
                .ascii(".")
                .number(notification.part())
                .ascii(".")
                .number(notification.storedAt().toEpochMilli())
                .raw(TOKENS);
        return new AlertTemplate(json, profileAt);
    }

    /** The bytes of a request as they count: without tokens, with the longest ttl. */
    private int counted(boolean fenced) {
        return json.length
                + (fenced ? PROFILE.length + ProfileFence.PROFILE_LENGTH + 1 : 0)
                + TTL.length
                + TTL_DIGITS
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
                true,
                Replace.NOTHING);
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
