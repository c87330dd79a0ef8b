package io.offlinepush.core.session;

import com.google.common.util.concurrent.MoreExecutors;
import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.ClientEvent;
import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Session;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.format.MessageBody;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Page;
import io.offlinepush.spi.StoredEntry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session as a reader: it reads its user's inbox in order from the device's cursor. A new message only nudges it, so
 * missed and live messages take the same way, and nothing is delivered twice or out of order.
 *
 * <p>One page is under way at a time: read on the executor for blocking calls, delivered on the one for callbacks.
 */
final class LiveSession implements Session {

    private static final Logger log = LoggerFactory.getLogger(LiveSession.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final SessionRoom room;
    private final UserId user;
    private final DeviceId device;
    private final long loginNumber;
    private final ClientChannel channel;
    private final Executor delivery;
    private final Timeline inbox;
    /** What stands up to here was stored before the session began. */
    private final long headAtLogin;

    // Guarded by this.
    private final ArrayDeque<Long> unacknowledged = new ArrayDeque<>();
    private long delivered;
    private long acknowledged;
    private boolean reading;
    private boolean nudged;
    private boolean refused;
    private long readyCalls;
    private boolean ended;

    LiveSession(
            SessionRoom room,
            UserId user,
            DeviceId device,
            long loginNumber,
            ClientChannel channel,
            long cursor,
            long headAtLogin) {
        this.room = room;
        this.user = user;
        this.device = device;
        this.loginNumber = loginNumber;
        this.channel = channel;
        this.delivery = MoreExecutors.newSequentialExecutor(room.environment().callbacks());
        this.inbox = Timeline.inbox(user);
        this.headAtLogin = headAtLogin;
        this.delivered = cursor;
        this.acknowledged = cursor;
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
        long upTo;
        synchronized (this) {
            upTo = Math.min(sequence, delivered);
            if (ended || !timeline.equals(inbox) || upTo <= acknowledged) {
                return;
            }
            acknowledged = upTo;
            while (!unacknowledged.isEmpty() && unacknowledged.peekFirst() <= upTo) {
                unacknowledged.removeFirst();
            }
        }
        room.acknowledged(cursor(), upTo);
        nudge();
    }

    @Override
    public void heartbeat() {
        nudge();
    }

    @Override
    public void ready() {
        synchronized (this) {
            readyCalls++;
            refused = false;
        }
        nudge();
    }

    @Override
    public CompletionStage<Void> disconnect() {
        return room.disconnect(this);
    }

    @Override
    public CompletionStage<Void> logout() {
        return room.logout(this);
    }

    /** Looks for entries after what was delivered. */
    void nudge() {
        synchronized (this) {
            nudged = true;
            if (reading || !mayRead()) {
                return;
            }
            reading = true;
        }
        room.environment().blocking().execute(this::readPage);
    }

    /** Ends the session: nothing but the event is delivered from now on. */
    void end(SessionEnd reason) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        delivery.execute(() -> handOver(new ClientEvent.SessionEnded(reason)));
    }

    synchronized boolean isEnded() {
        return ended;
    }

    synchronized long acknowledged() {
        return acknowledged;
    }

    CursorKey cursor() {
        return new CursorKey(user, device, inbox);
    }

    private boolean mayRead() {
        return !ended && !refused && unacknowledged.size() < room.window();
    }

    private void readPage() {
        long after;
        int limit;
        synchronized (this) {
            nudged = false;
            after = delivered;
            limit = room.window() - unacknowledged.size();
        }
        Page page;
        try {
            page = room.read(inbox, after, limit);
        } catch (RuntimeException | Error e) {
            log.warn(
                    "The inbox of {} could not be read: {}",
                    device,
                    e.getClass().getName());
            stopReading();
            room.environment().scheduler().schedule(PAUSE, this::nudge);
            return;
        }
        if (page.entries().isEmpty()) {
            readOn(false);
        } else {
            delivery.execute(() -> deliver(page));
        }
    }

    private void deliver(Page page) {
        for (StoredEntry entry : page.entries()) {
            MessageReceived event;
            try {
                event = event(entry);
            } catch (RuntimeException | Error e) {
                log.error(
                        "{} cannot be read by this version: {}",
                        entry.messageId(),
                        e.getClass().getName());
                stopReading();
                return;
            }
            if (!deliver(event)) {
                break;
            }
        }
        readOn(page.more());
    }

    /**
     * The entry counts as delivered before the channel has it: the client may acknowledge while it is being handed over.
     */
    private boolean deliver(MessageReceived event) {
        long before;
        long readyBefore;
        synchronized (this) {
            if (!mayRead()) {
                return false;
            }
            before = delivered;
            readyBefore = readyCalls;
            delivered = event.sequence();
            unacknowledged.addLast(event.sequence());
        }
        boolean taken = handOver(event);
        synchronized (this) {
            if (!taken && acknowledged < event.sequence()) {
                delivered = before;
                unacknowledged.removeLast();
                // A call of ready() during the refusal must not be lost.
                refused = readyCalls == readyBefore;
                nudged |= !refused;
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
                    device,
                    e.getClass().getName());
            return false;
        }
    }

    private void readOn(boolean more) {
        synchronized (this) {
            if (!(more || nudged) || !mayRead()) {
                reading = false;
                return;
            }
        }
        room.environment().blocking().execute(this::readPage);
    }

    private synchronized void stopReading() {
        reading = false;
    }

    private MessageReceived event(StoredEntry entry) {
        MessageBody body = MessageBody.decode(entry.body());
        return new MessageReceived(
                inbox,
                entry.sequence(),
                entry.messageId(),
                Conversation.peer(entry.sender()),
                entry.sender(),
                body.type(),
                body.content(),
                body.extendedData(),
                entry.storedAt(),
                entry.sequence() <= headAtLogin);
    }

    @Override
    public String toString() {
        return "Session[" + user + " on " + device + ", login " + loginNumber + "]";
    }
}
