package io.offlinepush.sandbox.phone;

import io.offlinepush.sandbox.Notification;
import io.offlinepush.sandbox.rules.AlertMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The notifications of one app on one phone, and the number on its icon. Guarded by its phone's lock.
 *
 * <pre>
 * appMessageId shown in the last 24 h -> nothing is shown, the old one stays; the badge still changes
 * notifyId in the tray                -> the new one takes its place, at the end
 * otherwise                           -> the new one is added at the end
 * </pre>
 */
public final class Tray {
    private static final Duration REPEAT_WINDOW = Duration.ofHours(24);
    private static final int MAX_SHOWN = 10_000;
    private static final int MAX_REMEMBERED_IDS = 100_000;

    /** By notifyId, or by a key of its own when the phone chose the id; oldest first. */
    private final Map<Object, Notification> current = new LinkedHashMap<>();

    private final ArrayDeque<Notification> history = new ArrayDeque<>();
    private final Map<String, Instant> shownIds = new LinkedHashMap<>();
    private int badge;

    /**
     * A message arrived. Whether the real phone changes the badge for a repeat or for a message that went to the open
     * app is not documented; here it does, the worst case for a sender.
     *
     * @return whether the tray changed
     */
    public boolean arrive(AlertMessage alert, String requestId, boolean appOpen, Instant now) {
        badge = alert.badge().applyTo(badge);
        if (appOpen && !alert.foregroundShow()) {
            return false;
        }
        if (isRepeat(alert.appMessageId(), now)) {
            return false;
        }
        Notification shown = new Notification(
                alert.title(),
                alert.body(),
                alert.category(),
                alert.data(),
                alert.notifyId(),
                alert.appMessageId(),
                badge,
                requestId,
                now);
        Object key = alert.notifyId() >= 0 ? Integer.valueOf(alert.notifyId()) : new Object();
        current.remove(key);
        current.put(key, shown);
        trim(current, MAX_SHOWN);
        history.addLast(shown);
        if (history.size() > MAX_SHOWN) {
            history.removeFirst();
        }
        return true;
    }

    /** Remembers the id as shown unless it already is. The window counts from the first time, not from repeats. */
    private boolean isRepeat(String appMessageId, Instant now) {
        Instant expired = now.minus(REPEAT_WINDOW);
        for (Iterator<Instant> oldest = shownIds.values().iterator(); oldest.hasNext(); ) {
            if (oldest.next().isAfter(expired)) {
                break;
            }
            oldest.remove();
        }
        if (appMessageId.isEmpty()) {
            return false;
        }
        boolean repeat = shownIds.putIfAbsent(appMessageId, now) != null;
        trim(shownIds, MAX_REMEMBERED_IDS);
        return repeat;
    }

    private static void trim(Map<?, ?> oldestFirst, int max) {
        if (oldestFirst.size() > max) {
            Iterator<?> oldest = oldestFirst.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    public boolean remove(Notification notification) {
        return current.values().remove(notification);
    }

    /** Whether one was shown; the badge stays. */
    public boolean revoke(int notifyId) {
        return current.remove(notifyId) != null;
    }

    public List<Notification> current() {
        return List.copyOf(current.values());
    }

    public List<Notification> history() {
        return List.copyOf(history);
    }

    public int badge() {
        return badge;
    }

    /** Nothing shown, nothing remembered; the history stays, it is the test's, not the phone's. */
    public void clear() {
        current.clear();
        shownIds.clear();
    }

    public void clearBadge() {
        badge = 0;
    }
}
