package io.offlinepush.core.sim;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Trace;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.UserId;
import io.offlinepush.core.sim.History.Deed;
import io.offlinepush.core.sim.History.Kind;
import io.offlinepush.core.sim.History.Write;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares what left, and what the traces tell, with what was owed and what happened. */
final class Judge {

    /** Nothing leaves that was decided so long before. */
    private static final Duration DECIDED_BEFORE = Duration.ofSeconds(2);

    private final History history;
    private final Team team;

    Judge(History history, Team team) {
        this.history = history;
        this.team = team;
    }

    /** Nothing was owed, and so nothing ended. */
    void nothing(Sent sent, Trace trace) {
        expect(trace.counts().isEmpty(), sent + " ended " + trace.counts() + ": nothing was owed");
        writes(sent).forEach(write -> history.wrong(sent + " left " + write.process() + ": nothing was owed"));
    }

    /** What left was for those it is for, and in time. */
    void left(Owed owed) {
        writes(owed).forEach(write -> {
            String what = owed + " left " + write.process() + " for " + write.user() + " on " + write.device();
            expect(owed.mayReach(write.user(), write), what + ", whom it is not for");
            expect(!History.isStale(owed.expiresAt(), write.time()), what + " at " + write.time() + ", expired");
        });
    }

    /**
     * What replaces what shows is not tried again once there is something newer, whose place it would take. A device
     * that changed hands is another one: for its new user it is the first try.
     */
    void replaced(Sent sent) {
        if (!sent.replaces()) {
            return;
        }
        List<Write> writes = writes(sent);
        for (Write write : writes) {
            Instant decided = write.time().minus(DECIDED_BEFORE);
            boolean again = writes.stream()
                    .anyMatch(other -> other.device().equals(write.device())
                            && other.user().equals(write.user())
                            && other.time().isBefore(decided));
            expect(
                    !again || !sent.hadNewer(write.user(), decided),
                    sent + " left " + write.process() + " again for " + write.device()
                            + ", where something newer shows");
        }
    }

    private List<Write> writes(Owed owed) {
        return history.writes.stream()
                .filter(write -> write.notification().messageId().equals(owed.message()))
                .toList();
    }

    /** What the trace tells is complete and true, and each device is named once. */
    void ended(Owed owed, Trace trace) {
        List<TraceEvent> ends = ends(trace);
        String what = owed + " ended " + ends.stream().map(Judge::told).toList() + trace.counts();
        expect(owed.isForMany() || !trace.counts().isEmpty(), what + ": no end at all");
        Set<PushId> seen = new HashSet<>();
        for (TraceEvent end : ends) {
            PushId pushId = end.pushId();
            expect(pushId == null || seen.add(pushId) || changedHands(pushId, owed), what + ": two ends for " + pushId);
            expect(isTrue(owed, end), what + ": not true: " + told(end));
        }
        Instant last = ends.stream().map(TraceEvent::at).max(Instant::compareTo).orElse(owed.storedAt());
        if (ends.isEmpty()
                || ends.size()
                        < trace.counts().values().stream()
                                .mapToInt(count -> count)
                                .sum()) {
            // A fan-out counts users without a device and has no line, and so no time, for them.
            last = Instant.MAX;
        }
        boolean whole = endedWhole(trace);
        Instant settled = last;
        for (Deed login : history.deeds) {
            if (login.kind == Kind.LOGIN && owed.isFor(login.user(), settled)) {
                // Whose rows could not be read are decided later than the others, or not before the end of it all.
                boolean unread = wasUnread(login.user(), owed.storedAt(), settled);
                PushId pushId = steady(login, owed, unread ? Instant.MAX : settled);
                expect(
                        pushId == null
                                || seen.contains(pushId)
                                || whole
                                || wasUnread(login.user(), owed.expiresAt(), owed.expiresAt()),
                        what + ": no end for " + login.user + " on " + login.device + " (" + pushId + ")");
            }
        }
    }

    /** A user whose rows could not be read has a part apart, and may since have taken over a device of another one. */
    private boolean changedHands(PushId pushId, Owed owed) {
        DeviceId device = history.devices.get(pushId);
        return history.deeds.stream()
                .anyMatch(deed -> deed.kind == Kind.LOGIN
                        && deed.device.equals(device)
                        && deed.end > owed.began()
                        && wasUnread(deed.user(), owed.storedAt(), Instant.MAX));
    }

    private boolean wasUnread(UserId user, Instant from, Instant until) {
        return history.disturbances.stream().anyMatch(it -> it.isUnreadable(user) && it.overlaps(from, until));
    }

    /** The devices' ends, one line for each as far as they have one. */
    static List<TraceEvent> ends(Trace trace) {
        return trace.events().stream()
                .filter(event -> event.stage() == TraceStage.ENDED)
                .toList();
    }

    /** Whether it ended as a whole, without a look at its devices. */
    static boolean endedWhole(Trace trace) {
        return ends(trace).stream()
                .anyMatch(end -> end.pushId() == null
                        && (end.reason() == EndReason.EXPIRED || end.reason() == EndReason.WITHDRAWN));
    }

