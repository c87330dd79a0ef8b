package io.offlinepush.core.sim;

import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.ClientEvent;
import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Session;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection of an app: acknowledges at once, now and then or never; refuses when its buffer is full; may be cut
 * off unseen.
 */
final class SimClient implements ClientChannel {

    final UserId user;
    final DeviceId device;
    final SimProcess process;
    /** When its login began and was through, in the history's count. */
    final History.Deed login;

    private final Random random;
    private final History history;
    private final boolean attentive;
    /** Says that it is ready at once, while it refuses, and never again; otherwise with each heartbeat. */
    private final boolean prompt;
    /** What the channel took, in order. */
    final List<MessageReceived> taken = new ArrayList<>();

    private final Map<Timeline, Long> seen = new LinkedHashMap<>();
    private final Set<String> told = new HashSet<>();
    private int acknowledged;
    private int refusalsInHundred;
    private boolean cutOff;
    private boolean leaving;
    private Instant goneAt = Instant.MAX;
    private boolean ended;

    @Nullable
    Session session;

    SimClient(History.Deed login, SimProcess process, Random random, History history, boolean attentive, int refusals) {
        this.prompt = random.nextBoolean();
        this.user = login.user();
        this.device = login.device();
        this.login = login;
        this.process = process;
        this.random = random;
        this.history = history;
        this.attentive = attentive;
        this.refusalsInHundred = refusals;
    }

    @Override
    public boolean deliver(ClientEvent event) {
        if (!(event instanceof MessageReceived message)) {
            ended = true;
            return true;
        }
        if (random.nextInt(100) < refusalsInHundred) {
            Session mine = session;
            if (prompt && mine != null) {
                mine.ready();
            }
            return false;
        }
        if (ended) {
            history.wrong(device + " was given " + message + " after its session had ended");
        }
        taken.add(message);
        // What is written into a connection that nobody reads is taken, and lost.
        if (!cutOff) {
            seen.put(message.timeline(), message.sequence());
            if (attentive) {
                acknowledge(message.timeline(), message.sequence());
            }
        }
        return true;
    }

    /** The host has the session now: what came before is acknowledged. */
    void opened(Session mine) {
        session = mine;
        if (prompt) {
            mine.ready();
        }
        if (attentive) {
            acknowledgeAll();
        }
    }

    void acknowledgeAll() {
        if (!cutOff) {
            seen.forEach(this::acknowledge);
        }
    }

    /** Acknowledges something that came, not always the last. */
    void acknowledgeSome() {
        if (!cutOff && !taken.isEmpty()) {
            MessageReceived one = taken.get(random.nextInt(taken.size()));
            Long last = seen.get(one.timeline());
            if (last != null && one.sequence() <= last) {
                acknowledge(one.timeline(), one.sequence());
            }
        }
    }

    private void acknowledge(Timeline timeline, long sequence) {
        Session mine = session;
        if (mine != null && process.isRunning()) {
            history.acknowledges(user, device, timeline, sequence);
            acknowledged += told.add(timeline + "#" + sequence) ? 1 : 0;
            mine.acknowledge(timeline, sequence);
        }
    }

    void heartbeat() {
        Session mine = session;
        if (mine != null && !cutOff && !ended && process.isRunning()) {
            mine.heartbeat();
            if (!prompt) {
                mine.ready();
            }
        }
    }

    /** Whether it must have everything soon: it acknowledges at once, and is not just going. */
    boolean isAttentive() {
        return attentive && !leaving && isConnected();
    }

    /** It disconnects or logs out. */
    void leaves() {
        leaving = true;
    }

    /** It has disconnected for sure. */
    void isGone() {
        goneAt = history.time();
    }

    /** Since when it is surely gone. */
    Instant goneAt() {
        return goneAt;
    }

    void takeEverything() {
        refusalsInHundred = 0;
    }

    /** How many acknowledgements it has given that were new. */
    int acknowledged() {
        return acknowledged;
    }

    /** The network is gone and neither side knows. */
    void cutOff() {
        cutOff = true;
    }

    boolean isConnected() {
        return session != null && !cutOff && !ended && process.isRunning();
    }
}
