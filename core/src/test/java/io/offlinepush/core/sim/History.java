package io.offlinepush.core.sim;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What hosts did, clients acknowledged, vendors were given and phones showed, in one order. What must not be at any
 * moment is noted as wrong at once; {@link Judge} looks at the whole in the end. It knows nothing of the engine.
 */
final class History {

    static final List<UserId> USERS = List.of(new UserId("ann"), new UserId("ben"), new UserId("cem"));

    /** How long a process may go on after its last renewal was asked for, as the settings have it. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    /** Promise 3: how long a push that was decided before may still leave on another process. */
    private static final Duration FRESHNESS = Duration.ofSeconds(1);

    private static final long NEVER = Long.MAX_VALUE;

    enum Kind {
        LOGIN,
        LOGOUT,
        REGISTER,
        UNREGISTER
    }

    /** Something a host asked for: it took effect, if at all, between its beginning and its end. */
    static final class Deed {
        final Kind kind;
        final String process;
        final @Nullable UserId user;
        final DeviceId device;
        final long begin;
        final Instant beginTime;
        /** The login that a session's logout ends; others name the user. */
        final @Nullable Deed ofLogin;

        long end = NEVER;
        Instant endTime = Instant.MAX;
        /** It ended well: what it promises holds from here on. */
        boolean through;

        @Nullable
        PushId pushId;

        @Nullable
        DeviceToken token;

        private Deed(
                Kind kind,
                String process,
                @Nullable UserId user,
                DeviceId device,
                long begin,
                Instant beginTime,
                @Nullable Deed ofLogin) {
            this.kind = kind;
            this.process = process;
            this.user = user;
            this.device = device;
            this.begin = begin;
            this.beginTime = beginTime;
            this.ofLogin = ofLogin;
        }

        UserId user() {
            return Objects.requireNonNull(user);
        }

        DeviceId device() {
            return device;
        }

        boolean isLoginOf(UserId who) {
            return kind == Kind.LOGIN && who.equals(user);
        }
    }

    /** A client acknowledged. */
    record Acknowledgement(long at, UserId user, DeviceId device, Timeline timeline, long sequence) {}

    /** What the vendor said about one target. */
    record Answer(long at, Instant time, MessageId message, PushId pushId, DeviceToken token, Verdict verdict) {}

    /**
     * A target of a request that a process wrote.
     *
     * @param awakeSince when the process last came out of a standstill
     */
    record Write(
            long at,
            Instant time,
            String process,
            Instant awakeSince,
            UserId user,
            DeviceId device,
            Notification notification) {}

    private final InstantSource clock;
    private long events;
    final List<Deed> deeds = new ArrayList<>();
    final List<Acknowledgement> acknowledgements = new ArrayList<>();
    final List<Answer> answers = new ArrayList<>();
    final Map<PushId, DeviceId> devices = new HashMap<>();
    private final Map<DeviceId, Phone> phones = new HashMap<>();
    private final List<String> wrongs = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    /** Ids that are made by chance, each by the order of its appearance. */
    private final Map<Object, String> names = new HashMap<>();

    final List<Write> writes = new ArrayList<>();
    private final Map<String, Instant> awakeSince = new HashMap<>();
    private Instant allAwakeSince = Instant.MIN;

    final List<Disturbance> disturbances = new ArrayList<>();
    final List<Rush> rushes = new ArrayList<>();
    final Turns turns = new Turns();
    /** Pushes whose time was measured, and that had no excuse. */
    int measured;

    private final Map<String, Instant> leasedAt = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private final Map<Heard, Instant> notBefore = new HashMap<>();
    /** How often a process got a lease, and for each request under which of them it was written. */
    private final Map<String, Integer> leases = new HashMap<>();

    private final Map<PushRequest, Integer> writtenUnder = new HashMap<>();
    private boolean over;

    /** What a process was told about one target of a notification. */
    private record Heard(String process, MessageId message, DeviceToken token) {}

    /** A while in which a vendor answered nobody, and pushes of a process piled up. */
    record Rush(String process, Instant from, Instant to) {}

    History(InstantSource clock) {
        this.clock = clock;
    }

    long now() {
        return ++events;
    }

