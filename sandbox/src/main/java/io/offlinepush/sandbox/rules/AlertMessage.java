package io.offlinepush.sandbox.rules;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of an alert message (push-type 0) a phone needs, read from {@code payload.notification}; every other documented
 * member is checked and dropped. Push Kit REST API, messages:send, Alert payload.
 *
 * <p>Stricter than Huawei says where Huawei says little: {@code profileId} is counted in UTF-8 bytes (its unit is not
 * documented), an {@code inboxContent} line over 1,024 characters is refused (the phone would cut it), and the message
 * that only sets a badge (newest edition, with a right of its own) is not simulated.
 *
 * @param data {@code clickAction.data} as compact JSON, or empty
 * @param notifyId 0 or more, or -1 when the phone chooses
 * @param appMessageId empty when there is none
 */
public record AlertMessage(
        String category,
        String title,
        String body,
        String data,
        int notifyId,
        String appMessageId,
        BadgeChange badge,
        boolean foregroundShow)
        implements Payload {

    /** Needs push-type 2; with push-type 0 every token is refused, so it is a known category here. */
    public static final String PLAY_VOICE = "PLAY_VOICE";

    private static final Set<String> CATEGORIES = Set.of(
            "IM",
            "VOIP",
            "MISS_CALL",
            "SUBSCRIPTION",
            "TRAVEL",
            "HEALTH",
            "WORK",
            "ACCOUNT",
            "EXPRESS",
            "FINANCE",
            "DEVICE_REMINDER",
            "MAIL",
            PLAY_VOICE,
            "MARKETING");
    private static final Set<String> OVERLAY_CATEGORIES = Set.of("IM", "VOIP", "MISS_CALL");
    private static final Set<String> PRIORITY_SCENES =
            Set.of("PRIMARY_CONTACT", "AT_ME", "URGENT_MESSAGE", "SCHEDULE_REMINDER");
    private static final Pattern APP_MESSAGE_ID = Pattern.compile("[A-Za-z0-9+/=\\-_\\s]{1,64}");
    private static final Pattern SOUND_FILE = Pattern.compile("(?i).+\\.(mp3|wav|mpeg)");
    private static final int STYLE_BIG_TEXT = 1;
    private static final int STYLE_INBOX = 3;

    /** From {@code payload}. */
    static AlertMessage read(Fields payload) {
        Fields f = payload.object(
                "notification",
                "category",
                "title",
                "body",
                "clickAction",
                "image",
                "overlayIcon",
                "style",
                "bigTitle",
                "bigBody",
                "inboxContent",
                "notifyId",
                "appMessageId",
                "profileId",
                "badge",
                "sound",
                "soundDuration",
                "foregroundShow",
                "priorityScene");
        String category = f.oneOf("category", CATEGORIES);
        String title = f.text("title");
        String body = f.text("body");
        String data = readClickAction(f);
        checkImages(f, category);
        checkStyle(f);
        int notifyId = f.integer("notifyId", -1, Integer.MAX_VALUE, -1);
        String appMessageId = f.optionalText("appMessageId");
        if (f.has("appMessageId") && !APP_MESSAGE_ID.matcher(appMessageId).matches()) {
            throw f.illegal("appMessageId", "must be 1 to 64 characters of letters, digits, + / = - _ and white space");
        }
        if (f.has("profileId") && StrictJson.utf8Length(f.text("profileId")) > 64) {
            throw f.illegal("profileId", "must be at most 64 bytes");
        }
        checkSound(f);
        if (f.has("priorityScene")) {
            f.oneOf("priorityScene", PRIORITY_SCENES);
        }
        return new AlertMessage(
                category,
                title,
                body,
                data,
                notifyId,
                appMessageId,
                BadgeChange.read(f),
                f.bool("foregroundShow", true));
    }

    /** Checks {@code clickAction}, returns its data. Push Kit REST API, messages:send, ClickAction. */
    private static String readClickAction(Fields notification) {
        Fields click = notification.object("clickAction", "actionType", "action", "uri", "data");
        int actionType = click.integer("actionType", 0, 1);
        String action = click.optionalText("action");
        String uri = click.optionalText("uri");
        if (actionType == 1 && action.isEmpty() && uri.isEmpty()) {
            throw notification.illegal("clickAction", "needs action or uri when actionType is 1");
        }
        return click.freeObject("data");
    }

    private static void checkImages(Fields f, String category) {
        for (String name : List.of("image", "overlayIcon")) {
            if (f.has(name) && !isHttpsUrl(f.text(name))) {
                throw f.illegal(name, "must be an https URL");
            }
        }
        if (f.has("overlayIcon") && !OVERLAY_CATEGORIES.contains(category)) {
            throw f.illegal("overlayIcon", "is for the categories IM, VOIP and MISS_CALL only");
        }
    }

    private static void checkStyle(Fields f) {
        int style = f.oneOf("style", 0, 0, STYLE_BIG_TEXT, STYLE_INBOX);
        for (String name : List.of("bigTitle", "bigBody")) {
            if (style == STYLE_BIG_TEXT || f.has(name)) {
                f.text(name);
            }
        }
        if (style == STYLE_INBOX || f.has("inboxContent")) {
            List<String> lines = f.texts("inboxContent");
            if (lines.isEmpty() || lines.size() > 3) {
                throw f.illegal("inboxContent", "must have 1 to 3 lines");
            }
            if (lines.stream().anyMatch(line -> line.length() > 1024)) {
                throw f.illegal("inboxContent", "must have lines of at most 1024 characters");
            }
        }
    }

    private static void checkSound(Fields f) {
        if (f.has("sound") && !SOUND_FILE.matcher(f.text("sound")).matches()) {
            throw f.illegal("sound", "must be the name of an mp3, wav or mpeg file");
        }
        if (f.has("soundDuration")) {
            f.integer("soundDuration", 1, 60);
            if (!f.has("sound")) {
                throw f.illegal("soundDuration", "needs sound");
            }
        }
    }

    private static boolean isHttpsUrl(String text) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() != null
                    && uri.getScheme().toLowerCase(Locale.ROOT).equals("https")
                    && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "AlertMessage[category=" + category + ", notifyId=" + notifyId + "]";
    }
}
