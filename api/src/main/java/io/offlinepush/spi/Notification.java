package io.offlinepush.spi;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Replace;
import io.offlinepush.api.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The content that the phone shows, with the ids by which a repetition is recognised.
 *
 * @param number the number of the owed push, counted by its store. Not unique over stores; a store in memory starts
 *     again in each process
 * @param edition 0 at first; a higher edition of the same message replaces the notification that shows
 * @param part the index of the part in the owed push; 0 for a peer message
 * @param messageId the message, unique over stores, namespaces and restarts. With the edition it is the notification's
 *     identity at the vendor
 * @param conversation the conversation as the receiver sees it; null for a notification of the host that names none
 * @param sender the user who sent the message; null for a notification of the host that names no sender
 * @param storedAt the time when the message was stored, in the store's time
 * @param content title, text, payload and badge
 * @param withBadge whether the badge is incremented. False when this repeats a push whose outcome is unknown, because a
 *     phone that ignores the repetition may still count its badge
 * @param replace whether it replaces the notification that the phone shows for the conversation;
 *     {@link Replace#NOTHING} if there is no conversation
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
