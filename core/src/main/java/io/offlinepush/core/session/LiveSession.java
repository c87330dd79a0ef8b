package io.offlinepush.core.session;

import com.google.common.util.concurrent.MoreExecutors;
import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.ClientEvent;
import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.RegisterResult;
import io.offlinepush.api.Session;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.format.MessageBody;
import io.offlinepush.core.trace.LogText;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Page;
import io.offlinepush.spi.StoredEntry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session as a reader: it reads its user's inbox and groups, each in order from the device's cursor. A new message
 * only nudges it, so missed and live messages take the same way, and nothing is delivered twice or out of order.
 *
 * <p>One reading is under way at a time: done on the threads {@code session-reads}, delivered on the threads
 * {@code channels}.
 */
final class LiveSession implements Session, PageReads.Reader {

    private static final Logger log = LoggerFactory.getLogger(LiveSession.class);

    /** A user of very many groups is read a few at a time. */
    private static final int MOST_TIMELINES = 16;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final SessionService room;
    private final UserId user;
    private final DeviceId device;
    private final long loginNumber;
    private final ClientChannel channel;
    private final Executor delivery;

    // Guarded by this.
    private final Map<Timeline, Track> tracks = new LinkedHashMap<>(2);
    private int unacknowledged;
    private boolean reading;
    private boolean refused;
    private long readyCalls;
    private @Nullable SessionEnd end;

    private volatile long heardAt;
    private volatile long groupsReadAt;
    private final long beganAt;

    LiveSession(
            SessionService room,
            UserId user,
            DeviceId device,
            long loginNumber,
            ClientChannel channel,
            Collection<Track> timelines) {
        this.room = room;
        this.user = user;
        this.device = device;
        this.loginNumber = loginNumber;
        this.channel = channel;
        this.delivery = MoreExecutors.newSequentialExecutor(room.channels());
        timelines.forEach(track -> tracks.put(track.timeline, track));
        beganAt = room.environment().ticker().nanos();
        heardAt = beganAt;
        groupsReadAt = heardAt;
    }

    @Override
    public UserId user() {
        return user;
    }

    @Override
    public DeviceId device() {
        return device;
    }

    @Override
    public long loginNumber() {
        return loginNumber;
    }

    @Override
    public void acknowledge(Timeline timeline, long sequence) {
        Objects.requireNonNull(timeline, "timeline");
        heard();
        long upTo;
        synchronized (this) {
            Track track = tracks.get(timeline);
            if (end != null || track == null) {
                return;
            }
            upTo = Math.min(sequence, track.delivered);
            int before = track.unacknowledged.size();
            if (!track.acknowledge(upTo)) {
                return;
            }
            unacknowledged -= before - track.unacknowledged.size();
            // Inside the lock: nothing is noted for a session that has ended, so that nothing forgotten comes back.
            room.acknowledged(new CursorKey(user, device, timeline), upTo);
        }
        read();
    }

    @Override
    public void heartbeat() {
        heard();
        room.refresh(this);
    }

    @Override
    public void ready() {
        heard();
        synchronized (this) {
            readyCalls++;
            refused = false;
        }
        read();
    }

    @Override
    public CompletionStage<RegisterResult> registerPush(VendorApp app, DeviceToken token) {
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(token, "token");
        heard();
        return room.registerPush(this, app, token);
    }

    @Override
    public CompletionStage<Void> unregisterPush() {
        heard();
        return room.unregisterPush(this);
    }

    @Override
    public CompletionStage<Void> disconnect() {
        return room.disconnect(this);
    }

    @Override
    public CompletionStage<Void> logout() {
        return room.logout(this);
    }

    /** Looks for entries of a timeline after what was delivered. */
    void nudge(Timeline timeline) {
        synchronized (this) {
            Track track = tracks.get(timeline);
            if (track == null) {
                return;
            }
            track.nudged = true;
        }
        read();
    }

    /** Looks for entries in those timelines whose head is beyond what was delivered. */
    void nudge(Map<Timeline, Long> heads) {
        synchronized (this) {
            for (Track track : tracks.values()) {
                if (track.delivered < heads.getOrDefault(track.timeline, 0L)) {
                    track.nudged = true;
                }
            }
        }
        read();
    }

    /** Takes up groups that the user has joined, and lets go of those that they have left. */
    void setGroups(Collection<Track> joined, Set<Timeline> left) {
        synchronized (this) {
            for (Timeline timeline : left) {
                Track track = tracks.remove(timeline);
                unacknowledged -= track == null ? 0 : track.unacknowledged.size();
            }
            joined.forEach(track -> tracks.putIfAbsent(track.timeline, track));
        }
        read();
    }

