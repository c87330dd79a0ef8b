package io.offlinepush.core.decision;

import io.offlinepush.spi.Superseded;

/**
 * Decides what is to be done for a device: facts of the ports, what this process knows beyond them, and the
 * {@link Decision}. One way for pushes and for {@link Explainer}. Does not block.
 */
public final class Decider {

    private final Acknowledged sessions;
    private final UnresponsiveDevices unresponsive = new UnresponsiveDevices();
    /** Apart: what the host's own connection does says nothing about a session, nor the other way round. */
    private final UnresponsiveDevices undelivered = new UnresponsiveDevices();

    /**
     * A decider.
     *
     * @param sessions what sessions of this process know of acknowledgements before the store does
     */
    public Decider(Acknowledged sessions) {
        this.sessions = sessions;
    }

    /** Devices that let a deadline pass: of messages, or of notifications of the host. */
    public UnresponsiveDevices unresponsive(boolean notification) {
        return notification ? undelivered : unresponsive;
    }

    /** How far a device has acknowledged the subject's timeline. */
    public long reached(Subject subject, DeviceFacts device) {
        long here = sessions.upTo(device.login().user(), device.device(), subject.timeline());
        return Math.max(device.cursor(), here);
    }

    /**
     * Decides.
     *
     * @param reached how far the device has acknowledged
     * @param deadlineOver whether the device had its time to acknowledge this very push
     */
    public Decision decide(Subject subject, PartFacts facts, DeviceFacts device, long reached, boolean deadlineOver) {
        boolean notification = subject.isNotification();
        Superseded newer = facts.superseded();
        long login = device.login().number();
        boolean noWait = deadlineOver
                || unresponsive(notification).contains(device.device(), login, subject.timeline(), reached);
        return Decision.of(new Decision.Facts(
                facts.withdrawn(),
                facts.expired(),
                newer != null && newer.appliesTo(device.login().user()),
                reached >= subject.sequence(),
                device.member(),
                device.online(),
                device.login().session() != null || notification,
                device.believed(),
                device.push() != null,
                noWait));
    }
}