    Instant time() {
        return clock.instant();
    }

    /** All of it as a text: of two lives that were the same, the same text. */
    String text() {
        return String.join("\n", told);
    }

    void tell(String what) {
        if (over) {
            return;
        }
        told.add(events + " " + time() + " " + what);
    }

    /** What an id that is made by chance is called in every life of this seed. */
    String name(Object id) {
        return names.computeIfAbsent(id, unused -> "id" + names.size());
    }

    void wrong(String what) {
        if (over) {
            return;
        }
        wrongs.add(what);
    }

    List<String> wrongs() {
        return wrongs;
    }

    /** Nothing counts any more. */
    void end() {
        over = true;
    }

    Disturbance disturbed(Disturbance.Scope scope, @Nullable String process, @Nullable UserId user, String what) {
        Disturbance disturbance = new Disturbance(scope, process, user, what, time());
        disturbances.add(disturbance);
        tell("begins to be disturbed: " + what + " " + scope + " " + process + " " + user);
        return disturbance;
    }

    /** The store has promised a process a lease, which it had asked for at a moment. */
    void leased(SimProcess process, Instant asked, boolean anew) {
        leasedAt.put(process.name, asked);
        if (anew) {
            // What it was told under its former lease went with that.
            leases.merge(process.name, 1, Integer::sum);
            notBefore.keySet().removeIf(heard -> heard.process.equals(process.name));
        }
    }

    /** It has said that it is closed. */
    void closed(SimProcess process) {
        closed.add(process.name);
        tell(process.name + " is closed");
        deeds.stream()
                .filter(deed -> deed.process.equals(process.name) && deed.end == NEVER)
                .forEach(deed -> wrong(deed.kind + " of " + deed.user + " on " + deed.device + " was never answered by "
                        + process.name + ", which is closed"));
    }

    /** The engine of a process has heard when to try again. */
    void hears(SimProcess process, PushRequest request, List<Verdict> verdicts) {
        if (!Objects.equals(writtenUnder.get(request), leases.get(process.name))) {
            return;
        }
        for (int i = 0;
                i < verdicts.size() && verdicts.size() == request.targets().size();
                i++) {
            Verdict verdict = verdicts.get(i);
            if (verdict instanceof Verdict.RetryLater later && later.after() != null) {
                notBefore.put(
                        new Heard(
                                process.name,
                                request.notification().messageId(),
                                request.targets().get(i).token()),
                        time().plus(later.after()));
            }
        }
    }

    Deed begin(Kind kind, SimProcess process, @Nullable UserId user, DeviceId device, @Nullable Deed ofLogin) {
        Deed deed = new Deed(kind, process.name, user, device, now(), time(), ofLogin);
        deeds.add(deed);
        tell(process.name + " begins " + kind + " of " + user + " on " + device);
        return deed;
    }

    /** It is over, well or not. */
    void end(Deed deed, boolean well) {
        if (deed.end == NEVER) {
            deed.end = now();
            deed.endTime = time();
            deed.through = well;
            tell(deed.process + " ends " + deed.kind + " of " + deed.user + " on " + deed.device + ": " + well);
        }
    }

    /** Nothing that this process began goes on. */
    void died(SimProcess process) {
        deeds.stream().filter(deed -> deed.process.equals(process.name)).forEach(deed -> end(deed, false));
    }

    void acknowledges(UserId user, DeviceId device, Timeline timeline, long sequence) {
        acknowledgements.add(new Acknowledgement(now(), user, device, timeline, sequence));
        tell(user + " on " + device + " acknowledges " + timeline + " up to " + sequence);
    }

    /** A token names its device: {@code device/edition}. */
    static DeviceId deviceOf(DeviceToken token) {
        return new DeviceId(token.value().substring(0, token.value().indexOf('/')));
    }

