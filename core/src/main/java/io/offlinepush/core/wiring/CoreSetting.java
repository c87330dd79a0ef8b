package io.offlinepush.core.wiring;

import io.offlinepush.spi.Settings;
import java.time.Duration;

/** Every setting of the core: its name, default, range and meaning in one place. The README's table is made from it. */
enum CoreSetting {
    /** Whose data. */
    NAMESPACE(
            "namespace",
            "whose data this is, at most 32 bytes: instances with different names may share"
                    + " a store; without it, the empty name"),
    /** Which provider keeps messages. */
    MESSAGE_STORE("messageStore", "the provider that keeps messages and what they owe, for example `inmemory`"),
    /** Which provider keeps bindings. */
    BINDING_REGISTRY("bindingRegistry", "the provider that keeps who is logged in where, for example `inmemory`"),
    /** Which provider knows presence. */
    PRESENCE("presence", "the provider that knows who is online; without it, sessions tell"),
    /** Which provider knows groups. */
    GROUP_DIRECTORY("groupDirectory", "the provider that knows groups; without it, there are none"),
    /** How long an online device has to acknowledge. */
    ACKNOWLEDGEMENT_TIME(
            "acknowledgementTime",
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofMinutes(1),
            "how long a device that looks online has to acknowledge a message before it is pushed"),
    /** How old a decision may be at the hand-over. */
    BINDING_FRESHNESS(
            "bindingFreshness",
            Duration.ofSeconds(1),
            Duration.ofMillis(10),
            Duration.ofSeconds(10),
            "how old the decision to push may be when the request is written"),
    /** How long presence may take. */
    PRESENCE_TIMEOUT(
            "presenceTimeout",
            Duration.ofMillis(500),
            Duration.ofMillis(10),
            Duration.ofSeconds(10),
            "how long the host's presence may take before nobody counts as online"),
    /** How long a silent process keeps its place. */
    LEASE(
            "lease",
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            "how long after its last sign of life other processes may claim a process's work"),
    /** How long an acknowledgement may wait to be written. */
    CURSOR_INTERVAL(
            "cursorInterval",
            Duration.ofSeconds(1),
            Duration.ofMillis(10),
            Duration.ofSeconds(30),
            "how long an acknowledgement may wait to be written; below `acknowledgementTime`"),
    /** How old a push may be before only the newest of its conversation goes out. */
    STALE_AFTER(
            "staleAfter",
            Duration.ofMinutes(10),
            Duration.ofSeconds(1),
            Duration.ofDays(7),
            "after an outage, how old a push is of which only the newest of its conversation goes out"),
    /** How long a client may be silent. */
    HEARTBEAT_TIMEOUT(
            "heartbeatTimeout",
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            "how long a session may be silent before its connection counts as lost"),
    /** How often a heartbeat asks for groups. */
    GROUP_REFRESH(
            "groupRefresh",
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            "how often, at most, a heartbeat asks for the groups of its user"),
    /** How old an unclaimed push may be before health tells. */
    BACKLOG_AGE(
            "backlogAge",
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofDays(1),
            "how long an owed push may be due without a process working on it before health is DEGRADED"),
    /** How long messages are kept. */
    RETENTION(
            "retention",
            Duration.ofDays(7),
            Duration.ofDays(1),
            Duration.ofDays(3650),
            "how long a message is kept; one with an open push is kept longer"),
    /** How many sessions this process may have. */
    SESSIONS(
            "sessions",
            100_000,
            1,
            10_000_000,
            "how many sessions this process may have; beyond it a login is refused"),
    /** On how many devices a user may be logged in. */
    DEVICES_PER_USER(
            "devicesPerUser",
            10,
            1,
            1_000,
            "on how many devices a user may be logged in; with one more, the one without a"
                    + " session that was silent longest is"
                    + " removed"),
    /** How many unacknowledged messages a session may have. */
    WINDOW("window", 100, 1, 1_000, "how many unacknowledged messages a session may have"),
    /** How many messages, and how many other calls, may wait. */
    INTAKE_CAPACITY(
            "intakeCapacity", 10_000, 1, 1_000_000, "how many sends may wait to be stored; beyond it `Overloaded`"),
    /** How many loops share the parts. */
    DISPATCH_LOOPS(
            "dispatchLoops",
            1,
            1,
            64,
            "loops that decide and push, each with a thread and the timelines that hash to"
                    + " it: more where there are cores for them"),
    /** How many parts may be open. */
    PARTS_IN_MEMORY(
            "partsInMemory",
            50_000,
            1,
            10_000_000,
            "how many pushes may be open in this process, a tenth of them calls alone; the rest waits in the store"),
    /** How many requests of an app may be without a verdict. */
    LANE_IN_FLIGHT(
            "laneInFlight",
            1_000,
            1,
            100_000,
            "how many requests of one app may be without an answer, a tenth of them calls alone"),
    /** How many devices of an app may be pushed in a second. */
    LANE_RATE(
            "laneRate",
            0,
            0,
            10_000_000,
            "how many devices of one app are pushed in a second, shared by the live processes; 0: no limit"),
    /** How many parts of an app may wait in memory. */
    LANE_PARTS(
            "laneParts",
            10_000,
            1,
            10_000_000,
            "how many pushes of one app may wait in memory for their turn, a tenth of them calls alone"),
    /** How many messages the finer trace covers. */
    TRACE_MESSAGES("traceMessages", 10_000, 1, 1_000_000, "for how many messages the finer steps are remembered"),
    /** How many events a listener may be behind. */
    LISTENER_QUEUE(
            "listenerQueue",
            10_000,
            1,
            1_000_000,
            "how many events may wait for the listener; what comes then is dropped and counted"),
    /** How many threads call ports. */
    BLOCKING_THREADS("blockingThreads", 16, 2, 1_000, "threads that call the store and the registry"),
    /** How many threads run the host's code. */
    CALLBACK_THREADS(
            "callbackThreads", 8, 1, 1_000, "threads that complete stages, and run the host's code that follows them"),
    /** The longest id. */
    ID_BYTES("idBytes", 64, 8, 128, "the longest id, in UTF-8 bytes (ZIM: 32)"),
    /** The longest content. */
    TEXT_BYTES("textBytes", 2_048, 1, 32_768, "the longest message content, in UTF-8 bytes"),
    /** The longest payload. */
    PAYLOAD_BYTES("payloadBytes", 1_024, 0, 32_768, "the longest payload, in UTF-8 bytes after JSON escaping"),
    /** The longest extended data. */
    EXTENDED_DATA_BYTES("extendedDataBytes", 1_024, 0, 32_768, "the longest extended data, in UTF-8 bytes");

