package io.offlinepush.core.session;

import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Environment;
import io.offlinepush.api.Platform;
import io.offlinepush.api.Session;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.Sessions;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.dispatch.Dispatcher;
import io.offlinepush.core.dispatch.HandOverGate;
import io.offlinepush.core.flow.PortCalls;
import io.offlinepush.core.node.Node;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Page;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** Logs clients in and out, and gives their sessions what they need. */
public final class SessionRoom implements Sessions {

    private final MessageStore store;
    private final Environment environment;
    private final Node node;
    private final PortCalls calls;
    private final Dispatcher dispatcher;
    private final Bindings bindings;
    private final SessionTable sessions;
    private final CursorWriter cursors;
    private final int window;

    /**
     * A room without sessions.
     *
     * @param window how many unacknowledged messages a session may have
     * @param cursorInterval how long an acknowledgement may wait to be written
     */
    public SessionRoom(
            MessageStore store,
            BindingRegistry registry,
            Environment environment,
            Node node,
            PortCalls calls,
            Dispatcher dispatcher,
            HandOverGate gate,
            SessionTable sessions,
            int window,
            Duration cursorInterval) {
        this.store = store;
        this.environment = environment;
        this.node = node;
        this.calls = calls;
        this.dispatcher = dispatcher;
        this.bindings = new Bindings(registry, gate, sessions, dispatcher);
        this.sessions = sessions;
        this.cursors = new CursorWriter(store.cursors(), environment, cursorInterval);
        this.window = window;
    }

    @Override
    public CompletionStage<Session> login(UserId user, DeviceId device, Platform platform, ClientChannel channel) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(channel, "channel");
        return calls.call("login", () -> loginNow(user, device, platform, channel));
    }

    /** Ends every session of this process; their bindings stay. */
    public void endAll() {
        sessions.endAll();
    }

    /** Ends every session, and those that are still being logged in; their bindings stay. */
    public void close() {
        sessions.close();
    }

    /** Writes the cursors that wait, for the last time; blocks for the store. */
    public void closeCursors() {
        cursors.close();
    }

    /** Registration and binding without sessions of ours share the rules of this room. */
    Bindings bindings() {
        return bindings;
    }

    private Session loginNow(UserId user, DeviceId device, Platform platform, ClientChannel channel) {
        NodeId me = node.id();
        long number = bindings.login(user, device, platform, me).number();
        try {
            // Read after the registry has the session: what is stored from now on nudges it, or is read here.
            Timeline inbox = Timeline.inbox(user);
            long head = store.heads(List.of(inbox)).getOrDefault(inbox, 0L);
            long cursor = startingCursor(new CursorKey(user, device, inbox));
            LiveSession session = new LiveSession(this, user, device, number, channel, cursor, head);
            sessions.add(session);
            SessionEnd over =
                    me.equals(node.id()) ? bindings.overAlready(user, device, number) : SessionEnd.NODE_STOPPED;
            if (over == null) {
                session.nudge();
            } else {
                sessions.end(device, number, over);
            }
            return session;
        } catch (RuntimeException | Error e) {
            bindings.disconnect(device, number);
            throw e;
        }
    }

    /**
     * The device's own cursor; a device that has none starts where the user's most advanced one is, and that is written
     * down at once: it must not move on with the other device while this one is away.
     */
    private long startingCursor(CursorKey key) {
        Long own = store.cursors().read(List.of(key)).get(key);
        if (own != null) {
            // The device's former session may have acknowledged more than has been written behind.
            return Math.max(own, cursors.noted(key));
        }
        long start =
                store.cursors().highest(key.user(), List.of(key.timeline())).getOrDefault(key.timeline(), 0L);
        store.cursors().advance(Map.of(key, start));
        return start;
    }

    CompletionStage<Void> disconnect(LiveSession session) {
        return calls.run("disconnect", () -> {
            endAndWriteCursor(session, SessionEnd.DISCONNECTED);
            bindings.disconnect(session.device(), session.loginNumber());
        });
    }

    CompletionStage<Void> logout(LiveSession session) {
        return calls.run("logout", () -> {
            endAndWriteCursor(session, SessionEnd.LOGGED_OUT);
            bindings.logout(session.device(), session.loginNumber());
        });
    }

    /**
     * Before the registry says that the session is gone, its cursor is in the store: whoever sees it gone sees how far it
     * came. Until then it stays in the table, where a decision finds its acknowledgements.
     */
    private void endAndWriteCursor(LiveSession session, SessionEnd reason) {
        session.end(reason);
        store.cursors().advance(Map.of(session.cursor(), session.acknowledged()));
    }

    void acknowledged(CursorKey cursor, long sequence) {
        cursors.mark(cursor, sequence);
        dispatcher.acknowledged(cursor.device(), cursor.timeline(), sequence);
    }

    Page read(Timeline timeline, long after, int limit) {
        return store.read(Map.of(timeline, after), limit).getOrDefault(timeline, new Page(List.of(), false));
    }

    Environment environment() {
        return environment;
    }

    int window() {
        return window;
    }
}
