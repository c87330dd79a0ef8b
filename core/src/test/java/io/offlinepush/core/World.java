package io.offlinepush.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Environment;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Session;
import io.offlinepush.api.Trace;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.inmemory.InMemoryPushProvider;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A server with its users, in which time stands still: everything in memory, on a manual runtime. */
final class World implements AutoCloseable {

    static final VendorApp APP = new VendorApp("test", "chat");
    static final UserId ALICE = new UserId("alice");
    static final UserId BOB = new UserId("bob");
    static final UserId CAROL = new UserId("carol");
    static final DeviceId PHONE = new DeviceId("phone");
    static final DeviceId TABLET = new DeviceId("tablet");
    static final PushConfig PUSH = PushConfig.of("Alice", "Are you there?");

    /** Stands for an end without a device in {@link #endsByDevice}. */
    static final PushId NOWHERE = new PushId("nowhere");

    final ManualRuntime runtime = new ManualRuntime();
    final InMemoryMessageStore store = new InMemoryMessageStore(runtime);
    final InMemoryBindingRegistry registry = new InMemoryBindingRegistry();
    final InMemoryPushProvider vendor = new InMemoryPushProvider(APP);
    /** What goes wrong between the engine and its store and registry. */
    final Faults faults = new Faults();

    /** Which executors refuse tasks. */
    final Refusals refusals = new Refusals();

    private final PushProvider provider;
    private Runnable onAlarm = () -> {};
    final OfflinePush push;

    World() {
        this(OfflinePush.builder());
    }

    World(OfflinePushBuilder builder) {
        this(builder, null);
    }

    /** With another push provider than {@link #vendor}. */
    World(OfflinePushBuilder builder, @Nullable PushProvider other) {
        CapturedLogs.clear();
        provider = other == null ? vendor : other;
        push = start(builder);
    }

    /** Another process on the same store. */
    OfflinePush start(OfflinePushBuilder builder) {
        return start(builder, runtime);
    }

    /** Another process on the same store, with a time of its own: it can be paused. */
    OfflinePush start(OfflinePushBuilder builder, ManualRuntime its) {
        OfflinePush started = builder.messageStore(faults.around(MessageStore.class, store))
                .bindingRegistry(faults.around(BindingRegistry.class, registry))
                .pushProvider(provider)
                .environment(new Alarms(its))
                .build();
        started.start();
        its.runAll();
        return started;
    }

    PushId register(DeviceId device, String token) {
        return done(push.devices().registerPush(new Registration(device, APP, new DeviceToken(token))))
                .pushId()
                .orElseThrow();
    }

    Session login(UserId user, DeviceId device, Client client) {
        return login(push, user, device, client);
    }

    Session login(OfflinePush node, UserId user, DeviceId device, Client client) {
        Session session = done(node.sessions().login(user, device, Platform.HARMONY_OS, client));
        client.session = session;
        runtime.runAll();
        return session;
    }

    /** Logged in, registered, and the app killed: the state in which a push is due. */
    PushId offline(UserId user, DeviceId device, String token) {
        PushId id = register(device, token);
        done(login(user, device, new Client()).disconnect());
        return id;
    }

    SendResult.Stored send(UserId from, UserId to, String text) {
        return (SendResult.Stored) done(sending(text(from, to, text)));
    }

    CompletionStage<SendResult> sending(Message message) {
        return push.messages().send(message, SendConfig.push(PUSH));
    }

    static UserId user(String id) {
        return new UserId(id);
    }

    static Message text(UserId from, UserId to, String text) {
        return Message.text(from, Conversation.peer(to), text);
    }

    /** Runs this when the engine next sets an alarm, in the middle of whatever it is doing. */
    void beforeNextAlarm(Runnable what) {
        onAlarm = what;
    }

    private final class Alarms implements Environment {

        private final ManualRuntime its;

        private Alarms(ManualRuntime its) {
            this.its = its;
        }

        @Override
        public InstantSource clock() {
            return its.clock();
        }

        @Override
        public Ticker ticker() {
            return its.ticker();
        }

        @Override
        public Scheduler scheduler() {
            return (delay, task) -> {
                Runnable first = onAlarm;
                onAlarm = () -> {};
                first.run();
                return its.scheduler().schedule(delay, task);
            };
        }

        @Override
        public Executor blocking() {
            return refusals.around("blocking", its.blocking());
        }

        @Override
        public Executor callbacks() {
            return refusals.around("callbacks", its.callbacks());
        }

        @Override
        public Executor executor(String purpose, int threads) {
            return refusals.around(purpose, its.executor(purpose, threads));
        }
    }

    /** The result of a stage once everything that can run has run. */
    <T> T done(CompletionStage<T> stage) {
        runtime.runAll();
        assertThat(stage.toCompletableFuture()).isDone();
        return stage.toCompletableFuture().join();
    }

    void pass(Duration time) {
        runtime.advance(time);
    }

    Trace trace(MessageId message) {
        return done(push.diagnostics().trace(message));
    }

    /** How a message's push ended, one name for each end, in order. */
    List<String> ends(MessageId message) {
        return trace(message).events().stream()
                .filter(event -> event.stage() == TraceStage.ENDED)
                .map(TraceEvent::reason)
                .map(Objects::toString)
                .toList();
    }

    /** The texts of the message ids that were pushed, in order. */
    List<MessageId> pushed() {
        return vendor.pushed().stream().map(p -> p.notification().messageId()).toList();
    }

    /** The stage's failure, once everything that can run has run. */
    Throwable failure(CompletionStage<?> stage) {
        runtime.runAll();
        assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
        return stage.handle((result, failure) -> Objects.requireNonNull(failure))
                .toCompletableFuture()
                .join();
    }

    /** The ends of a message by device; each has one at most. */
    Map<PushId, String> endsByDevice(MessageId message) {
        return trace(message).events().stream()
                .filter(event -> event.stage() == TraceStage.ENDED)
                .collect(Collectors.toMap(
                        e -> Objects.requireNonNullElse(e.pushId(), NOWHERE), e -> String.valueOf(e.reason())));
    }

    /** Ends the server, and checks what holds in every test: no task of the engine's threw. */
    @Override
    public void close() {
        push.close(Duration.ZERO);
        runtime.runAll();
        assertThat(CapturedLogs.lines())
                .filteredOn(line -> line.thrown() != null)
                .isEmpty();
    }
}
