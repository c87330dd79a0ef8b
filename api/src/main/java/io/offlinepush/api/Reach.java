package io.offlinepush.api;

/**
 * Which devices of its audience a notification is pushed to, with ZIM's numbers (ZIM server API, SendMessageToAllUsers,
 * PushType). ZIM's 0, "online devices only", is not offered: it pushes nothing, and the host's own connections already
 * serve those devices.
 *
 * <p>A later version may add constants: write a default in a {@code switch}.
 */
public enum Reach {
    /**
     * Devices that do not confirm in time. A device that looks online gets the acknowledgement time to be reported as
     * {@linkplain Notifications#delivered delivered}. All other devices are pushed to at once.
     */
    OFFLINE(1),
    /** All devices, at once. Presence is not asked. */
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
