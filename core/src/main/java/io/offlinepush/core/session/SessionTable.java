package io.offlinepush.core.session;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.decision.Acknowledged;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sessions of this process: at most one for a device, the one with the highest login number. */
public final class SessionTable implements Acknowledged {

    private final Map<DeviceId, LiveSession> byDevice = new HashMap<>();
    /** Who reads a timeline, in the order in which they came. */
    private final Map<Timeline, Set<LiveSession>> byTimeline = new HashMap<>();

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
            session.timelines().forEach(timeline -> follow(timeline, session));
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

    /** The sessions whose client was not heard of since a moment of the ticker. */
    synchronized List<LiveSession> silentSince(long moment) {
        return byDevice.values().stream()
                .filter(session -> session.heardAt() - moment < 0)
                .toList();
    }

    /** The groups of a session's user have changed. */
    synchronized void setGroups(LiveSession session, Collection<Track> joined, Set<Timeline> left) {
        if (byDevice.get(session.device()) == session) {
            left.forEach(timeline -> unfollow(timeline, session));
            joined.forEach(track -> follow(track.timeline, session));
            session.setGroups(joined, left);
        }
    }

    /** Whether one more may be there: a device that has one keeps its place. */
    synchronized boolean hasRoomFor(DeviceId device, int most) {
        return byDevice.size() < most || byDevice.containsKey(device);
    }

    /** Whether the session of this login is there. */
    synchronized boolean has(DeviceId device, long loginNumber) {
        LiveSession session = byDevice.get(device);
        return session != null && session.loginNumber() == loginNumber;
    }

    synchronized int count() {
        return byDevice.size();
    }

    /** How many sessions read a timeline. */
    synchronized int countReading(Timeline timeline) {
        return byTimeline.getOrDefault(timeline, Set.of()).size();
    }

    /** The sessions that read a timeline. */
    synchronized List<LiveSession> reading(Timeline timeline) {
        return List.copyOf(byTimeline.getOrDefault(timeline, Set.of()));
    }

    @Override
    public long upTo(UserId user, DeviceId device, Timeline timeline) {
        LiveSession session = get(device);
        return session == null || !session.user().equals(user) ? 0 : session.acknowledged(timeline);
    }

    private synchronized @Nullable LiveSession get(DeviceId device) {
        return byDevice.get(device);
    }

    private void remove(LiveSession session) {
        byDevice.remove(session.device());
        session.timelines().forEach(timeline -> unfollow(timeline, session));
    }

    private void follow(Timeline timeline, LiveSession session) {
        byTimeline.computeIfAbsent(timeline, unused -> new LinkedHashSet<>(2)).add(session);
    }

    private void unfollow(Timeline timeline, LiveSession session) {
        byTimeline.computeIfPresent(timeline, (unused, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
    }
}
