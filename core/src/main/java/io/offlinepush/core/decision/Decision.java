package io.offlinepush.core.decision;

import io.offlinepush.api.EndReason;

/** What is to be done for one device now. */
public sealed interface Decision {

    /** It is over. */
    record End(EndReason reason) implements Decision {}

    /** It looks online: give it time to acknowledge. */
    record Wait() implements Decision {}

    /** Wake it. */
    record Push() implements Decision {}

    /**
     * What is known of a device at the moment of the decision.
     *
     * @param withdrawn the host took it back
     * @param expired the push's time is over
     * @param superseded after an outage, a newer message of the conversation stands for it
     * @param acknowledged the device has the message
     * @param member the user belongs to those whom the message is for
     * @param online it looks online
     * @param session an acknowledgement can be waited for: it has a session with us, or the host reports what it has
     * @param believed an online device without a session is taken to be attentive
     * @param registered it can be pushed
     * @param deadlineOver it had its time to acknowledge, or missed its last deadline
     */
    record Facts(
            boolean withdrawn,
            boolean expired,
            boolean superseded,
            boolean acknowledged,
            boolean member,
            boolean online,
            boolean session,
            boolean believed,
            boolean registered,
            boolean deadlineOver) {}

    /** The first reason wins. */
    static Decision of(Facts facts) {
        if (facts.withdrawn()) {
            return new End(EndReason.WITHDRAWN);
        }
        if (facts.expired()) {
            return new End(EndReason.EXPIRED);
        }
        if (facts.superseded()) {
            return new End(EndReason.SUPERSEDED);
        }
        if (facts.acknowledged()) {
            return new End(EndReason.DELIVERED);
        }
        if (!facts.member()) {
            return new End(EndReason.NOT_MEMBER);
        }
        if (facts.online() && !facts.session() && facts.believed()) {
            return new End(EndReason.HOST_ONLINE);
        }
        if (!facts.registered()) {
            return new End(EndReason.NO_BINDING);
        }
        if (facts.online() && facts.session() && !facts.deadlineOver()) {
            return new Wait();
        }
        return new Push();
    }
}
