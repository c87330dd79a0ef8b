package io.offlinepush.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.MessageType;
import io.offlinepush.api.Replace;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.Trace;
import io.offlinepush.api.UserId;
import io.offlinepush.core.format.MessageBody;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An hour of manual time in which the gateway is dead, in one way after the other: it says "later", it says nothing, it
 * breaks connections. Meanwhile more is sent than each bound takes: of the intake, of the lane, of the parts in memory.
 * What grows is what the store keeps, and how much that is for a message is measured before, with a gateway that works.
 * Now and then somebody is called: whatever messages fill, the call is with the gateway within seconds. Nobody calls
 * through the front door yet; what a call owes is put into the store as by another process.
 */
final class DeadHour {

    private static final int PARTS_IN_MEMORY = 100;
    private static final int INTAKE = 50;
    private static final int PHONES = 200;
    private static final int SENDERS = 3;
    private static final int BURST = 150;
    private static final Duration BETWEEN_BURSTS = Duration.ofSeconds(10);
    private static final int BURSTS_BETWEEN_CALLS = 12;
    private static final Duration CALL_RINGS = Duration.ofSeconds(60);
    private static final Duration STALE_AFTER = Duration.ofMinutes(10);

    /** What a heap may grow beyond what the store keeps: caches that warm up, and the parts that happen to be open. */
    private static final long SLACK = 6 << 20;

    private final DeadGateway gateway = new DeadGateway();
    private final World world = new World(
            OfflinePush.builder()
                    .setting("partsInMemory", String.valueOf(PARTS_IN_MEMORY))
                    .setting("intakeCapacity", String.valueOf(INTAKE))
                    .setting("laneInFlight", "50")
                    .setting("laneParts", "100")
                    .setting("traceMessages", "100")
                    .setting("staleAfter", STALE_AFTER.toSeconds() + "s"),
            gateway);
    private final NodeId node = world.store.nodes().live().iterator().next();

    private final List<MessageId> stored = new ArrayList<>();
    /** Conversation to its newest message. */
    private final Map<String, MessageId> newest = new HashMap<>();

    /** What was shown though it was old and there were newer ones. */
    private final List<MessageId> flood = new ArrayList<>();

    private final List<MessageId> calls = new ArrayList<>();
    private int bursts;

    private long overloaded;
    private long mostDepth;
    private int sent;

    private DeadHour() {}

    /** Exits with another code than 0 if something is not as it must be. */
    public static void main(String[] arguments) {
        new DeadHour().live();
        System.out.println("all is well");
    }

    private void live() {
        for (int i = 0; i < PHONES; i++) {
            world.offline(phone(i), new DeviceId("phone-" + i), "token-" + i);
            CapturedLogs.clear();
        }
        pass(Duration.ofMinutes(20));
        long before = heap();
        int few = stored.size();
        pass(Duration.ofMinutes(10));
        long bytesPerMessage = Math.max(0, heap() - before) / (stored.size() - few);
        assertThat(world.store.outbox().backlog(1_000_000).owed())
                .as("the gateway works")
                .isZero();
        gateway.reset();

        gateway.state = DeadGateway.State.SAYS_LATER;
        pass(Duration.ofMinutes(10));
        long after10 = heap();
        int stored10 = stored.size();
        pass(Duration.ofMinutes(10));
        gateway.state = DeadGateway.State.SAYS_NOTHING;
        pass(Duration.ofMinutes(10));
        isFlat("after 30 minutes", after10, stored10, bytesPerMessage);
        pass(Duration.ofMinutes(10));
        gateway.state = DeadGateway.State.BREAKS_CONNECTIONS;
        pass(Duration.ofMinutes(20));
        isFlat("after 60 minutes", after10, stored10, bytesPerMessage);
        System.out.printf(
                "an hour is over: %d sent, %d stored (%d bytes each), %d overloaded, at most %d owed, %d MB used%n",
                sent, stored.size(), bytesPerMessage, overloaded, mostDepth, heap() >> 20);
        assertThat(overloaded).as("more than fits").isGreaterThan(sent / 2);
        assertThat(mostDepth).as("more than fits in memory").isGreaterThan(2L * PARTS_IN_MEMORY);
        assertThat(gateway.accepted).isEmpty();
        assertThat(calls).as("calls in the hour and before").hasSizeGreaterThan(40);

        gateway.state = DeadGateway.State.WORKS;
        gateway.onAccept = this::isWorthWhile;
        for (int i = 0; i < 120; i++) {
            advance();
        }
        nothingIsLost();
    }

