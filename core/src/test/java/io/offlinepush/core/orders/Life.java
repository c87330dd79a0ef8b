package io.offlinepush.core.orders;

import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.ClientEvent;
import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Message;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Session;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.OfflinePush;
import io.offlinepush.core.OfflinePushBuilder;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.Online;
import io.offlinepush.spi.Presence;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The life of one message to one device, in which each step happens when it is told to. */
final class Life {

    static final Duration ACKNOWLEDGEMENT_TIME = Duration.ofSeconds(5);

    /** How long the host's presence may take; it is over in the middle of the acknowledgement time. */
    private static final Duration PRESENCE_TIMEOUT = Duration.ofMillis(500);

    private static final UserId ALICE = new UserId("alice");
    private static final UserId BOB = new UserId("bob");
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final Timeline INBOX = Timeline.inbox(BOB);

    private final Kind kind;
    private final Set<Step> shut;
    private final boolean everyTime;
    private final ManualRuntime runtime = new ManualRuntime();
    private final Lockstep lockstep;
    final Facts facts = new Facts(runtime.ticker());
    final InMemoryMessageStore store = new InMemoryMessageStore(runtime);
    private final InMemoryBindingRegistry registry = new InMemoryBindingRegistry();
    private final Vendor vendor = new Vendor(facts);
    private final OfflinePush push;
    private final Session session;
    private final CompletionStage<SendResult> sending;
    private final Set<Step> happened = EnumSet.noneOf(Step.class);
    private final List<MessageReceived> inHand = new ArrayList<>();

    /**
     * The message is sent, and its life is held at the first gate.
     *
     * @param shut the steps that happen only when told to
     * @param everyTime whether that is so each time, or the first time only
     */
    Life(Kind kind, Set<Step> shut, boolean everyTime, Executor threads) {
        this.kind = kind;
        this.shut = EnumSet.copyOf(shut);
        this.everyTime = everyTime;
        lockstep = new Lockstep(runtime, threads);
        push = start();
        done(push.devices().registerPush(new Registration(PHONE, Vendor.APP, new DeviceToken("token"))));
        session = done(push.sessions().login(BOB, PHONE, Platform.HARMONY_OS, (ClientChannel) this::deliver));
        if (!kind.connected) {
            done(session.disconnect());
        }
        lockstep.shut(shut);
        vendor.hold(shut.contains(Step.HANDED_OVER), shut.contains(Step.VERDICT_GIVEN));
        sending = push.messages()
                .send(
                        Message.text(ALICE, Conversation.peer(BOB), "hello"),
                        SendConfig.push(PushConfig.of("Alice", "hello")));
        lockstep.run();
    }

    private OfflinePush start() {
        Ports ports = new Ports(lockstep, facts);
        OfflinePushBuilder builder = OfflinePush.builder()
                .setting("acknowledgementTime", ACKNOWLEDGEMENT_TIME.toSeconds() + "s")
                .setting("presenceTimeout", PRESENCE_TIMEOUT.toMillis() + "ms")
                .setting("heartbeatTimeout", "1h")
                .messageStore(ports.around(MessageStore.class, store))
                .bindingRegistry(ports.around(BindingRegistry.class, registry))
                .pushProvider(vendor)
                .environment(runtime);
        if (kind.hostPresence) {
            Presence presence = users -> kind.connected ? Map.of(BOB, Online.on(PHONE)) : Map.of();
            builder.presence(ports.around(Presence.class, presence));
        }
        OfflinePush started = builder.build();
        started.start();
        return started;
    }

    private boolean deliver(ClientEvent event) {
        if (event instanceof ClientEvent.SessionEnded) {
            facts.sessionIsOver = true;
        } else if (event instanceof MessageReceived message) {
            facts.givenTooLate |= facts.sessionIsOver;
            lockstep.pass(Step.NUDGED);
            facts.taken++;
            inHand.add(message);
        }
        return true;
    }

    /** What can happen next. */
    Set<Step> possible() {
        Set<Step> possible = EnumSet.noneOf(Step.class);
        possible.addAll(lockstep.held());
        if (vendor.hasRequest()) {
            possible.add(Step.HANDED_OVER);
        }
        if (vendor.owesVerdict()) {
            possible.add(Step.VERDICT_GIVEN);
        }
        if (!inHand.isEmpty()) {
            possible.add(Step.ACKNOWLEDGED);
        }
        possible.add(Step.TIME_OVER);
        possible.add(Step.LOGGED_OUT);
        // What the world does, it does once; a gate counts each time, or is open after the first.
        for (Step step : happened) {
            if (!everyTime || step == Step.ACKNOWLEDGED || step == Step.TIME_OVER || step == Step.LOGGED_OUT) {
                possible.remove(step);
            }
        }
        possible.retainAll(shut);
        return possible;
    }

    /** It happens, and then all that follows from it up to the gates. */
    void happen(Step step) {
        happened.add(step);
        if (!everyTime) {
            lockstep.open(step);
        }
        switch (step) {
            case HANDED_OVER -> {
                if (!everyTime) {
                    vendor.hold(false, shut.contains(Step.VERDICT_GIVEN));
                }
                vendor.write();
                lockstep.run();
            }
            case VERDICT_GIVEN -> {
                vendor.giveVerdict();
                lockstep.run();
            }
            case ACKNOWLEDGED -> {
                session.acknowledge(INBOX, inHand.get(0).sequence());
                facts.acknowledged = facts.now();
                lockstep.run();
            }
            case TIME_OVER -> {
                pass(PRESENCE_TIMEOUT);
                pass(ACKNOWLEDGEMENT_TIME.minus(PRESENCE_TIMEOUT));
            }
            case LOGGED_OUT -> {
                logOut();
                lockstep.run();
            }
            default -> lockstep.letGo(step);
        }
    }

    private void logOut() {
        facts.logoutCalled = facts.now();
        CompletionStage<Void> logout =
                kind.connected ? session.logout() : push.devices().logout(BOB, PHONE);
        logout.thenRun(() -> facts.logoutReturned = facts.now());
    }

    private void pass(Duration time) {
        facts.presenceWasLate |=
                kind.hostPresence && (lockstep.isHeld(Step.LOOKED) || lockstep.isHeld(Step.LOOK_ANSWERED));
        runtime.elapse(time);
        lockstep.run();
    }

    /** Every gate opens, and so much time passes that nothing is left to wait for. */
    void end() {
        EnumSet.allOf(Step.class).forEach(lockstep::open);
        while (!lockstep.held().isEmpty()) {
            lockstep.letGo(lockstep.held().iterator().next());
        }
        vendor.hold(false, false);
        while (vendor.hasRequest()) {
            vendor.write();
        }
        while (vendor.owesVerdict()) {
            vendor.giveVerdict();
        }
        lockstep.run();
        for (int i = 0; i < 6; i++) {
            pass(ACKNOWLEDGEMENT_TIME);
        }
    }

    SendResult.Stored sent() {
        return (SendResult.Stored) sending.toCompletableFuture().join();
    }

    /** What the device is given when it logs in once more: the messages that it did not acknowledge. */
    int atNextLogin() {
        inHand.clear();
        facts.sessionIsOver = false;
        done(push.sessions().login(BOB, PHONE, Platform.HARMONY_OS, (ClientChannel) this::deliver));
        return inHand.size();
    }

    void close() {
        push.close(Duration.ZERO);
        lockstep.run();
    }

    private <T> T done(CompletionStage<T> stage) {
        lockstep.run();
        return stage.toCompletableFuture().join();
    }
}
