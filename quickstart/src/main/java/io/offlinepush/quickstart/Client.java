package io.offlinepush.quickstart;

import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.ClientEvent;
import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.Session;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The app on a phone while it is connected: it keeps what it is given, and acknowledges it. */
final class Client implements ClientChannel {

    private final List<MessageReceived> received = new CopyOnWriteArrayList<>();
    private volatile @Nullable Session session;

    @Override
    public boolean deliver(ClientEvent event) {
        if (event instanceof MessageReceived message) {
            received.add(message);
            acknowledge(message);
        }
        return true;
    }

    /** The login is answered; what came before the answer is acknowledged now. */
    void loggedIn(Session answer) {
        session = answer;
        received.forEach(this::acknowledge);
    }

    List<MessageReceived> received() {
        return received;
    }

    private void acknowledge(MessageReceived message) {
        Session mine = session;
        if (mine != null) {
            mine.acknowledge(message.timeline(), message.sequence());
        }
    }
}