    /** Ends the session: nothing but the event is delivered from now on. */
    void end(SessionEnd reason) {
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = reason;
        }
        room.ended(this, reason, Duration.ofNanos(room.environment().ticker().nanos() - beganAt));
        delivery.execute(() -> handOver(new ClientEvent.SessionEnded(reason)));
    }

    synchronized boolean hasEnded() {
        return end != null;
    }

    synchronized Set<Timeline> timelines() {
        return Set.copyOf(tracks.keySet());
    }

    synchronized long acknowledged(Timeline timeline) {
        Track track = tracks.get(timeline);
        return track == null ? 0 : track.acknowledged;
    }

    /**
     * How far the device is in each timeline, for the store; nothing of a user who was thrown out, and may be forgotten
     * by now.
     */
    synchronized Map<CursorKey, Long> cursors() {
        Map<CursorKey, Long> cursors = new HashMap<>();
        if (end == SessionEnd.KICKED_OUT) {
            return cursors;
        }
        tracks.values().forEach(track -> cursors.put(new CursorKey(user, device, track.timeline), track.acknowledged));
        return cursors;
    }

    /** When the client was heard of last, by the ticker. */
    long heardAt() {
        return heardAt;
    }

    /** Whether it is time to look anew at what others may have changed; asked once, it is not for a while. */
    boolean groupsAreDue(Duration interval) {
        long now = room.environment().ticker().nanos();
        if (now - groupsReadAt < interval.toNanos()) {
            return false;
        }
        groupsReadAt = now;
        return true;
    }

    private void heard() {
        heardAt = room.environment().ticker().nanos();
    }

    private void read() {
        Map<Timeline, Long> after;
        synchronized (this) {
            if (reading || !mayRead() || !anyNudged()) {
                return;
            }
            reading = true;
            after = takeNudges();
        }
        room.pages().read(after, this);
    }

    /** What is to be read; what comes from now on nudges again. */
    private Map<Timeline, Long> takeNudges() {
        Map<Timeline, Long> after = new LinkedHashMap<>();
        for (Track track : tracks.values()) {
            if (track.isDue() && after.size() < MOST_TIMELINES) {
                track.nudged = false;
                after.put(track.timeline, track.delivered);
            }
        }
        return after;
    }

    private boolean mayRead() {
        return end == null && !refused && unacknowledged < room.window();
    }

    private boolean anyNudged() {
        return tracks.values().stream().anyMatch(Track::isDue);
    }

    @Override
    public synchronized int limit() {
        return Math.max(1, room.window() - unacknowledged);
    }

    @Override
    public void read(Map<Timeline, Page> pages) {
        if (pages.values().stream().allMatch(page -> page.entries().isEmpty())) {
            readOn();
        } else {
            delivery.execute(() -> deliver(pages));
        }
    }

    @Override
    public void notRead(Map<Timeline, Long> after, Throwable failure) {
        log.warn(
                "The timelines of {} could not be read: {}",
                LogText.of(device),
                failure.getClass().getName());
        stopReading(after.keySet());
        room.environment().scheduler().schedule(PAUSE, this::read);
    }

    private void deliver(Map<Timeline, Page> pages) {
        pages.forEach((timeline, page) -> {
            boolean all = true;
            for (StoredEntry entry : page.entries()) {
                all = all && deliver(timeline, entry);
            }
            if (page.more() || !all) {
                nudgeAgain(timeline);
            }
        });
        readOn();
    }

    /**
     * The entry counts as delivered before the channel has it: the client may acknowledge while it is being handed
     * over.
     */
    private boolean deliver(Timeline timeline, StoredEntry entry) {
        MessageReceived event;
        long before;
        long readyBefore;
        Track track;
        synchronized (this) {
            track = tracks.get(timeline);
            if (track == null || !mayRead()) {
                return false;
            }
            before = track.delivered;
            readyBefore = readyCalls;
            if (entry.storedAt().isBefore(track.since)) {
                // From before the user joined: passed over, and nobody waits for it.
                track.passOver(entry.sequence());
                return true;
            }
            try {
                event = event(track, entry);
            } catch (RuntimeException | Error e) {
                log.error(
                        "{} cannot be read by this version: {}",
                        entry.messageId(),
                        e.getClass().getName());
                track.stuck = true;
                return false;
            }
            track.delivered = entry.sequence();
            track.unacknowledged.addLast(entry.sequence());
            unacknowledged++;
        }
        boolean taken = handOver(event);
        synchronized (this) {
            if (!taken && track.acknowledged < entry.sequence()) {
                track.delivered = before;
                track.unacknowledged.removeLast();
                // A track that has gone meanwhile took its count with it.
                unacknowledged -= tracks.get(timeline) == track ? 1 : 0;
                // A call of ready() during the refusal must not be lost.
                refused = readyCalls == readyBefore;
                return false;
            }
            return true;
        }
    }

    private boolean handOver(ClientEvent event) {
        try {
            return channel.deliver(event);
        } catch (RuntimeException | Error e) {
            log.warn(
                    "The channel of {} threw instead of refusing: {}",
                    LogText.of(device),
                    e.getClass().getName());
            return false;
        }
    }

    private synchronized void nudgeAgain(Timeline timeline) {
        Track track = tracks.get(timeline);
        if (track != null) {
            track.nudged = true;
        }
    }

    private void readOn() {
        synchronized (this) {
            reading = false;
        }
        read();
    }

    private synchronized void stopReading(Set<Timeline> unread) {
        reading = false;
        unread.forEach(this::nudgeAgain);
    }

    private MessageReceived event(Track track, StoredEntry entry) {
        MessageBody body = MessageBody.decode(entry.body());
        UserId sender = Objects.requireNonNull(entry.sender(), "the sender of a message");
        Timeline timeline = track.timeline;
        Conversation conversation = timeline.kind() == Timeline.Kind.GROUP
                ? Conversation.group(new GroupId(timeline.id()))
                : Conversation.peer(sender);
        return new MessageReceived(
                timeline,
                entry.sequence(),
                entry.messageId(),
                conversation,
                sender,
                body.type(),
                body.content(),
                body.extendedData(),
                entry.storedAt(),
                entry.sequence() <= track.headAtLogin);
    }

    @Override
    public String toString() {
        return "Session[" + LogText.of(user) + " on " + LogText.of(device) + ", login " + loginNumber + "]";
    }
}
