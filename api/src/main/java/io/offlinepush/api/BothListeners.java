package io.offlinepush.api;

import java.time.Duration;
import java.util.function.Consumer;

/** Two listeners, one after the other. */
record BothListeners(OfflinePushListener first, OfflinePushListener second) implements OfflinePushListener {

    @Override
    public void stored(int count, Duration took) {
        both(listener -> listener.stored(count, took));
    }

    @Override
    public void pushStep(MessageId messageId, TraceEvent step) {
        both(listener -> listener.pushStep(messageId, step));
    }

    @Override
    public void pushAnswered(PushAnswered answer) {
        both(listener -> listener.pushAnswered(answer));
    }

    @Override
    public void sessionBegan(UserId user, DeviceId device) {
        both(listener -> listener.sessionBegan(user, device));
    }

    @Override
    public void sessionEnded(UserId user, DeviceId device, SessionEnd reason, Duration lasted) {
        both(listener -> listener.sessionEnded(user, device, reason, lasted));
    }

    @Override
    public void deviceRemoved(UserId user, DeviceId device) {
        both(listener -> listener.deviceRemoved(user, device));
    }

    @Override
    public void overloaded(String call) {
        both(listener -> listener.overloaded(call));
    }

    @Override
    public void portFailed(String port, String failure) {
        both(listener -> listener.portFailed(port, failure));
    }

    @Override
    public void alarm(String subject, String text) {
        both(listener -> listener.alarm(subject, text));
    }

    @Override
    public void leaseLost(String lost) {
        both(listener -> listener.leaseLost(lost));
    }

    @Override
    public void dropped(long count) {
        both(listener -> listener.dropped(count));
    }

    private void both(Consumer<OfflinePushListener> event) {
        try {
            event.accept(first);
        } finally {
            event.accept(second);
        }
    }
}
