package io.offlinepush.sandbox;

import io.offlinepush.sandbox.phone.Message;
import io.offlinepush.sandbox.phone.OfflineMessages;
import io.offlinepush.sandbox.phone.Tray;
import io.offlinepush.sandbox.rules.AlertMessage;
import io.offlinepush.sandbox.rules.DataPayload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A HarmonyOS phone with one app, as far as pushes go: a token, a network, a notification tray and a badge.
 *
 * <pre>{@code
 * SimulatedPhone phone = sandbox.phone("alice");
 * String token = phone.getToken();      // the app uploads it to the chat server
 * phone.killApp();
 * // ... the server pushes ...
 * phone.tray();                         // what Alice sees
 * }</pre>
 *
 * <p>It starts with network and with its app in the background. When the gateway's answer reaches the sender, the
 * phones that have network already have the message: a test needs no waiting, unless something else waits in between,
 * for which there is {@link #awaitTray}. Safe for any number of threads. Push Kit, "Obtaining a push token" and
 * "Sending a notification message".
 */
public final class SimulatedPhone {
    private static final int MAX_DATA_MESSAGES = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition trayChanged = lock.newCondition();
    private final OfflineMessages offline = new OfflineMessages();
    private final Tray tray = new Tray();
    private final ArrayDeque<DataMessage> dataMessages = new ArrayDeque<>();
    private final String name;
    private final DeviceDirectory directory;
    private final InstantSource clock;
    private String token = "";
    private boolean network = true;
    private AppState appState = AppState.CLOSED;

    SimulatedPhone(String name, DeviceDirectory directory, InstantSource clock) {
        this.name = name;
        this.directory = directory;
        this.clock = clock;
    }

    /** The name it was asked for by; nothing of it goes over the wire. */
    public String name() {
        return name;
    }

    /**
     * What {@code pushService.getToken()} gives the app: a new token at the first call, then the same until
     * {@link #deleteToken} or {@link #reinstall}. 112 characters of letters, digits, {@code + - _}; treat it as opaque.
     */
    public String getToken() {
        return locked(() -> {
            if (token.isEmpty()) {
                token = directory.issueToken(this);
            }
            return token;
        });
    }

    /**
     * The app deletes its token, as at a log-out. The gateway goes on accepting the old token and delivers nothing for
     * it, as Huawei does; what it kept for the phone and what the tray showed is gone. The badge stays.
     */
    public void deleteToken() {
        doLocked(this::forgetToken);
    }

    /**
     * The app is removed and installed again: empty tray, no badge, app not running.
     *
     * @return the new token; the old one is dead as after {@link #deleteToken}
     */
    public String reinstall() {
        return locked(() -> {
            forgetToken();
            tray.clearBadge();
            appState = AppState.KILLED;
            return getToken();
        });
    }

    private void forgetToken() {
        token = "";
        offline.clear();
        tray.clear();
        trayChanged.signalAll();
    }

    /** From now on the gateway keeps messages for this phone: the newest 120, each for its {@code ttl}. */
    public void networkOff() {
        doLocked(() -> network = false);
    }

    /** The phone is back; what the gateway kept and has not expired arrives before this returns, oldest first. */
    public void networkOn() {
        doLocked(() -> {
            network = true;
            offline.drain(clock.instant()).forEach(this::arrive);
        });
    }

    /** Whether it can be reached now. */
    public boolean hasNetwork() {
        return locked(() -> network);
    }

    /** The user opens the app. Tray and badge stay: clearing them is the app's own business. */
    public void openApp() {
        setAppState(AppState.OPEN);
    }

    /** The app goes to the background. */
    public void closeApp() {
        setAppState(AppState.CLOSED);
    }

    /** The app's process ends; notifications are still shown. */
    public void killApp() {
        setAppState(AppState.KILLED);
    }

    /** Where the app is now. */
    public AppState appState() {
        return locked(() -> appState);
    }

    private void setAppState(AppState state) {
        doLocked(() -> appState = state);
    }

    /** The notifications shown now, oldest first; at most the newest 10,000. A copy. */
    public List<Notification> tray() {
        return locked(tray::current);
    }

    /**
     * Every notification this phone ever displayed, oldest first, also those replaced, tapped or gone with an old
     * install: what proves that nothing was shown twice. The newest 10,000. A copy.
     */
    public List<Notification> shown() {
        return locked(tray::history);
    }

    /**
     * How often this phone ever displayed a notification with that id, of the newest 10,000: once is what a sender
     * wants.
     *
     * @param appMessageId for example {@code evt-9f2c}
     */
    public int timesShown(String appMessageId) {
        return (int) shown().stream()
                .filter(shown -> shown.appMessageId().equals(appMessageId))
                .count();
    }

    /**
     * Every background and VoIP message that arrived, oldest first, and each as often as it did: for these Push Kit
     * knows no identity that would suppress a repeat. The newest 10,000. A copy. A real phone hands a background
     * message to the app only while that is open, and keeps the newest one otherwise.
     */
    public List<DataMessage> dataMessages() {
        return locked(() -> List.copyOf(dataMessages));
    }

    /** The number on the app's icon: {@code setNum} sets it, {@code addNum} adds to it. Not capped at 99. */
    public int badge() {
        return locked(tray::badge);
    }

    /**
     * The user taps a notification: it leaves the tray and the app opens.
     *
     * @return the data the app gets: {@link Notification#data()}
     * @throws IllegalArgumentException if the tray does not show it
     */
    public String tap(Notification notification) {
        return locked(() -> {
            if (!tray.remove(notification)) {
                throw new IllegalArgumentException("not in the tray: " + notification);
            }
            appState = AppState.OPEN;
            trayChanged.signalAll();
            return notification.data();
        });
    }

    /**
     * Waits until the tray is as wanted, and no longer.
     *
     * @param wanted is asked at once and after each change, on the calling thread, while the phone is held: it must not
     *     wait for anything
     * @param atMost measured by the machine's monotonic clock, not by the sandbox's
     * @return the tray as it was wanted, at that moment
     * @throws AssertionError if it did not come to be, with what the tray shows, never a text; also if the thread was
     *     interrupted, whose flag is then set
     */
    public List<Notification> awaitTray(Predicate<? super List<Notification>> wanted, Duration atMost) {
        long remaining = TimeUnit.NANOSECONDS.convert(atMost);
        lock.lock();
        try {
            List<Notification> shown = tray.current();
            while (!wanted.test(shown)) {
                if (remaining <= 0) {
                    throw new AssertionError("the tray of " + name + " was not as wanted within " + atMost.toMillis()
                            + " ms; it shows " + shown);
                }
                remaining = trayChanged.awaitNanos(remaining);
                shown = tray.current();
            }
            return shown;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the tray of " + name, e);
        } finally {
            lock.unlock();
        }
    }

    /** From the gateway: the message was accepted for this token. */
    void receive(String addressed, Message message) {
        doLocked(() -> {
            if (!addressed.equals(token)) {
                return;
            }
            if (network) {
                arrive(message);
            } else {
                offline.keep(message);
            }
        });
    }

    private void arrive(Message message) {
        Instant now = clock.instant();
        if (message.payload() instanceof DataPayload data) {
            dataMessages.addLast(new DataMessage(data.pushType(), data.extraData(), message.requestId(), now));
            if (dataMessages.size() > MAX_DATA_MESSAGES) {
                dataMessages.removeFirst();
            }
        } else if (message.payload() instanceof AlertMessage alert
                && tray.arrive(alert, message.requestId(), appState == AppState.OPEN, now)) {
            trayChanged.signalAll();
        }
    }

    /** From the gateway: what has this id is gone, unless it was tapped or was never there. */
    void revoke(String addressed, int notifyId) {
        doLocked(() -> {
            if (!addressed.equals(token)) {
                return;
            }
            offline.revoke(notifyId);
            if (network && tray.revoke(notifyId)) {
                trayChanged.signalAll();
            }
        });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private void doLocked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Name and app state; never the token. */
    @Override
    public String toString() {
        return "SimulatedPhone[" + name + ", " + appState() + "]";
    }
}
