package io.offlinepush.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Settings in code: the names and values that {@link OfflinePushBuilder#settings(Map)} takes as text, each with its
 * type. What is not set here has its default; what is out of its range fails the start, as it does for a text.
 *
 * <pre>{@code
 * OfflinePush.builder()
 *         .settings(new OfflinePushSettings().acknowledgementTime(Duration.ofSeconds(3)).textBytes(4_096))
 * }</pre>
 *
 * <p>Settings of a provider ({@code harmonyos.…}) are given with {@link OfflinePushBuilder#setting}, or to the
 * provider's own builder. Not safe for several threads.
 */
public final class OfflinePushSettings {

    private final Map<String, String> values = new LinkedHashMap<>();

    /** Nothing set. */
    public OfflinePushSettings() {}

    /**
     * Whose data this is, at most 32 bytes: instances with different names may share a store; without it, the empty
     * name.
     *
     * @param name its name
     * @return this
     */
    public OfflinePushSettings namespace(String name) {
        return put("namespace", name);
    }

    /**
     * The provider that keeps messages and what they owe, for example {@code inmemory}.
     *
     * @param name the id of a provider
     * @return this
     */
    public OfflinePushSettings messageStore(String name) {
        return put("messageStore", name);
    }

    /**
     * The provider that keeps who is logged in where, for example {@code inmemory}.
     *
     * @param name the id of a provider
     * @return this
     */
    public OfflinePushSettings bindingRegistry(String name) {
        return put("bindingRegistry", name);
    }

    /**
     * The provider that knows who is online; without it, sessions tell.
     *
     * @param name the id of a provider
     * @return this
     */
    public OfflinePushSettings presence(String name) {
        return put("presence", name);
    }

    /**
     * The provider that knows groups; without it, there are none.
     *
     * @param name the id of a provider
     * @return this
     */
    public OfflinePushSettings groupDirectory(String name) {
        return put("groupDirectory", name);
    }

    /**
     * How long a device that looks online has to acknowledge a message before it is pushed.
     *
     * @param time 100ms to 60s; 5s if it is not set
     * @return this
     */
    public OfflinePushSettings acknowledgementTime(Duration time) {
        return put("acknowledgementTime", time);
    }

    /**
     * How old the decision to push may be when the request is written.
     *
     * @param time 10ms to 10s; 1s if it is not set
     * @return this
     */
    public OfflinePushSettings bindingFreshness(Duration time) {
        return put("bindingFreshness", time);
    }

    /**
     * How long the host's presence may take before nobody counts as online.
     *
     * @param time 10ms to 10s; 500ms if it is not set
     * @return this
     */
    public OfflinePushSettings presenceTimeout(Duration time) {
        return put("presenceTimeout", time);
    }

    /**
     * How long after its last sign of life other processes may claim a process's work.
     *
     * @param time 1s to 300s; 15s if it is not set
     * @return this
     */
    public OfflinePushSettings lease(Duration time) {
        return put("lease", time);
    }

    /**
     * How long an acknowledgement may wait to be written; below {@code acknowledgementTime}.
     *
     * @param time 10ms to 30s; 1s if it is not set
     * @return this
     */
    public OfflinePushSettings cursorInterval(Duration time) {
        return put("cursorInterval", time);
    }

    /**
     * After an outage, how old a push is of which only the newest of its conversation goes out.
     *
     * @param time 1s to 604800s; 600s if it is not set
     * @return this
     */
    public OfflinePushSettings staleAfter(Duration time) {
        return put("staleAfter", time);
    }

    /**
     * How long a session may be silent before its connection counts as lost.
     *
     * @param time 1s to 3600s; 30s if it is not set
     * @return this
     */
    public OfflinePushSettings heartbeatTimeout(Duration time) {
        return put("heartbeatTimeout", time);
    }

    /**
     * How often, at most, a heartbeat asks for the groups of its user.
     *
     * @param time 1s to 3600s; 30s if it is not set
     * @return this
     */
    public OfflinePushSettings groupRefresh(Duration time) {
        return put("groupRefresh", time);
    }

    /**
     * How long an owed push may be due without a process working on it before health is DEGRADED.
     *
     * @param time 1 s to 1 day; 1 minute if it is not set
     * @return this
     */
    public OfflinePushSettings backlogAge(Duration time) {
        return put("backlogAge", time);
    }

    /**
     * How long a message is kept; one with an open push is kept longer.
     *
     * @param time 86400s to 315360000s; 604800s if it is not set
     * @return this
     */
    public OfflinePushSettings retention(Duration time) {
        return put("retention", time);
    }

    /**
     * How many sessions this process may have; beyond it a login is refused.
     *
     * @param number 1 to 10000000; 100000 if it is not set
     * @return this
     */
    public OfflinePushSettings sessions(int number) {
        return put("sessions", number);
    }

    /**
     * On how many devices a user may be logged in; with one more, the one without a session that was silent longest is
     * removed.
     *
     * @param number 1 to 1000; 10 if it is not set
     * @return this
     */
    public OfflinePushSettings devicesPerUser(int number) {
        return put("devicesPerUser", number);
    }

    /**
     * How many unacknowledged messages a session may have.
     *
     * @param number 1 to 1000; 100 if it is not set
     * @return this
     */
    public OfflinePushSettings window(int number) {
        return put("window", number);
    }

    /**
     * How many sends may wait to be stored; beyond it {@code Overloaded}.
     *
     * @param number 1 to 1000000; 10000 if it is not set
     * @return this
     */
    public OfflinePushSettings intakeCapacity(int number) {
        return put("intakeCapacity", number);
    }

    /**
     * Loops that decide and push; each has a thread, and the timelines that hash to it.
     *
     * @param number 1 to 64
     * @return this
     */
    public OfflinePushSettings dispatchLoops(int number) {
        return put("dispatchLoops", number);
    }

    /**
     * How many pushes may be open in this process, a tenth of them calls alone; the rest waits in the store.
     *
     * @param number 1 to 10000000; 50000 if it is not set
     * @return this
     */
    public OfflinePushSettings partsInMemory(int number) {
        return put("partsInMemory", number);
    }

    /**
     * How many requests of one app may be without an answer, a tenth of them calls alone.
     *
     * @param number 1 to 100000; 1000 if it is not set
     * @return this
     */
    public OfflinePushSettings laneInFlight(int number) {
        return put("laneInFlight", number);
    }

    /**
     * How many devices of one app are pushed in a second, shared by the live processes; 0: no limit.
     *
     * @param number 0 to 10000000; 0 if it is not set
     * @return this
     */
    public OfflinePushSettings laneRate(int number) {
        return put("laneRate", number);
    }

    /**
     * How many pushes of one app may wait in memory for their turn, a tenth of them calls alone.
     *
     * @param number 1 to 10000000; 10000 if it is not set
     * @return this
     */
    public OfflinePushSettings laneParts(int number) {
        return put("laneParts", number);
    }

    /**
     * For how many messages the finer steps are remembered.
     *
     * @param number 1 to 1000000; 10000 if it is not set
     * @return this
     */
    public OfflinePushSettings traceMessages(int number) {
        return put("traceMessages", number);
    }

    /**
     * How many events may wait for the listener; what comes then is dropped and counted.
     *
     * @param number 1 to 1000000; 10000 if it is not set
     * @return this
     */
    public OfflinePushSettings listenerQueue(int number) {
        return put("listenerQueue", number);
    }

    /**
     * Threads that call the store and the registry.
     *
     * @param number 2 to 1000; 16 if it is not set
     * @return this
     */
    public OfflinePushSettings blockingThreads(int number) {
        return put("blockingThreads", number);
    }

    /**
     * Threads that run the host's code.
     *
     * @param number 1 to 1000; 8 if it is not set
     * @return this
     */
    public OfflinePushSettings callbackThreads(int number) {
        return put("callbackThreads", number);
    }

    /**
     * The longest id, in UTF-8 bytes (ZIM: 32).
     *
     * @param number 8 to 128; 64 if it is not set
     * @return this
     */
    public OfflinePushSettings idBytes(int number) {
        return put("idBytes", number);
    }

    /**
     * The longest message content, in UTF-8 bytes.
     *
     * @param number 1 to 32768; 2048 if it is not set
     * @return this
     */
    public OfflinePushSettings textBytes(int number) {
        return put("textBytes", number);
    }

    /**
     * The longest payload, in UTF-8 bytes after JSON escaping.
     *
     * @param number 0 to 32768; 1024 if it is not set
     * @return this
     */
    public OfflinePushSettings payloadBytes(int number) {
        return put("payloadBytes", number);
    }

    /**
     * The longest extended data, in UTF-8 bytes.
     *
     * @param number 0 to 32768; 1024 if it is not set
     * @return this
     */
    public OfflinePushSettings extendedDataBytes(int number) {
        return put("extendedDataBytes", number);
    }

    /**
     * The names and values as text.
     *
     * @return a copy
     */
    public Map<String, String> toMap() {
        return Map.copyOf(values);
    }

    private OfflinePushSettings put(String name, Object value) {
        Objects.requireNonNull(value, name);
        // A Duration as text is ISO 8601, which is one of the ways in which a time may be written.
        values.put(name, value.toString());
        return this;
    }
}
