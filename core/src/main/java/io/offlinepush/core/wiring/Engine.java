package io.offlinepush.core.wiring;

import io.offlinepush.api.CloseResult;
import io.offlinepush.api.Devices;
import io.offlinepush.api.Diagnostics;
import io.offlinepush.api.Environment;
import io.offlinepush.api.Messages;
import io.offlinepush.api.Notifications;
import io.offlinepush.api.Sessions;
import io.offlinepush.core.bulkhead.Completions;
import io.offlinepush.core.bulkhead.PortCalls;
import io.offlinepush.core.decision.AudiencePages;
import io.offlinepush.core.decision.Decider;
import io.offlinepush.core.decision.Explainer;
import io.offlinepush.core.decision.FactsGatherer;
import io.offlinepush.core.decision.FactsReader;
import io.offlinepush.core.decision.HostPresence;
import io.offlinepush.core.decision.Memberships;
import io.offlinepush.core.delivery.PushProviders;
import io.offlinepush.core.delivery.PushSender;
import io.offlinepush.core.delivery.SendConditions;
import io.offlinepush.core.delivery.SendGate;
import io.offlinepush.core.delivery.TestPush;
import io.offlinepush.core.dispatch.Dispatcher;
import io.offlinepush.core.dispatch.LoopContext;
import io.offlinepush.core.message.AppendQueue;
import io.offlinepush.core.message.LimitCheck;
import io.offlinepush.core.message.MessageIds;
import io.offlinepush.core.message.MessageService;
import io.offlinepush.core.message.NotificationService;
import io.offlinepush.core.message.PushNumbers;
import io.offlinepush.core.outbox.Node;
import io.offlinepush.core.outbox.Retention;
import io.offlinepush.core.session.Bindings;
import io.offlinepush.core.session.DeviceService;
import io.offlinepush.core.session.Nudges;
import io.offlinepush.core.session.Registrations;
import io.offlinepush.core.session.ServedApps;
import io.offlinepush.core.session.SessionService;
import io.offlinepush.core.session.SessionTable;
import io.offlinepush.core.trace.DeadPushes;
import io.offlinepush.core.trace.ListenerQueue;
import io.offlinepush.core.trace.PushTrace;
import io.offlinepush.core.trace.TraceBuffer;
import io.offlinepush.core.trace.Traces;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.Presence;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Settings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running whole: makes the rooms, connects them, and takes them down again. */
public final class Engine {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    private static final Duration GIVE_BACK = Duration.ofSeconds(2);

    private final Environment environment;
    private final Ports ports;
    private final Node node;
    private final Dispatcher dispatcher;
    private final Completions completions;
    private final PortCalls calls;
    private final AppendQueue appends;
    private final MessageService messages;
    private final SessionService sessions;
    private final DeviceService devices;
    private final HealthCheck health;
    private final DiagnosticsService diagnostics;
    private final NotificationService notifications;
    private final Retention retention;
    private final boolean rateIsShared;
    private volatile boolean running;

    private Engine(Environment environment, Ports ports, CoreSettings settings, ListenerQueue listener) {
        this.environment = environment;
        this.ports = ports;
        this.rateIsShared = settings.dispatch().lane().devicesPerSecond() > 0;
        this.completions = new Completions(environment);
        this.calls = new PortCalls(environment, () -> running, settings.intakeCapacity(), listener, completions);
        MessageStore store = ports.store();
        BindingRegistry registry = ports.registry();
        PushProviders providers = providers(ports, settings);
        SendGate gate = new SendGate();
        SessionTable table = new SessionTable();
        node = new Node(store.nodes(), environment, settings.lease(), this::rejoined, this::renewed, listener);
        PushTrace trace = new PushTrace(new TraceBuffer(settings.traceMessages()), listener, node::storeMillis);
        PushSender sender = new PushSender(providers, environment, listener);
        SendConditions conditions =
                new SendConditions(gate, node, settings.times().bindingFreshness(), environment.ticker(), trace);
        LoopContext.Decisions decisions = decisions(gate, table, settings, listener);
        dispatcher = new Dispatcher(
                new LoopContext.Ports(store, registry, environment),
                decisions,
                providers,
                sender,
                conditions,
                settings.dispatch(),
                listener);
        LimitCheck limits = new LimitCheck(settings.limits(), ports.groups() != null);
        MessageIds ids = new MessageIds(environment.clock());
        PushNumbers numbers = new PushNumbers(store.outbox());
        appends = new AppendQueue(
                new AppendQueue.StoreSide(store, node, numbers),
                dispatcher,
                new Nudges(table, environment)::nudge,
                trace,
                listener,
                completions,
                environment);
        messages = new MessageService(
                new MessageService.Intake(limits, ids, () -> running, settings.intakeCapacity()),
                appends,
                dispatcher,
                completions,
                environment);
        Bindings bindings = new Bindings(
                registry, gate, table, dispatcher, listener, settings.sessions().devicesPerUser());
        Registrations registrations =
                new Registrations(registry, new ServedApps(providers.apps(), listener, environment.ticker()), bindings);
        sessions = new SessionService(
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
                listener);
        devices = new DeviceService(bindings, registrations, calls, sessions);
        retention = new Retention(store, environment, settings.retention());
        notifications = new NotificationService(
                messages,
                limits,
                ids::next,
                store,
                new NotificationService.Deliveries(
                        gate, dispatcher, decisions.decider().unresponsive(true)),
                calls);
        TestPush testPush = new TestPush(registry, providers, sender, conditions, calls, ids::next, numbers::next);
        health = new HealthCheck(
                store,
                registry,
                new HealthCheck.Observed(node, dispatcher, messages, appends, sessions, listener),
                settings.backlogAge(),
                environment,
                () -> running);
        diagnostics = new DiagnosticsService(
                health,
                store,
                testPush,
                new Traces(store.outbox(), trace),
                new DeadPushes(store.outbox()),
                new Explainer(store.outbox(), decisions.gatherer(), decisions.decider()),
                dispatcher,
                limits,
                calls);
    }

