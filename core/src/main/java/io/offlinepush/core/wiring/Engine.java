package io.offlinepush.core.wiring;

import io.offlinepush.api.CloseResult;
import io.offlinepush.api.Devices;
import io.offlinepush.api.Diagnostics;
import io.offlinepush.api.Environment;
import io.offlinepush.api.Messages;
import io.offlinepush.api.Notifications;
import io.offlinepush.api.Sessions;
import io.offlinepush.core.dispatch.Attention;
import io.offlinepush.core.dispatch.Dispatcher;
import io.offlinepush.core.dispatch.HandOverGate;
import io.offlinepush.core.dispatch.HostAttention;
import io.offlinepush.core.dispatch.PushProviders;
import io.offlinepush.core.dispatch.SessionAttention;
import io.offlinepush.core.dispatch.TestPush;
import io.offlinepush.core.flow.PortCalls;
import io.offlinepush.core.intake.Intake;
import io.offlinepush.core.intake.LimitCheck;
import io.offlinepush.core.intake.MessageIds;
import io.offlinepush.core.intake.NotificationRoom;
import io.offlinepush.core.intake.Numbers;
import io.offlinepush.core.node.Node;
import io.offlinepush.core.node.Retention;
import io.offlinepush.core.session.Bindings;
import io.offlinepush.core.session.DeviceRoom;
import io.offlinepush.core.session.Registrations;
import io.offlinepush.core.session.ServedApps;
import io.offlinepush.core.session.SessionRoom;
import io.offlinepush.core.session.SessionTable;
import io.offlinepush.core.trace.DeadPushes;
import io.offlinepush.core.trace.Listening;
import io.offlinepush.core.trace.TraceRing;
import io.offlinepush.core.trace.Traces;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.Presence;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Settings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running whole: makes the rooms, connects them, and takes them down again. */
public final class Engine {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    private static final long PAUSE_MILLIS = 5;
    private static final Duration GIVE_BACK = Duration.ofSeconds(2);

    private final Environment environment;
    private final boolean ownEnvironment;
    private final Ports ports;
    private final Node node;
    private final Dispatcher dispatcher;
    private final Intake intake;
    private final SessionRoom sessions;
    private final DeviceRoom devices;
    private final DiagnosticsRoom diagnostics;
    private final NotificationRoom notifications;
    private final Retention retention;
    private final boolean rateIsShared;
    private volatile boolean running;

    private Engine(
            Environment environment, boolean ownEnvironment, Ports ports, CoreSettings settings, Listening listening) {
        this.environment = environment;
        this.ownEnvironment = ownEnvironment;
        this.ports = ports;
        this.rateIsShared = settings.dispatch().lane().devicesPerSecond() > 0;
        MessageStore store = ports.store();
        BindingRegistry registry = ports.registry();
        PushProviders providers = providers(ports, settings);
        HandOverGate gate = new HandOverGate();
        TraceRing ring = new TraceRing(settings.traceMessages(), listening);
        SessionTable table = new SessionTable();
        LimitCheck limits = new LimitCheck(settings.limits(), ports.groups() != null);
        MessageIds ids = new MessageIds(environment.clock());
        Numbers numbers = new Numbers(store.outbox());
        PortCalls calls = new PortCalls(environment, () -> running, settings.intakeCapacity(), listening);
        node = new Node(store.nodes(), environment, settings.lease(), this::rejoined, this::renewed, listening);
        dispatcher = new Dispatcher(
                new Dispatcher.Parts(
                        store,
                        registry,
                        providers,
                        ports.groups(),
                        table,
                        node,
                        gate,
                        ring,
                        listening,
                        environment,
                        settings.dispatch()),
                loop -> attention(loop, settings, listening),
                this::reconcile);
        intake = new Intake(
                store,
                node,
                limits,
                ids,
                numbers,
                environment,
                ring,
                listening,
                () -> running,
                settings.intakeCapacity(),
                table::nudge,
                dispatcher);
        Bindings bindings = new Bindings(
                registry,
                gate,
                table,
                dispatcher,
                listening,
                settings.sessions().devicesPerUser());
        Registrations registrations = new Registrations(
                registry, new ServedApps(providers.apps(), listening, environment.ticker()), bindings);
        sessions = new SessionRoom(
                store,
                bindings,
                registrations,
                environment,
                node,
                calls,
                dispatcher,
                table,
                ports.groups(),
                settings.sessions(),
                listening);
        devices = new DeviceRoom(bindings, registrations, calls, sessions);
        retention = new Retention(store, environment, settings.retention());
        notifications = new NotificationRoom(intake, limits, ids::next, store, gate, dispatcher, calls);
        TestPush testPush = new TestPush(
                registry,
                providers,
                gate,
                node,
                ring,
                environment,
                settings.dispatch().bindingFreshness(),
                ids::next,
                numbers::next);
        HealthCheck health = new HealthCheck(
                store, registry, node, dispatcher, intake, sessions, listening, environment, () -> running);
        diagnostics = new DiagnosticsRoom(
                health,
                store,
                testPush,
                new Traces(store.outbox(), ring),
                new DeadPushes(store.outbox()),
                dispatcher,
                limits,
                calls,
                environment);
    }

