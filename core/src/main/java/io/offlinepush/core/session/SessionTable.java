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
    private boolean closed;

    /** Adds a session and ends the device's other one; which of the two stays is a matter of their login numbers. */
    synchronized void add(LiveSession session) {
        LiveSession other = byDevice.get(session.device());
        if (closed) {
            session.end(SessionEnd.NODE_STOPPED);
        } else if (other != null && other.loginNumber() > session.loginNumber()) {
            session.end(reason(session, other.user()));
        } else {
            if (other != null) {
                remove(other);
                other.end(reason(other, session.user()));
            }
            byDevice.put(session.device(), session);
            byUser.computeIfAbsent(session.user(), unused -> new HashSet<>(2)).add(session);
        }
    }

    /** A user logged in: ends the device's session if it belongs to this former login or an older one. */
    synchronized void replaced(DeviceId device, long formerNumber, UserId by) {
        LiveSession session = byDevice.get(device);
        if (session != null) {
            end(device, formerNumber, reason(session, by));
        }
    }

    /** Ends the device's session if it belongs to this login or an older one. */
    synchronized void end(DeviceId device, long loginNumber, SessionEnd reason) {
        LiveSession session = byDevice.get(device);
        if (session != null && session.loginNumber() <= loginNumber) {
            remove(session);
            session.end(reason);
        }
    }

    /** Ends every session: this process lost its place. */
    synchronized void endAll() {
        for (LiveSession session : List.copyOf(byDevice.values())) {
            remove(session);
            session.end(SessionEnd.NODE_STOPPED);
        }
    }

    /** Ends every session, also those whose login is still under way. */
    synchronized void close() {
        closed = true;
        endAll();
    }

    private static SessionEnd reason(LiveSession former, UserId by) {
        return former.user().equals(by) ? SessionEnd.REPLACED : SessionEnd.TAKEN_OVER;
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
