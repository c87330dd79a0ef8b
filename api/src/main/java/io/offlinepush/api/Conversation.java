package io.offlinepush.api;

import java.util.Objects;

/**
 * A conversation as one of its users sees it. A peer conversation is named by the <em>other</em> user: a message that
 * Alice sends to {@code peer(bob)} reaches Bob in {@code peer(alice)}.
 *
 * @param type the kind of conversation
 * @param id the other user's id for a peer conversation, for example {@code bob}; the group's id for a group
 */
public record Conversation(ConversationType type, String id) {

    /**
     * Checks the id.
     *
     * @throws InvalidRequestException if it is empty, blank, too long or not well-formed
     */
    public Conversation {
        Objects.requireNonNull(type, "type");
        Check.id("conversation.id", id);
    }

    /**
     * The conversation with one other user.
     *
     * @param other the other user
     * @return the conversation
     */
    public static Conversation peer(UserId other) {
        return new Conversation(
                ConversationType.PEER, Objects.requireNonNull(other, "other").value());
    }

    /**
     * The conversation of a group. It is the same for all members.
     *
     * @param group the group
     * @return the conversation
     */
    public static Conversation group(GroupId group) {
        return new Conversation(
                ConversationType.GROUP, Objects.requireNonNull(group, "group").value());
    }
}