    private static String told(TraceEvent end) {
        return end.pushId() + " " + end.reason();
    }

    /**
     * The PushID of a device that was surely bound and registered from before the send until some moment; null if not.
     */
    @Nullable
    PushId steady(Deed login, Owed owed, Instant until) {
        if (!login.through || login.end >= owed.began()) {
            return null;
        }
        Deed registered = null;
        for (Deed deed : history.deeds) {
            if (deed.kind == Kind.REGISTER
                    && deed.device.equals(login.device)
                    && deed.through
                    && deed.end < owed.began()) {
                registered = deed;
            }
        }
        if (registered == null) {
            return null;
        }
        PushId pushId = Objects.requireNonNull(registered.pushId);
        long bound = Math.min(login.begin, registered.begin);
        boolean broken = history.deeds.stream()
                .anyMatch(deed -> deed.device.equals(login.device)
                        && deed.end >= bound
                        && !History.millis(deed.beginTime).isAfter(until)
                        && (deed.kind == Kind.LOGOUT
                                || deed.kind == Kind.UNREGISTER
                                || (deed.kind == Kind.LOGIN && !Objects.equals(deed.user, login.user))));
        return broken || tokenDied(pushId, until) ? null : pushId;
    }

    /** The vendor said so of the token that the device had then: of an older one it costs the registration nothing. */
    private boolean tokenDied(PushId pushId, Instant until) {
        return history.answers.stream()
                .anyMatch(answer -> answer.pushId().equals(pushId)
                        && answer.verdict() instanceof Verdict.TokenInvalid
                        && !History.millis(answer.time()).isAfter(until)
                        && history.deeds.stream()
                                .noneMatch(deed -> deed.kind == Kind.REGISTER
                                        && deed.through
                                        && pushId.equals(deed.pushId)
                                        && !answer.token().equals(deed.token)
                                        && isNewer(deed, answer)));
    }

    private boolean isNewer(Deed registration, History.Answer answer) {
        return history.deeds.stream()
                .filter(deed -> deed.kind == Kind.REGISTER && answer.token().equals(deed.token))
                .allMatch(deed -> deed.end < registration.begin);
    }

    private boolean isTrue(Owed owed, TraceEvent end) {
        PushId pushId = end.pushId();
        EndReason reason = Objects.requireNonNull(end.reason());
        return switch (reason) {
            case ACCEPTED -> answered(owed, pushId, Verdict.Accepted.class);
            case REJECTED -> answered(owed, pushId, Verdict.Rejected.class);
            case TOKEN_INVALID -> answered(owed, pushId, Verdict.TokenInvalid.class);
            case EXPIRED -> !end.at().isBefore(owed.expiresAt());
            case SUPERSEDED -> owed.isSuperseded(end.at());
            case DELIVERED -> owed.isDelivered(pushId);
            case NOT_MEMBER -> owed.isForGroup() && wasAway(owed, pushId, end.at());
            case NO_BINDING -> wasUnbound(owed, pushId, end.at());
            case WITHDRAWN -> owed.isWithdrawn(end.at());
            // Five processes would have to be lost with it: there are fewer. The host has no presence, and something
            // was owed.
            case POISON, HOST_ONLINE, NO_PUSH_CONFIG -> false;
        };
    }

    private boolean answered(Owed owed, @Nullable PushId pushId, Class<? extends Verdict> verdict) {
        return history.answers.stream()
                .anyMatch(answer -> answer.message().equals(owed.message())
                        && answer.pushId().equals(pushId)
                        && verdict.isInstance(answer.verdict()));
    }

    private boolean wasAway(Owed owed, @Nullable PushId pushId, Instant at) {
        DeviceId device = history.devices.get(pushId);
        return device == null
                || history.deeds.stream()
                        .filter(deed -> deed.kind == Kind.LOGIN && deed.device.equals(device))
                        .anyMatch(deed -> !owed.isFor(deed.user(), at));
    }

    /** The named device was not surely bound all the time; if none is named, then some login of a receiver was not. */
    private boolean wasUnbound(Owed owed, @Nullable PushId pushId, Instant at) {
        if (pushId == null
                && (owed.namesUsersWithoutDevice()
                        || (owed.isForGroup() && !team.movers().isEmpty()))) {
            // It may be about somebody of whom it is not sure that they were a member when it was stored.
            return true;
        }
        List<Deed> logins = history.deeds.stream()
                .filter(deed -> deed.kind == Kind.LOGIN && owed.isFor(deed.user(), owed.storedAt()))
                .toList();
        List<PushId> steady = new ArrayList<>();
        for (Deed login : logins) {
            PushId bound = steady(login, owed, at);
            if (bound != null) {
                steady.add(bound);
            }
        }
        return pushId == null ? steady.isEmpty() || steady.size() < logins.size() : !steady.contains(pushId);
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            history.wrong(otherwise);
        }
    }
}
