package io.offlinepush.api;

/**
 * Which devices of its audience a notification is pushed to, with ZIM's numbers (ZIM server API, SendMessageToAllUsers,
 * PushType). ZIM's 0, those that are online only, pushes nothing to anybody and is not offered: whoever holds the
 * connections does that.
 *
 * <p>More may come in a later version: a {@code switch} needs a default.
 */
public enum Reach {
    /**
     * Those that do not show in time that they have it: a device that looks online has the acknowledgement time to be reported
     * as {@linkplain Notifications#delivered delivered}; all others are pushed at once.
     */
    OFFLINE(1),
    /** All of them at once: nobody asks who is online. */
    EVERYONE(2);

    private final int number;

    Reach(int number) {
        this.number = number;
    }

    /**
     * ZIM's number of the push type.
     *
     * @return 1 or 2
     */
    public int number() {
        return number;
    }
}
