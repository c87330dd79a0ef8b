package io.offlinepush.core.format;

import io.offlinepush.api.Audience;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Replace;
import io.offlinepush.api.UserId;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a notification, in the order in which bodies, fingerprints and names have them. */
final class NotificationFields {

    private static final int NONE = 0;
    private static final int USERS = 1;
    private static final int GROUP = 2;
    private static final int ALL_USERS = 3;

    private static final int NO_CONVERSATION = -1;

    private NotificationFields() {}

    static void write(
            BodyWriter out, @Nullable UserId sender, @Nullable Conversation conversation, PushConfig content) {
        out.text(sender == null ? "" : sender.value());
        write(out, conversation);
        out.text(content.title())
                .text(content.content())
                .text(content.payload())
                .number(content.enableBadge() ? 1 : 0)
                .number(content.badgeIncrement());
    }

    static void write(BodyWriter out, @Nullable Conversation conversation) {
        if (conversation == null) {
            out.number(NO_CONVERSATION);
        } else {
            out.number(conversation.type().number()).text(conversation.id());
        }
    }

    /** Users in the order of their ids: the same audience is the same bytes. */
    static void write(BodyWriter out, @Nullable Audience audience) {
        if (audience instanceof Audience.Users named) {
            out.number(USERS).number(named.users().size());
            named.users().stream().sorted().forEach(user -> out.text(user.value()));
        } else if (audience instanceof Audience.Group group) {
            out.number(GROUP).text(group.group().value());
        } else {
            out.number(audience == null ? NONE : ALL_USERS);
        }
    }

    static @Nullable UserId sender(BodyReader in) {
        String sender = in.text();
        return sender.isEmpty() ? null : new UserId(sender);
    }

    static @Nullable Conversation conversation(BodyReader in) {
        int type = in.number();
        return type == NO_CONVERSATION ? null : new Conversation(MessageBody.conversationType(type), in.text());
    }

    static PushConfig content(BodyReader in) {
        return new PushConfig(in.text(), in.text(), in.text(), in.number() == 1, in.number());
    }

    static @Nullable Audience audience(BodyReader in) {
        int kind = in.number();
        return switch (kind) {
            case NONE -> null;
            case USERS -> users(in);
            case GROUP -> Audience.group(new GroupId(in.text()));
            case ALL_USERS -> Audience.allUsers();
            default -> throw new UnknownFormatException("an audience", kind);
        };
    }

    private static Audience users(BodyReader in) {
        int count = in.number();
        Set<UserId> users = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            users.add(new UserId(in.text()));
        }
        return Audience.users(users);
    }

    static Reach reach(int number) {
        for (Reach reach : Reach.values()) {
            if (reach.number() == number) {
                return reach;
            }
        }
        throw new UnknownFormatException("a reach", number);
    }

    static Replace replace(int number) {
        for (Replace replace : Replace.values()) {
            if (replace.number() == number) {
                return replace;
            }
        }
        throw new UnknownFormatException("a replacement", number);
    }
}
