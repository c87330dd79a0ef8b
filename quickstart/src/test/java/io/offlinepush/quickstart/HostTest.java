package io.offlinepush.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.UserId;
import io.offlinepush.core.OfflinePush;
import io.offlinepush.quickstart.Frames.Received;
import io.offlinepush.sandbox.PushKitSandbox;
import io.offlinepush.sandbox.SimulatedPhone;
import io.offlinepush.spi.GroupDirectory;
import io.offlinepush.spi.Membership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The README's host with clients on sockets: what it shows is enough for clients that stay, come back and leave. */
@Timeout(120)
class HostTest {

    private PushKitSandbox gateway;
    private Host host;
    private Server server;

    @BeforeEach
    void start() throws Exception {
        gateway = PushKitSandbox.start();
        host = new Host(Main.settings(gateway));
        server = Server.start(host);
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        gateway.close();
    }

    @Test
    void moreThanQueueAndWindow_comesInOrderAndIsAcknowledged() throws Exception {
        SimulatedPhone phone = gateway.phone("Bob's phone");
        answer(host.register("bob-mate60", phone.getToken()));
        List<MessageId> sent = new ArrayList<>();
        try (Client first = Client.login(server.address(), "bob", "bob-mate60")) {
            assertThat(first.loginNumber()).isPositive();
        }
        await(() -> server.connections() == 0);
        for (int i = 0; i < 150; i++) {
            sent.add(send("alice", "bob", "missed " + i));
        }
        for (MessageId missed : sent) {
            await(() -> !ends(missed).isEmpty());
        }

        try (Client bob = Client.login(server.address(), "bob", "bob-mate60")) {
            await(() -> bob.received().size() == 150);
            int pushed = gateway.requests().size();
            for (int i = 0; i < 150; i++) {
                sent.add(send("alice", "bob", "live " + i));
            }
            await(() -> bob.received().size() == 300);

            assertThat(bob.received()).extracting(Received::messageId).containsExactlyElementsOf(sent);
            for (MessageId live : sent.subList(150, 300)) {
                await(() -> !ends(live).isEmpty());
                assertThat(ends(live)).containsExactly(EndReason.DELIVERED);
            }
            assertThat(gateway.requests())
                    .as("what was acknowledged is not pushed")
                    .hasSize(pushed);
        }
    }

    @Test
    void aPeersMessageDoesNotComeBackToItsSender() throws Exception {
        try (Client alice = Client.login(server.address(), "alice", "alice-pc");
                Client bob = Client.login(server.address(), "bob", "bob-mate60")) {
            send("alice", "bob", "to Bob");
            MessageId answered = send("bob", "alice", "to Alice");
            await(() -> bob.received().size() == 1 && alice.received().size() == 1);

            assertThat(alice.received()).extracting(Received::messageId).containsExactly(answered);
        }
    }

    @Test
    void aGroupsMessageComesBackToItsSendersSessions() throws Exception {
        Queue<String> delivered = new ConcurrentLinkedQueue<>();
        try (OfflinePush push = OfflinePush.builder()
                .inMemory()
                .groups(new OneGroup(List.of("alice", "bob")))
                .build()) {
            push.start();
            for (String device : List.of("alice-pc", "alice-phone", "bob-mate60")) {
                UserId user = new UserId(device.substring(0, device.indexOf('-')));
                answer(push.sessions().login(user, new DeviceId(device), Platform.HARMONY_OS, event -> {
                    if (event instanceof MessageReceived message) {
                        delivered.add(device + " has " + message.content() + " of " + message.sender());
                    }
                    return true;
                }));
            }
            Message message = Message.text(new UserId("alice"), Conversation.group(OneGroup.ID), "lunch?");
            answer(push.messages().send(message, SendConfig.push(PushConfig.of("Lunch", "lunch?"))));
            await(() -> delivered.size() == 3);
        }
        assertThat(delivered)
                .containsExactlyInAnyOrder(
                        "alice-pc has lunch? of alice",
                        "alice-phone has lunch? of alice",
                        "bob-mate60 has lunch? of alice");
    }

    @Test
    void whenTheServerCloses_clientsAreTold() throws Exception {
        try (Client bob = Client.login(server.address(), "bob", "bob-mate60")) {
            server.close();

            assertThat(bob.ended().get(60, TimeUnit.SECONDS)).isEqualTo(SessionEnd.NODE_STOPPED);
        }
    }

    @Test
    void aSecondLoginOnTheDeviceEndsTheFirst() throws Exception {
        try (Client bob = Client.login(server.address(), "bob", "shared-phone");
                Client carol = Client.login(server.address(), "carol", "shared-phone")) {
            assertThat(bob.ended().get(60, TimeUnit.SECONDS)).isEqualTo(SessionEnd.TAKEN_OVER);
            send("alice", "carol", "for Carol");
            await(() -> carol.received().size() == 1);
        }
    }

    /** The host's groups: one, whose members never change. */
    private record OneGroup(List<String> names) implements GroupDirectory {

        static final GroupId ID = new GroupId("lunch");

        @Override
        public List<Membership> members(GroupId group, @Nullable UserId after, int limit) {
            return memberships()
                    .filter(member -> after == null || member.user().value().compareTo(after.value()) > 0)
                    .limit(limit)
                    .toList();
        }

        @Override
        public Map<UserId, Membership> stillMembers(GroupId group, Collection<UserId> users) {
            return memberships()
                    .filter(member -> users.contains(member.user()))
                    .collect(Collectors.toMap(Membership::user, member -> member));
        }

        @Override
        public List<Membership> groupsOf(UserId user) {
            return memberships().filter(member -> member.user().equals(user)).toList();
        }

        private Stream<Membership> memberships() {
            return names.stream().map(name -> new Membership(ID, new UserId(name), Instant.EPOCH));
        }
    }

    private MessageId send(String from, String to, String text) throws Exception {
        return ((SendResult.Stored) answer(host.send(from, to, text))).messageId();
    }

    private List<EndReason> ends(MessageId message) {
        try {
            return answer(host.push.diagnostics().trace(message)).events().stream()
                    .filter(event -> event.stage() == TraceStage.ENDED)
                    .map(TraceEvent::reason)
                    .map(Objects::requireNonNull)
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T answer(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .as("nanoseconds past a minute of waiting")
                    .isNegative();
            Thread.onSpinWait();
        }
    }
}
