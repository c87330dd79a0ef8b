package io.offlinepush.core;

import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.ClientEvent;
import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.Session;
import io.offlinepush.api.SessionEnd;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that remembers what it was given; attentive or not, willing or not. */
final class Client implements ClientChannel {

    private final List<ClientEvent> events = new ArrayList<>();
    volatile @Nullable Session session;
    volatile boolean acknowledging;
    volatile boolean refusing;

    static Client attentive() {
        Client client = new Client();
        client.acknowledging = true;
        return client;
    }

    @Override
    public boolean deliver(ClientEvent event) {
        if (refusing && event instanceof MessageReceived) {
            return false;
        }
        synchronized (events) {
            events.add(event);
        }
        Session mine = session;
        if (acknowledging && mine != null && event instanceof MessageReceived message) {
            mine.acknowledge(message.timeline(), message.sequence());
        }
        return true;
    }

    List<MessageReceived> received() {
        synchronized (events) {
            return events.stream()
                    .filter(MessageReceived.class::isInstance)
                    .map(MessageReceived.class::cast)
                    .toList();
        }
    }

    List<String> texts() {
        return received().stream().map(MessageReceived::content).toList();
    }

    @Nullable
    SessionEnd end() {
        synchronized (events) {
            return events.stream()
                    .filter(ClientEvent.SessionEnded.class::isInstance)
                    .map(event -> ((ClientEvent.SessionEnded) event).reason())
                    .findFirst()
                    .orElse(null);
        }
    }
}
