package io.offlinepush.core;

import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.ClientEvent;
import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Session;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A client that takes, refuses and acknowledges at random, and remembers in which order it was given what. */
final class HammerChannel implements ClientChannel {

    private final HammerRecord record;
    private final DeviceId device;
    private final Random random;
    private final boolean attentive;
    private @Nullable MessageReceived last;
    private @Nullable Session session;

    HammerChannel(HammerRecord record, DeviceId device, long seed, boolean attentive) {
        this.record = record;
        this.device = device;
        this.random = new Random(seed);
        this.attentive = attentive;
    }

    /** What came before the host knew its session is acknowledged now. */
    synchronized void session(Session mine) {
        session = mine;
        if (attentive && last != null) {
            acknowledge(mine, last);
        }
    }

    synchronized Session session() {
        return Objects.requireNonNull(session);
    }

    @Override
    public synchronized boolean deliver(ClientEvent event) {
        if (!(event instanceof MessageReceived message)) {
            return true;
        }
        if (!attentive && random.nextInt(10) == 0) {
            return false;
        }
        record.received(device, message.messageId(), message.sequence(), last == null ? 0 : last.sequence());
        last = message;
        if (session != null && (attentive || random.nextInt(3) == 0)) {
            acknowledge(session, message);
        }
        return true;
    }

    private void acknowledge(Session mine, MessageReceived message) {
        record.acknowledged(device, message.timeline(), message.sequence());
        mine.acknowledge(message.timeline(), message.sequence());
    }

    /** Lives for a while. */
    void lookAround(int times) {
        for (int i = 0; i < times; i++) {
            session().heartbeat();
            session().ready();
            Thread.onSpinWait();
        }
    }
}
