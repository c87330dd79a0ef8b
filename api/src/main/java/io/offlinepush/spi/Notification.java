package io.offlinepush.spi;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Replace;
import io.offlinepush.api.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the phone is to show, and the ids by which a repetition is recognised.
 *
 * @param number the owed push's number, counted by its store: not unique over stores, and a store in memory counts anew
 *     in each process
 * @param edition 0 at first; a new edition for the same message replaces the one that shows
 * @param part which part of the owed push; 0 for a peer message
 * @param messageId the message it is about; unique over stores, namespaces and restarts. With the edition it is the
 *     notification's identity at the vendor
 * @param conversation seen from the receiver; null for a notification of the host that names none
 * @param sender who sent the message; null for a notification of the host that names nobody
 * @param storedAt when the message was stored, in the store's time
 * @param content title, text, payload and badge
 * @param withBadge whether the badge goes along: false when this repeats a push whose outcome is unknown, since a phone
 *     that shows nothing for a repetition may still count its badge
 * @param replace whether it takes the place of what the phone shows of the same conversation; {@link Replace#NOTHING} if
 *     there is no conversation
 */
public record Notification(
        long number,
        int edition,
        int part,
        MessageId messageId,
        @Nullable Conversation conversation,
        @Nullable UserId sender,
        Instant storedAt,
        PushConfig content,
        boolean withBadge,
        Replace replace) {}