    private LoopContext.Decisions decisions(
            SendGate gate, SessionTable table, CoreSettings settings, ListenerQueue listener) {
        Duration limit = settings.times().hostTimeout();
        Presence presence = ports.presence();
        HostPresence host = presence == null ? null : new HostPresence(presence, limit, environment, listener);
        Memberships memberships = new Memberships(ports.groups(), limit, environment, listener);
        FactsReader reader = new FactsReader(
                ports.store(),
                ports.registry(),
                node,
                gate,
                environment.ticker(),
                settings.times().staleAfter());
        FactsGatherer gatherer = new FactsGatherer(reader, host, memberships, environment);
        AudiencePages pages = new AudiencePages(memberships, ports.registry(), gatherer);
        return new LoopContext.Decisions(
                reader, gatherer, pages, new Decider(table), settings.times().acknowledgementTime());
    }

    /** Opens the ports, joins the store, and begins to work. */
    public static Engine start(Choices choices) {
        Providers providers = Providers.find(choices);
        Settings all = providers.core();
        CoreSettings settings = CoreSettings.read(all);
        Environment given = choices.environment();
        Environment environment = given == null
                ? new SystemEnvironment(settings.blockingThreads(), settings.callbackThreads())
                : new RetryingEnvironment(given);
        ListenerQueue listener =
                new ListenerQueue(choices.listener(), settings.listenerQueue(), environment.executor("listener", 1));
        Ports ports = null;
        try {
            ports = new Ports(choices, providers, all, environment, listener);
            providers.refuseOrphans(all);
            all.refuseUnknown();
            Engine engine = new Engine(environment, ports, settings, listener);
            engine.begin();
            return engine;
        } catch (RuntimeException | Error e) {
            if (ports != null) {
                ports.close();
            }
            close(environment, Duration.ZERO);
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
     * Takes no more calls, finishes what is under way within the bound, and leaves the rest owed. Three quarters of the
     * bound are for messages that are being stored and pushes without a verdict, the rest is for what follows.
     *
     * @param bound how long to wait for all of it together
     * @return what was left
     */
    public CloseResult close(Duration bound) {
        ClosingSteps steps = new ClosingSteps(environment, bound);
        running = false;
        retention.close();
        sessions.close();
        steps.awaitWork(() -> appends.idle() && dispatcher.idle());
        CompletableFuture<Void> givenBack = dispatcher.giveBack();
        steps.await(() -> givenBack.isDone() && dispatcher.idle(), GIVE_BACK);
        int notStored = appends.close();
        messages.tellOfRoom();
        calls.close();
        health.close(completions);
        completions.close();
        int left = dispatcher.openParts();
        dispatcher.close();
        // Whoever sees that the node is gone sees how far its sessions came.
        steps.run("the cursors' last write", sessions::closeCursors);
        steps.run("leaving the store", node::leave);
        CloseResult result = MemoryLoss.closed(ports, steps, notStored, left);
        ports.close(steps::run);
        close(environment, steps.left());
        return result;
    }

    private static void close(Environment environment, Duration bound) {
        if (environment instanceof SystemEnvironment own) {
            own.close(bound);
        } else if (environment instanceof RetryingEnvironment given) {
            given.close();
        }
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
        return messages;
    }

    /** The façade for notifications of the host. */
    public Notifications notifications() {
        return notifications;
    }

    /** The diagnostics façade. */
    public Diagnostics diagnostics() {
        return diagnostics;
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
            environment.blocking().execute(this::shareRates);
        }
        dispatcher.claim();
    }

    /**
     * The live processes share the rate of each lane. For a moment after one has come or gone they may push too much or
     * too little together; a vendor that minds says so.
     */
    private void shareRates() {
        try {
            dispatcher.shareRates(Math.max(1, ports.store().nodes().live().size()));
        } catch (RuntimeException | Error e) {
            log.warn(
                    "The live nodes could not be read, so rates stay as they are: {}",
                    e.getClass().getName());
        }
    }
}