    /** A request is being written by a process. */
    void leaves(String process, PushRequest request) {
        long now = now();
        writtenUnder.put(request, leases.getOrDefault(process, 0));
        for (Target target : request.targets()) {
            DeviceId device = deviceOf(target.token());
            devices.put(target.pushId(), device);
            writes.add(new Write(
                    now, time(), process, awakeSince(process), target.user(), device, request.notification()));
            String what =
                    request.notification().messageId() + " left " + process + " for " + target.user() + " on " + device;
            tell(process + " writes " + name(request.notification().messageId()) + " ("
                    + request.notification().content().title() + ") for " + device);
            mayLeave(what, process, new Heard(process, request.notification().messageId(), target.token()));
            if (!mayRing(target.user(), device, process, now)) {
                wrong(what + " after a logout or take-over");
            }
            if (isRetired(target.pushId(), device, process)) {
                wrong(what + " after the device was unregistered");
            }
        }
    }

    private void mayLeave(String what, String process, Heard heard) {
        Instant leased = leasedAt.getOrDefault(process, Instant.MIN);
        if (!leased.plus(LEASE).isAfter(time())) {
            wrong(what + " after its lease of " + leased + " had run out");
        }
        if (closed.contains(process)) {
            wrong(what + " after it was closed");
        }
        Instant earliest = notBefore.getOrDefault(heard, Instant.MIN);
        if (earliest.isAfter(time())) {
            wrong(what + " before " + earliest + ", which the vendor had named");
        }
    }

    /** A process goes on after it stood still. */
    void awakes(SimProcess process) {
        awakeSince.put(process.name, time());
    }

    /** All go on after they stood still. */
    void allAwake() {
        allAwakeSince = time();
    }

    private Instant awakeSince(String process) {
        Instant own = awakeSince.getOrDefault(process, Instant.MIN);
        return own.isAfter(allAwakeSince) ? own : allAwakeSince;
    }

    /** When the user's first login on the device was through, in the history's count. */
    long firstLogin(UserId user, @Nullable DeviceId device) {
        return deeds.stream()
                .filter(deed -> deed.isLoginOf(user) && deed.device.equals(device) && deed.through)
                .mapToLong(deed -> deed.end)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Promise 3: a login of the user began, and nothing ended it that this process must know by now. */
    private boolean mayRing(UserId user, DeviceId device, String process, long now) {
        return deeds.stream()
                .filter(login -> login.isLoginOf(user) && login.device.equals(device) && login.begin <= now)
                .anyMatch(login -> deeds.stream().noneMatch(other -> binds(other, process) && ends(other, login)));
    }

    private boolean isRetired(PushId pushId, DeviceId device, String process) {
        return deeds.stream()
                .filter(deed -> deed.kind == Kind.REGISTER && pushId.equals(deed.pushId))
                .anyMatch(known -> deeds.stream()
                        .anyMatch(other -> other.kind == Kind.UNREGISTER
                                && other.device.equals(device)
                                && other.begin > known.end
                                && binds(other, process)));
    }

    /** In the same process it holds at once, in others after a moment. */
    private boolean binds(Deed deed, String process) {
        return deed.through && (deed.process.equals(process) || isStale(deed.endTime, time()));
    }

    /** As the store tells times. */
    static Instant millis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whether nothing that was decided before one moment may leave at another any more, on any process. */
    static boolean isStale(Instant decided, Instant now) {
        return decided.plus(FRESHNESS).isBefore(now);
    }

    private static boolean ends(Deed other, Deed login) {
        if (!other.device.equals(login.device) || other.begin <= login.end) {
            return false;
        }
        if (other.kind == Kind.LOGOUT) {
            Deed meant = other.ofLogin;
            // A session's logout ends its own login and older ones, never a newer one.
            return Objects.equals(other.user, login.user)
                    && (meant == null || meant == login || login.end < meant.begin);
        }
        return other.kind == Kind.LOGIN && !Objects.equals(other.user, login.user);
    }

    /** The vendor decides about a target; what it accepts shows. */
    void decides(PushRequest request, Target target, Verdict verdict) {
        Notification notification = request.notification();
        MessageId message = notification.messageId();
        answers.add(new Answer(now(), time(), message, target.pushId(), target.token(), verdict));
        tell("the vendor says " + verdict + " to " + name(message) + " for " + name(target.pushId()));
        if (verdict instanceof Verdict.Accepted) {
            phones.computeIfAbsent(deviceOf(target.token()), Phone::new)
                    .show(target.user(), notification)
                    .forEach(this::wrong);
        }
    }
}