    private static UserId phone(int number) {
        return new UserId("user-" + number);
    }

    private void pass(Duration time) {
        for (Duration left = time; !left.isZero(); left = left.minus(BETWEEN_BURSTS)) {
            for (int i = 0; i < BURST; i++) {
                send();
            }
            if (++bursts % BURSTS_BETWEEN_CALLS == 0) {
                call();
            }
            advance();
            assertThat(gateway.calls)
                    .as("calls at the gateway, %s", gateway.state)
                    .containsAll(calls);
        }
    }

    private void advance() {
        world.pass(BETWEEN_BURSTS);
        // The tests' log keeps all that is said.
        assertThat(CapturedLogs.thrown()).isEmpty();
        CapturedLogs.clear();
        mostDepth = Math.max(mostDepth, world.store.outbox().backlog(1_000_000).owed());
        assertThat(world.store.outbox().held(node, null, 1024))
                .as("open parts")
                .hasSizeLessThanOrEqualTo(PARTS_IN_MEMORY);
    }

    private void send() {
        // Whichever of a burst finds room, over time each conversation has its turn.
        int conversation = sent++ * 7 % (PHONES * SENDERS);
        UserId from = World.user("sender-" + conversation % SENDERS);
        UserId to = phone(conversation / SENDERS);
        world.sending(World.text(from, to, "hello")).thenAccept(result -> {
            if (result instanceof SendResult.Stored one) {
                stored.add(one.messageId());
                newest.put(from.value() + to.value(), one.messageId());
            } else {
                assertThat(result).isInstanceOf(SendResult.Overloaded.class);
                overloaded++;
            }
        });
    }

    private void call() {
        MessageId call = new MessageId(DeadGateway.CALL + calls.size());
        UserId to = phone(calls.size() % PHONES);
        PushBody body = PushBody.ofMessage(World.ALICE, Conversation.peer(World.ALICE), World.PUSH, Replace.NOTHING);
        long number = world.store.outbox().numbers(1);
        OwedPush push = new OwedPush(number, Urgency.CALL, CALL_RINGS, "", body.encode());
        List<AppendResult> stored = world.store.append(
                new NodeId("another"),
                List.of(new Entry(
                        Timeline.inbox(to),
                        call,
                        World.ALICE,
                        call.value(),
                        Bytes.EMPTY,
                        new MessageBody(MessageType.TEXT, "rings", "").encode(),
                        List.of(push))));
        assertThat(stored).hasOnlyElementsOfType(AppendResult.Stored.class);
        calls.add(call);
    }

    private void isFlat(String when, long before, int storedBefore, long bytesPerMessage) {
        long content = (stored.size() - storedBefore) * bytesPerMessage;
        long grown = heap() - before;
        System.out.printf("%s: grown by %d KB, of which %d KB are kept%n", when, grown >> 10, content >> 10);
        assertThat(grown - content)
                .as("bytes more than what the store keeps, %s", when)
                .isLessThan(SLACK);
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Of what is old only the newest of its conversation is shown. */
    private void isWorthWhile(MessageId message, Duration age) {
        if (age.compareTo(STALE_AFTER) > 0 && !newest.containsValue(message)) {
            flood.add(message);
        }
    }

    private void nothingIsLost() {
        assertThat(world.store.outbox().backlog(1_000_000).owed())
                .as("still owed")
                .isZero();
        for (MessageId call : calls) {
            assertThat(world.trace(call).counts().values()).as("%s ended", call).containsExactly(1);
        }
        Set<MessageId> accepted = new HashSet<>(gateway.accepted);
        assertThat(flood).as("old ones on phones").isEmpty();
        assertThat(accepted).as("each once").hasSameSizeAs(gateway.accepted);
        assertThat(accepted).as("the newest of each conversation").containsAll(newest.values());
        int superseded = 0;
        for (MessageId message : stored) {
            Trace trace = world.trace(message);
            if (trace.counts().equals(Map.of(EndReason.SUPERSEDED, 1))) {
                superseded++;
            } else {
                assertThat(trace.counts()).as("%s ended once", message).isEqualTo(Map.of(EndReason.ACCEPTED, 1));
            }
        }
        System.out.printf("afterwards: %d shown, %d superseded%n", accepted.size(), superseded);
        assertThat(superseded).isGreaterThan(accepted.size());
    }
}