    /** Opens the ports, joins the store, and begins to work. */
    public static Engine start(Choices choices) {
        Providers providers = Providers.find(choices);
        Settings all = providers.core();
        CoreSettings settings = CoreSettings.read(all);
        Environment given = choices.environment();
        Environment environment =
                given == null ? new SystemEnvironment(settings.blockingThreads(), settings.callbackThreads()) : given;
        Listening listening = new Listening(choices.listener(), settings.listenerQueue(), environment.callbacks());
        Ports ports = null;
        try {
            ports = new Ports(choices, providers, all, environment, listening);
            providers.refuseOrphans(all);
            all.refuseUnknown();
            Engine engine = new Engine(environment, given == null, ports, settings, listening);
            engine.begin();
            return engine;
        } catch (RuntimeException | Error e) {
            if (ports != null) {
                ports.close();
            }
            if (environment instanceof SystemEnvironment own) {
                own.close();
            }
            throw e;
        }
    }

    private void begin() {
        node.join();
        running = true;
        renewed();
        sessions.watch();
        retention.start();
        log.info(
                "Offline Push started: node {}, {}, store durability {}, registry durability {}, presence {}, push {}",
                node.id(),
                ports.served(),
                ports.store().durability(),
                ports.registry().durability(),
                ports.presence() == null ? "by sessions" : "of the host",
                ports.pushProviders().stream().map(PushProvider::apps).toList());
        MemoryLoss.warn(ports);
        if (ports.pushProviders().isEmpty()) {
            log.warn(
                    "No push app is configured, so no phone is woken: {}; {}",
                    HealthCheck.CONFIGURE_AN_APP,
                    ports.found());
        }
    }

    /**
     * Takes no more calls, finishes what is under way within the bound, and leaves the rest owed.
     *
     * @param bound how long to wait for messages that are being stored and pushes without a verdict
     * @return what was left
     */
    public CloseResult close(Duration bound) {
        running = false;
        retention.close();
        sessions.close();
        waitFor(() -> intake.idle() && dispatcher.idle(), bound);
        CompletableFuture<Void> givenBack = dispatcher.giveBack();
        waitFor(() -> givenBack.isDone() && dispatcher.idle(), bound.compareTo(GIVE_BACK) < 0 ? bound : GIVE_BACK);
        int notStored = intake.close();
        int left = dispatcher.openParts();
        dispatcher.close();
        attempt("cursors", sessions::closeCursors);
        attempt("node", node::leave);
        CloseResult result = MemoryLoss.closed(ports, notStored, left);
        ports.close();
        if (ownEnvironment && environment instanceof SystemEnvironment own) {
            own.close();
        }
        return result;
    }

    /** The device façade. */
    public Devices devices() {
        return devices;
    }

    /** The session façade. */
    public Sessions sessions() {
        return sessions;
    }

    /** The message façade. */
    public Messages messages() {
        return intake;
    }

    /** The façade for notifications of the host. */
    public Notifications notifications() {
        return notifications;
    }

    /** The diagnostics façade. */
    public Diagnostics diagnostics() {
        return diagnostics;
    }

    private Attention attention(Executor loop, CoreSettings settings, Listening listening) {
        Presence presence = ports.presence();
        return presence == null
                ? new SessionAttention(ports.store().nodes())
                : new HostAttention(presence, environment, settings.dispatch().hostTimeout(), loop, listening);
    }

    private static PushProviders providers(Ports ports, CoreSettings settings) {
        ports.pushProviders().forEach(provider -> provider.check(settings.limits()));
        try {
            return new PushProviders(ports.pushProviders());
        } catch (IllegalArgumentException e) {
            throw Ports.twoForOneApp(e);
        }
    }

    /** All that named the old node is gone: its sessions, and the parts it held. */
    private void rejoined() {
        dispatcher.dropLost();
        sessions.endAll();
    }

    private void renewed() {
        if (rateIsShared) {
            dispatcher.shareRates();
        }
        dispatcher.sweep();
    }

    private void reconcile() {
        intake.reconcile();
    }

    private static void attempt(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            log.warn("Closing: {} failed: {}", what, e.getClass().getName());
        }
    }

    private void waitFor(BooleanSupplier condition, Duration bound) {
        long deadline = environment.ticker().nanos() + bound.toNanos();
        // Counted too: a ticker that a test moves by hand does not bound anything.
        long pauses = bound.toMillis() / PAUSE_MILLIS + 1;
        while (!condition.getAsBoolean() && environment.ticker().nanos() - deadline < 0 && pauses-- > 0) {
            pause();
        }
    }

    private static void pause() {
        try {
            // Nobody counts it down: a pause that an interrupt ends.
            if (new CountDownLatch(1).await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts this latch down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
