package io.offlinepush.core.sim;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Messages;
import io.offlinepush.api.Priority;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Replace;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.format.MessageBody;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.OwedPush;
import io.offlinepush.spi.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Users who write to each other and to the group, and send again what has no answer. */
final class Senders {

    private final Random random;
    private final History history;
    private final Team team;
    private final List<Sending> sendings = new ArrayList<>();

    Senders(Random random, History history, Team team) {
        this.random = random;
        this.history = history;
        this.team = team;
    }

    /** Sends something new, or something once more. */
    void send(SimProcess process, Messages calls) {
        UserId from = any(History.USERS);
        UserId to = any(History.USERS);
        if (!sendings.isEmpty() && random.nextInt(8) == 0) {
            Sending again = any(sendings);
            if (again.urgency != Urgency.CALL) {
                send(process, calls, again);
            }
            return;
        }
        Conversation conversation =
                from.equals(to) || random.nextInt(4) == 0 ? Conversation.group(Team.ID) : Conversation.peer(to);
        Message message = Message.text(from, conversation, "hello").withClientMessageId("m" + sendings.size());
        PushConfig push = PushConfig.of("hello", "there").withBadge(random.nextInt(4));
        SendConfig config = random.nextInt(10) == 0
                ? SendConfig.withoutPush()
                : SendConfig.push(push)
                        .withPriority(any(List.of(Priority.values())))
                        .withExpireAfter(
                                random.nextInt(6) == 0
                                        ? Duration.ofSeconds(1 + random.nextInt(30))
                                        : SendConfig.DEFAULT_EXPIRY)
                        .withReplace(random.nextInt(3) == 0 ? Replace.CONVERSATION : Replace.NOTHING);
        Sending sending = new Sending(message, config, Urgency.of(config.priority()), history.now());
        sendings.add(sending);
        send(process, calls, sending);
    }

    /**
     * Somebody calls somebody. Hosts cannot ask for it yet, so it is put into the store, for any process to claim: as a
     * message whose push has the urgency of a call.
     */
    void ring(InMemoryMessageStore store) {
        UserId from = any(History.USERS);
        UserId to = any(History.USERS);
        if (from.equals(to)) {
            return;
        }
        Message message =
                Message.text(from, Conversation.peer(to), "ring").withClientMessageId("call-" + sendings.size());
        PushConfig push = PushConfig.of("call", "of somebody").withBadge(1);
        Duration expireAfter = Duration.ofSeconds(60);
        Sending sending =
                new Sending(message, SendConfig.push(push).withExpireAfter(expireAfter), Urgency.CALL, history.now());
        sendings.add(sending);
        PushBody body = PushBody.ofMessage(from, Conversation.peer(from), push, Replace.NOTHING);
        MessageId id = new MessageId("call-" + sendings.size());
        Entry entry = new Entry(
                Timeline.inbox(to),
                id,
                from,
                message.clientMessageId(),
                MessageBody.stored(message).fingerprint(),
                MessageBody.stored(message).body(),
                List.of(new OwedPush(store.outbox().numbers(1), Urgency.CALL, expireAfter, "", body.encode())),
                false);
        AppendResult.Stored stored = (AppendResult.Stored)
                store.append(new NodeId("switchboard"), List.of(entry)).get(0);
        sending.result =
                new SendResult.Stored(stored.messageId(), stored.timeline(), stored.sequence(), stored.storedAt());
        history.tell(from + " calls " + to);
    }

    private static void send(SimProcess process, Messages calls, Sending sending) {
        sending.processes.add(process.name);
        calls.send(sending.message, sending.config).whenComplete((result, failure) -> {
            if (failure == null && !(result instanceof SendResult.Overloaded)) {
                sending.result = result;
            }
        });
    }

    /** Sends once more what has no answer yet. */
    void askAgain(SimProcess process, Messages calls) {
        sendings.stream().filter(sending -> sending.result == null).forEach(sending -> send(process, calls, sending));
    }

    /** What is stored; whoever got no answer by now complains. */
    List<Sent> stored() {
        List<Sent> messages = storedSoFar();
        sendings.stream()
                .filter(sending -> !(sending.result instanceof SendResult.Stored)
                        && !(sending.result instanceof SendResult.Repeated))
                .forEach(sending ->
                        history.wrong(sending.message + " got no answer that says where it is: " + sending.result));
        return messages;
    }

    /** What is known to be stored. */
    List<Sent> storedSoFar() {
        List<Sent> messages = new ArrayList<>();
        for (Sending sending : sendings) {
            if (sending.result instanceof SendResult.Stored it) {
                messages.add(new Sent(
                        history, team, messages, sending, it.messageId(), it.timeline(), it.sequence(), it.storedAt()));
            } else if (sending.result instanceof SendResult.Repeated it) {
                messages.add(new Sent(
                        history, team, messages, sending, it.messageId(), it.timeline(), it.sequence(), it.storedAt()));
            }
        }
        return messages;
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
