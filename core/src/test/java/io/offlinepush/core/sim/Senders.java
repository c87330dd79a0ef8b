package io.offlinepush.core.sim;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.Message;
import io.offlinepush.api.Messages;
import io.offlinepush.api.Priority;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.UserId;
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
    void send(Messages calls) {
        UserId from = any(History.USERS);
        UserId to = any(History.USERS);
        if (!sendings.isEmpty() && random.nextInt(8) == 0) {
            send(calls, any(sendings));
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
                                        : SendConfig.DEFAULT_EXPIRY);
        Sending sending = new Sending(message, config, history.now());
        sendings.add(sending);
        send(calls, sending);
    }

    private static void send(Messages calls, Sending sending) {
        calls.send(sending.message, sending.config).whenComplete((result, failure) -> {
            if (failure == null && !(result instanceof SendResult.Overloaded)) {
                sending.result = result;
            }
        });
    }

    /** Sends once more what has no answer yet. */
    void askAgain(Messages calls) {
        sendings.stream().filter(sending -> sending.result == null).forEach(sending -> send(calls, sending));
    }

    /** What is stored; whoever got no answer by now complains. */
    List<Sent> stored() {
        List<Sent> messages = new ArrayList<>();
        for (Sending sending : sendings) {
            if (sending.result instanceof SendResult.Stored it) {
                messages.add(new Sent(
                        history, team, messages, sending, it.messageId(), it.timeline(), it.sequence(), it.storedAt()));
            } else if (sending.result instanceof SendResult.Repeated it) {
                messages.add(new Sent(
                        history, team, messages, sending, it.messageId(), it.timeline(), it.sequence(), it.storedAt()));
            } else {
                history.wrong(sending.message + " got no answer that says where it is: " + sending.result);
            }
        }
        return messages;
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
