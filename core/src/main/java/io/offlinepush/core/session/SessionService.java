package io.offlinepush.core.session;

import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Environment;
import io.offlinepush.api.Environment.Task;
import io.offlinepush.api.OverloadedException;
import io.offlinepush.api.Platform;
import io.offlinepush.api.RegisterResult;
import io.offlinepush.api.Registration;
import io.offlinepush.api.Session;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.Sessions;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.bulkhead.PortCalls;
import io.offlinepush.core.dispatch.Dispatcher;
import io.offlinepush.core.outbox.Node;
import io.offlinepush.core.trace.ListenerQueue;
import io.offlinepush.core.trace.LogText;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.Membership;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs clients in and out, and gives their sessions what they need. */
public final class SessionService implements Sessions {

    private static final Logger log = LoggerFactory.getLogger(SessionService.class);

    /** One fewer channels may hang at once without holding up those of others. */
    private static final int CHANNEL_THREADS = 32;

    private static final int READING_THREADS = 4;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final MessageStore store;
    private final Environment environment;
    private final Node node;
    private final PortCalls calls;
    private final Dispatcher dispatcher;
    private final Bindings bindings;
    private final Registrations registrations;
    private final SessionTable sessions;
    private final CursorWriter cursors;
    private final AbandonedLogins abandoned;
    private final StartingPoints startingPoints;
    private final GroupLookup groups;
    private final Executor channels;
    private final PageReads pages;
    private final HeadReads heads;
    private final ListenerQueue listener;
    private final int mostSessions;
    private final int window;
    private final Duration heartbeatTimeout;
    private final Duration groupRefresh;
    private final IdLimit ids;
    private @Nullable Task nextWatch;
    private boolean closed;

    /** A room without sessions. */
    public SessionService(
            MessageStore store,
            Bindings bindings,
            Registrations registrations,
            Environment environment,
            Node node,
            PortCalls calls,
            Dispatcher dispatcher,
            SessionTable sessions,
            @Nullable GroupDirectory directory,
            SessionLimits limits,
            ListenerQueue listener) {
        this.listener = listener;
        this.mostSessions = limits.sessions();
        this.store = store;
        this.environment = environment;
        this.node = node;
        this.calls = calls;
        this.dispatcher = dispatcher;
        this.bindings = bindings;
        this.registrations = registrations;
        this.sessions = sessions;
        this.abandoned = new AbandonedLogins(bindings, sessions, environment);
        this.groups = new GroupLookup(directory, environment);
        this.pages = new PageReads(store, environment.executor("session-reads", READING_THREADS));
        this.heads = new HeadReads(store, environment.executor("session-heads", 1));
        this.channels = environment.executor("channels", CHANNEL_THREADS);
        this.cursors = new CursorWriter(store.cursors(), environment, limits.cursorInterval());
        this.startingPoints = new StartingPoints(store, cursors);
        this.window = limits.window();
        this.heartbeatTimeout = limits.heartbeatTimeout();
        this.groupRefresh = limits.groupRefresh();
        this.ids = new IdLimit(limits.idBytes());
    }