    private final String key;
    private final String meaning;
    private final Duration time;
    private final Duration shortest;
    private final Duration longest;
    private final int number;
    private final int least;
    private final int most;
    private final Kind kind;

    private enum Kind {
        TEXT,
        TIME,
        NUMBER
    }

    CoreSetting(String key, String meaning) {
        this(Kind.TEXT, key, meaning, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0, 0);
    }

    CoreSetting(String key, Duration byDefault, Duration least, Duration most, String meaning) {
        this(Kind.TIME, key, meaning, byDefault, least, most, 0, 0, 0);
    }

    CoreSetting(String key, int byDefault, int least, int most, String meaning) {
        this(Kind.NUMBER, key, meaning, Duration.ZERO, Duration.ZERO, Duration.ZERO, byDefault, least, most);
    }

    CoreSetting(
            Kind kind,
            String key,
            String meaning,
            Duration time,
            Duration shortest,
            Duration longest,
            int number,
            int least,
            int most) {
        this.kind = kind;
        this.key = key;
        this.meaning = meaning;
        this.time = time;
        this.shortest = shortest;
        this.longest = longest;
        this.number = number;
        this.least = least;
        this.most = most;
    }

    /** The name in settings. */
    String key() {
        return key;
    }

    Duration time(Settings settings) {
        return settings.duration(key, time, shortest, longest);
    }

    int number(Settings settings) {
        return settings.number(key, number, least, most);
    }

    /** A row of the README's table: name, default, range, meaning. */
    String row() {
        return switch (kind) {
            case TEXT -> "| `" + key + "` | | | " + meaning + " |";
            case TIME ->
                "| `" + key + "` | " + shown(time) + " | " + shown(shortest) + " to " + shown(longest) + " | " + meaning
                        + " |";
            case NUMBER -> "| `" + key + "` | " + number + " | " + least + " to " + most + " | " + meaning + " |";
        };
    }

    private static String shown(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }
}
