package io.offlinepush.core.session;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.dispatch.Acknowledged;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sessions of this process: at most one for a device, the one with the highest login number. */
public final class SessionTable implements Acknowledged {

    private final Map<DeviceId, LiveSession> byDevice = new HashMap<>();
    private final Map<UserId, Set<LiveSession>> byUser = new HashMap<>();

    /**
     * Adds a session; the device's former one ends.
     *
     * @param reason what the former one is told
     * @return whether it is in: false if a newer login of the device is there already
     */
    synchronized boolean add(LiveSession session, SessionEnd reason) {
        LiveSession former = byDevice.get(session.device());
        if (former != null && former.loginNumber() > session.loginNumber()) {
            return false;
        }
        if (former != null) {
            remove(former);
            former.end(reason);
        }
        byDevice.put(session.device(), session);
        byUser.computeIfAbsent(session.user(), unused -> new HashSet<>(2)).add(session);
        return true;
    }

    /** Ends the device's session if it belongs to this login or an older one. */
    synchronized void end(DeviceId device, long loginNumber, SessionEnd reason) {
        LiveSession session = byDevice.get(device);
        if (session != null && session.loginNumber() <= loginNumber) {
            remove(session);
            session.end(reason);
        }
    }

    /** Ends every session. */
    synchronized void endAll(SessionEnd reason) {
        for (LiveSession session : List.copyOf(byDevice.values())) {
            remove(session);
            session.end(reason);
        }
    }

    /** Nudges the sessions whose user has something new. */
    public void nudge(Timeline timeline) {
        List<LiveSession> sessions;
        synchronized (this) {
            sessions = List.copyOf(byUser.getOrDefault(new UserId(timeline.id()), Set.of()));
        }
        sessions.forEach(LiveSession::nudge);
    }

    @Override
    public long upTo(UserId user, DeviceId device, Timeline timeline) {
        LiveSession session = get(device);
        if (session == null
                || !session.user().equals(user)
                || !session.cursor().timeline().equals(timeline)) {
            return 0;
        }
        return session.acknowledged();
    }

    private synchronized @Nullable LiveSession get(DeviceId device) {
        return byDevice.get(device);
    }

    private void remove(LiveSession session) {
        byDevice.remove(session.device());
        byUser.computeIfPresent(session.user(), (unused, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
    }
}
