package io.offlinepush.core.sim;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Notification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A phone: one notification for each identity, and a badge that grows with every push that carries one. */
final class Phone {

    private record Identity(long number, int edition) {}

    private final DeviceId device;
    private final Map<MessageId, Set<Identity>> shown = new HashMap<>();
    private final Set<String> counted = new HashSet<>();
    private int badge;
    private int deserved;

    Phone(DeviceId device) {
        this.device = device;
    }

    /**
     * Shows a notification. Whom it is for makes no other notification of it, but whoever takes the device over
     * deserves the increment of the badge once more.
     *
     * @return what must not be
     */
    List<String> show(UserId user, Notification notification) {
        List<String> wrongs = new ArrayList<>(0);
        int increment =
                notification.content().enableBadge() ? notification.content().badgeIncrement() : 0;
        Set<Identity> identities = shown.computeIfAbsent(notification.messageId(), unused -> new HashSet<>(2));
        identities.add(new Identity(notification.number(), notification.edition()));
        if (counted.add(notification.messageId() + " for " + user)) {
            deserved += increment;
        }
        if (identities.size() > 1) {
            wrongs.add(device + " shows " + notification.messageId() + " more than once");
        }
        badge += notification.withBadge() ? increment : 0;
        if (badge > deserved) {
            wrongs.add("the badge of " + device + " counts " + badge + " and shows " + deserved + " with "
                    + notification.messageId());
            badge = deserved;
        }
        return wrongs;
    }
}