    @Override
    public CompletionStage<Session> login(UserId user, DeviceId device, Platform platform, ClientChannel channel) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(channel, "channel");
        ids.check(user);
        ids.check(device);
        if (!sessions.hasRoomFor(device, mostSessions)) {
            listener.tell(to -> to.overloaded("login"));
            return CompletableFuture.failedFuture(
                    new OverloadedException("login: this process has " + mostSessions + " sessions", RETRY_AFTER));
        }
        NodeId me = node.id();
        return calls.following(
                "login",
                calls.call("login", () -> loggedIn(user, device, platform, me))
                        .thenCompose(number -> groups.of(user)
                                .thenCompose(found -> calls.call(
                                        "login",
                                        () -> open(me, user, device, number, channel, found.orElse(List.of()))))
                                .whenComplete((session, failure) -> {
                                    if (failure != null) {
                                        abandoned.disconnect(device, number);
                                    }
                                })));
    }

    private long loggedIn(UserId user, DeviceId device, Platform platform, NodeId me) {
        try {
            return bindings.login(user, device, platform, me).number();
        } catch (RuntimeException | Error e) {
            // The registry may have done it and failed to say so.
            abandoned.disconnect(user, device, me);
            throw e;
        }
    }

    /**
     * Binds a device without a session. If it is new, its start is written before it is bound: what is pushed to it
     * from then on is delivered in its first session, however far the user's other devices have come by then.
     */
    CompletionStage<Void> bind(UserId user, DeviceId device, Platform platform) {
        return calls.following(
                "login",
                calls.call("login", () -> bindIfBegun(user, device, platform))
                        .thenCompose(bound -> bound
                                ? CompletableFuture.allOf()
                                : groups.of(user)
                                        .thenCompose(found -> calls.run("login", () -> {
                                            Set<Timeline> timelines = withInbox(user, found.orElse(List.of()))
                                                    .keySet();
                                            startingPoints.of(user, device, timelines);
                                            bindings.login(user, device, platform, null);
                                        }))));
    }

    private boolean bindIfBegun(UserId user, DeviceId device, Platform platform) {
        boolean begun = startingPoints.hasBegun(user, device);
        if (begun) {
            bindings.login(user, device, platform, null);
        }
        return begun;
    }

    @Override
    public CompletionStage<Void> kickOut(UserId user, DeviceId device) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(device, "device");
        return calls.run("kickOut", () -> bindings.kickOut(user, device));
    }

    /** Begins to look for clients that are not heard of any more. */
    public synchronized void watch() {
        if (closed) {
            return;
        }
        nextWatch = environment.scheduler().schedule(heartbeatTimeout.dividedBy(3), () -> {
            long moment = environment.ticker().nanos() - heartbeatTimeout.toNanos();
            sessions.silentSince(moment)
                    .forEach(session -> calls.run("heartbeat", () -> {
                        endAndWriteCursors(session, SessionEnd.HEARTBEAT_LOST);
                        abandoned.disconnect(session.device(), session.loginNumber());
                    }));
            watch();
        });
    }

    /** Ends every session of this process; their bindings stay. */
    public void endAll() {
        sessions.endAll();
    }

    /** Ends every session, and those that are still being logged in; their bindings stay. */
    public void close() {
        synchronized (this) {
            closed = true;
            if (nextWatch != null) {
                nextWatch.cancel();
            }
        }
        sessions.close();
    }

    /** Writes the cursors that wait, for the last time; blocks for the store. */
    public void closeCursors() {
        cursors.close();
    }

    /** Forgets a user: bindings and sessions first, so that nothing new comes, then what the store has. */
    CompletionStage<Void> forget(UserId user) {
        return calls.following(
                "forget",
                calls.run("forget", () -> {
                            bindings.forget(user);
                            cursors.forget(user);
                        })
                        // What is just being written must not come back.
                        .thenCompose(unused -> cursors.written(user))
                        .thenCompose(unused -> calls.run("forget", () -> store.forget(user))));
    }

    IdLimit ids() {
        return ids;
    }

    private Session open(
            NodeId me, UserId user, DeviceId device, long number, ClientChannel channel, List<Membership> memberships) {
        // Read after the registry has the session: what is stored from now on nudges it, or is read here.
        List<Track> tracks = tracks(user, device, withInbox(user, memberships));
        LiveSession session = new LiveSession(this, user, device, number, channel, tracks);
        listener.tell(to -> to.sessionBegan(user, device));
        sessions.add(session);
        SessionEnd over = me.equals(node.id()) ? bindings.overAlready(user, device, number) : SessionEnd.NODE_STOPPED;
        if (over == null) {
            session.ready();
        } else {
            sessions.end(device, number, over);
        }
        return session;
    }

    /** Timeline to the moment from which on the user may read it. */
    private static Map<Timeline, Instant> withInbox(UserId user, List<Membership> memberships) {
        Map<Timeline, Instant> timelines = new LinkedHashMap<>();
        timelines.put(Timeline.inbox(user), Instant.MIN);
        memberships.forEach(group -> timelines.put(Timeline.group(group.group()), group.since()));
        return timelines;
    }

    private List<Track> tracks(UserId user, DeviceId device, Map<Timeline, Instant> timelines) {
        Map<Timeline, Long> heads = store.heads(timelines.keySet());
        Map<Timeline, Long> starts = startingPoints.of(user, device, timelines.keySet());
        List<Track> tracks = new ArrayList<>(timelines.size());
        timelines.forEach((timeline, since) -> tracks.add(
                new Track(timeline, since, heads.getOrDefault(timeline, 0L), starts.getOrDefault(timeline, 0L))));
        return tracks;
    }

    /** A heartbeat: looks for what other processes stored, and now and then for groups that were joined or left. */
    void refresh(LiveSession session) {
        heads.look(session);
        if (session.groupsAreDue(groupRefresh)) {
            calls.run("heartbeat", () -> endIfOver(session));
            groups.of(session.user())
                    .thenAccept(found -> found.ifPresent(
                            memberships -> calls.run("heartbeat", () -> setGroups(session, memberships))));
        }
    }

    /** Another process may have logged the device out, or somebody else in. */
    private void endIfOver(LiveSession session) {
        SessionEnd over = bindings.overAlready(session.user(), session.device(), session.loginNumber());
        if (over != null) {
            sessions.end(session.device(), session.loginNumber(), over);
        }
    }

    private void setGroups(LiveSession session, List<Membership> memberships) {
        Map<Timeline, Instant> now = withInbox(session.user(), memberships);
        Set<Timeline> left = new HashSet<>(session.timelines());
        left.removeAll(now.keySet());
        now.keySet().removeAll(session.timelines());
        List<Track> joined = now.isEmpty() ? List.of() : tracks(session.user(), session.device(), now);
        sessions.setGroups(session, joined, left);
    }

    CompletionStage<Void> disconnect(LiveSession session) {
        return calls.run("disconnect", () -> {
            endAndWriteCursors(session, SessionEnd.DISCONNECTED);
            bindings.disconnect(session.device(), session.loginNumber());
        });
    }

    CompletionStage<Void> logout(LiveSession session) {
        return calls.run("logout", () -> {
            endAndWriteCursors(session, SessionEnd.LOGGED_OUT);
            bindings.logout(session.device(), session.loginNumber());
        });
    }

    CompletionStage<RegisterResult> registerPush(LiveSession session, VendorApp app, DeviceToken token) {
        Registration registration = new Registration(session.device(), app, token);
        return calls.call(
                "registerPush",
                () -> session.hasEnded()
                        ? Registrations.notLoggedIn()
                        : registrations.register(session.loginNumber(), registration));
    }

    CompletionStage<Void> unregisterPush(LiveSession session) {
        return calls.run("unregisterPush", () -> {
            if (!session.hasEnded()) {
                registrations.unregister(session.loginNumber(), session.device());
            }
        });
    }

    /**
     * Before the registry says that the session is gone, its cursors are in the store: whoever sees it gone sees how
     * far it came. Until then it stays in the table, where a decision finds its acknowledgements.
     */
    private void endAndWriteCursors(LiveSession session, SessionEnd reason) {
        session.end(reason);
        try {
            cursors.write(session.cursors());
        } catch (RuntimeException | Error e) {
            // A store that fails must not keep anybody logged in: the cursors follow, written behind.
            log.warn(
                    "The cursors of {} follow later: {}",
                    LogText.of(session.device()),
                    e.getClass().getName());
            session.cursors().forEach(cursors::mark);
        }
    }

    void acknowledged(CursorKey cursor, long sequence) {
        cursors.mark(cursor, sequence);
        dispatcher.acknowledged(cursor.device(), cursor.timeline(), sequence);
    }

    PageReads pages() {
        return pages;
    }

    void ended(LiveSession session, SessionEnd reason, Duration lasted) {
        listener.tell(to -> to.sessionEnded(session.user(), session.device(), reason, lasted));
    }

    /** How many sessions this process has. */
    public int count() {
        return sessions.count();
    }

    /** Runs the channels of clients, and nothing else. */
    Executor channels() {
        return channels;
    }

    Environment environment() {
        return environment;
    }

    int window() {
        return window;
    }
}
