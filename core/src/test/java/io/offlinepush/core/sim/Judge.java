package io.offlinepush.core.sim;

import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.Trace;
import io.offlinepush.api.TraceEvent;
import io.offlinepush.api.TraceStage;
import io.offlinepush.api.UserId;
import io.offlinepush.core.sim.History.Deed;
import io.offlinepush.core.sim.History.Kind;
import io.offlinepush.spi.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares what the traces tell with the history, and what sessions were given with what was stored. */
final class Judge {

    private static final Duration STALE_AFTER = Duration.ofMinutes(10);

    /** A message that is stored, and what its sender asked for. */
    record Stored(
            MessageId message,
            UserId sender,
            Timeline timeline,
            long sequence,
            Instant storedAt,
            long sendBegan,
            boolean pushed,
            Duration expireAfter) {

        Instant expiresAt() {
            return storedAt.plus(expireAfter);
        }
    }

    /** A user was in a group from one moment of the history to another. */
    static final class Stay {
        final UserId user;
        final String group;
        final long from;
        final Instant since;
        Instant left = Instant.MAX;

        Stay(UserId user, String group, long from, Instant since) {
            this.user = user;
            this.group = group;
            this.from = from;
            this.since = since;
        }

        boolean isOver() {
            return !left.equals(Instant.MAX);
        }
    }

    private final History history;
    private final List<Stored> messages;
    private final List<Stay> stays;
    private final Set<UserId> movers = new HashSet<>();

    Judge(History history, List<Stored> messages, List<Stay> stays) {
        this.history = history;
        this.messages = messages;
        this.stays = stays;
        Map<UserId, Integer> times = new HashMap<>();
        stays.forEach(stay -> {
            if (times.merge(stay.user, 1, Integer::sum) > 1 || stay.isOver()) {
                movers.add(stay.user);
            }
        });
    }

    /** What the trace tells is complete and true, and each device is named once. */
    void pushes(Stored stored, Trace trace) {
        List<TraceEvent> ends = trace.events().stream()
                .filter(event -> event.stage() == TraceStage.ENDED)
                .toList();
        String what = stored + " ended " + ends.stream().map(Judge::told).toList() + trace.counts();
        if (!stored.pushed) {
            expect(trace.counts().isEmpty(), what + ": nothing was owed");
            return;
        }
        // A group may have no member, and then no device, when its push is due.
        expect(stored.timeline.kind() == Timeline.Kind.GROUP || !trace.counts().isEmpty(), what + ": no end at all");
        Set<PushId> seen = new HashSet<>();
        for (TraceEvent end : ends) {
            PushId pushId = end.pushId();
            expect(pushId == null || seen.add(pushId), what + ": two ends for " + pushId);
            expect(isTrue(stored, end), what + ": not true: " + told(end));
        }
        Instant last = ends.stream().map(TraceEvent::at).max(Instant::compareTo).orElse(stored.storedAt);
        if (ends.isEmpty()
                || ends.size()
                        < trace.counts().values().stream()
                                .mapToInt(count -> count)
                                .sum()) {
            // A fan-out counts users without a device and has no line, and so no time, for them.
            last = Instant.MAX;
        }
        boolean whole = ends.stream().anyMatch(end -> end.pushId() == null && end.reason() == EndReason.EXPIRED);
        Instant settled = last;
        for (Deed login : history.deeds) {
            if (login.kind == Kind.LOGIN && isReceiver(stored, login.user(), settled)) {
                PushId pushId = steady(login, stored, settled);
                expect(
                        pushId == null || seen.contains(pushId) || whole,
                        what + ": no end for " + login.user + " on " + login.device + " (" + pushId + ")");
            }
        }
    }

    private static String told(TraceEvent end) {
        return end.pushId() + " " + end.reason();
    }

    private boolean isReceiver(Stored stored, UserId user, Instant until) {
        if (stored.timeline.kind() == Timeline.Kind.INBOX) {
            return stored.timeline.id().equals(user.value());
        }
        return !user.equals(stored.sender)
                && stays.stream()
                        .anyMatch(stay -> stay.user.equals(user)
                                && stay.group.equals(stored.timeline.id())
                                && stay.from < stored.sendBegan
                                && !stay.since.isAfter(stored.storedAt)
                                && (stay.left.isAfter(until) || !stay.isOver()));
    }

    /** The PushID of a device that was surely bound and registered from before the send until some moment; null if not. */
    private @Nullable PushId steady(Deed login, Stored stored, Instant until) {
        if (!login.through || login.end >= stored.sendBegan) {
            return null;
        }
        Deed registered = null;
        for (Deed deed : history.deeds) {
            if (deed.kind == Kind.REGISTER
                    && deed.device.equals(login.device)
                    && deed.through
                    && deed.end < stored.sendBegan) {
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
                        && !deed.beginTime.truncatedTo(ChronoUnit.MILLIS).isAfter(until)
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
                        && !answer.time().truncatedTo(ChronoUnit.MILLIS).isAfter(until)
                        && history.deeds.stream()
                                .noneMatch(deed -> deed.kind == Kind.REGISTER
                                        && deed.through
                                        && pushId.equals(deed.pushId)
                                        && !answer.token().equals(deed.token)
                                        && deed.end < answer.at()
                                        && isNewer(deed, answer)));
    }

    private boolean isNewer(Deed registration, History.Answer answer) {
        return history.deeds.stream()
                .filter(deed -> deed.kind == Kind.REGISTER && answer.token().equals(deed.token))
                .allMatch(deed -> deed.end < registration.begin);
    }

    private boolean isTrue(Stored stored, TraceEvent end) {
        PushId pushId = end.pushId();
        EndReason reason = Objects.requireNonNull(end.reason());
        return switch (reason) {
            case ACCEPTED -> answered(stored, pushId, Verdict.Accepted.class);
            case REJECTED -> answered(stored, pushId, Verdict.Rejected.class);
            case TOKEN_INVALID -> answered(stored, pushId, Verdict.TokenInvalid.class);
            case EXPIRED -> !end.at().isBefore(stored.expiresAt());
            case SUPERSEDED -> isStale(stored, end.at());
            case DELIVERED -> hasRead(stored, pushId);
            case NOT_MEMBER -> stored.timeline.kind() == Timeline.Kind.GROUP && wasAway(stored, pushId, end.at());
            case NO_BINDING -> wasUnbound(stored, pushId, end.at());
            // Five processes would have to be lost with it: there are fewer. The host has no presence, and something
            // was owed; nothing is withdrawn.
            case POISON, HOST_ONLINE, NO_PUSH_CONFIG, WITHDRAWN -> false;
        };
    }

    private boolean answered(Stored stored, @Nullable PushId pushId, Class<? extends Verdict> verdict) {
        return history.answers.stream()
                .anyMatch(answer -> answer.message().equals(stored.message)
                        && answer.pushId().equals(pushId)
                        && verdict.isInstance(answer.verdict()));
    }

    private boolean isStale(Stored stored, Instant at) {
        return stored.storedAt.plus(STALE_AFTER).isBefore(at)
                && messages.stream()
                        .anyMatch(other -> other.timeline.equals(stored.timeline)
                                && other.sequence > stored.sequence
                                && other.pushed
                                && (stored.timeline.kind() == Timeline.Kind.GROUP
                                        || other.sender.equals(stored.sender)));
    }

    /**
     * The device's client acknowledged it. A device that is new to a user begins where the user's most advanced one is, so for
     * it another device's acknowledgement counts that came before its first login was through; for a group, before it took
     * the group up, which is not seen from outside. An end without a PushID is that of a device that is not registered, and
     * does not say which.
     */
    private boolean hasRead(Stored stored, @Nullable PushId pushId) {
        DeviceId device = history.devices.get(pushId);
        boolean group = stored.timeline.kind() == Timeline.Kind.GROUP;
        boolean anyDevice = group || pushId == null;
        return (group && wasPassedOver(stored, device))
                || history.acknowledgements.stream()
                        .anyMatch(it -> it.timeline().equals(stored.timeline)
                                && it.sequence() >= stored.sequence
                                && (anyDevice
                                        || it.device().equals(device)
                                        || it.at() < firstLogin(it.user(), device)));
    }

    /** What was stored before its user joined a group, a device passes over, and it counts as read. */
    private boolean wasPassedOver(Stored stored, @Nullable DeviceId device) {
        return history.deeds.stream()
                .filter(deed -> deed.kind == Kind.LOGIN && (device == null || deed.device.equals(device)))
                .anyMatch(deed -> stays.stream()
                        .anyMatch(stay -> stay.user.equals(deed.user) && stay.since.isAfter(stored.storedAt)));
    }

    private long firstLogin(UserId user, @Nullable DeviceId device) {
        return history.deeds.stream()
                .filter(deed -> deed.isLoginOf(user) && deed.device.equals(device) && deed.through)
                .mapToLong(deed -> deed.end)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private boolean wasAway(Stored stored, @Nullable PushId pushId, Instant at) {
        DeviceId device = history.devices.get(Objects.requireNonNull(pushId));
        return device == null
                || history.deeds.stream()
                        .filter(deed -> deed.kind == Kind.LOGIN && deed.device.equals(device))
                        .anyMatch(deed -> !isReceiver(stored, deed.user(), at));
    }

    /** The named device was not surely bound all the time; if none is named, then some login of a receiver was not. */
    private boolean wasUnbound(Stored stored, @Nullable PushId pushId, Instant at) {
        if (pushId == null && stored.timeline.kind() == Timeline.Kind.GROUP && !movers.isEmpty()) {
            // It may be about somebody of whom it is not sure that they were a member when it was stored.
            return true;
        }
        List<Deed> logins = history.deeds.stream()
                .filter(deed -> deed.kind == Kind.LOGIN && isReceiver(stored, deed.user(), stored.storedAt))
                .toList();
        List<PushId> steady = new ArrayList<>();
        for (Deed login : logins) {
            PushId bound = steady(login, stored, at);
            if (bound != null) {
                steady.add(bound);
            }
        }
        return pushId == null ? steady.isEmpty() || steady.size() < logins.size() : !steady.contains(pushId);
    }

    // In order, without gaps, and from no later than where the device was.
    void session(SimClient client) {
        Map<Timeline, List<MessageReceived>> byTimeline = new HashMap<>();
        client.taken.forEach(message -> byTimeline
                .computeIfAbsent(message.timeline(), unused -> new ArrayList<>())
                .add(message));
        byTimeline.forEach((timeline, taken) -> inOrder(client, timeline, taken));
    }

    private void inOrder(SimClient client, Timeline timeline, List<MessageReceived> taken) {
        // Who left a group and came back does not see what was between: what is due to them depends on when it was
        // looked up.
        boolean gaps = timeline.kind() == Timeline.Kind.GROUP && movers.contains(client.user);
        long start = startOf(client, timeline);
        Long expected = next(timeline, start);
        long first = taken.get(0).sequence();
        String what = client.user + " on " + client.device + " in " + timeline.id();
        expect(gaps || expected == null || first <= expected, what + ": began with #" + first + ", not #" + expected);
        long last = first;
        for (MessageReceived message : taken.subList(1, taken.size())) {
            Long following = next(timeline, last);
            expect(message.sequence() > last, what + ": #" + message.sequence() + " after #" + last);
            expect(
                    gaps || Objects.equals(following, message.sequence()),
                    what + ": #" + message.sequence() + " after #" + last + ", where #" + following + " was due");
            last = message.sequence();
        }
    }

    // What a connected and attentive client must have in the end: everything after where its device was.
    void hasEverything(SimClient client, Set<Timeline> timelines) {
        for (Timeline timeline : timelines) {
            if (timeline.kind() == Timeline.Kind.GROUP && movers.contains(client.user)) {
                continue;
            }
            Set<Long> taken = new HashSet<>();
            client.taken.forEach(message -> {
                if (message.timeline().equals(timeline)) {
                    taken.add(message.sequence());
                }
            });
            Long due = next(timeline, startOf(client, timeline));
            while (due != null) {
                expect(
                        taken.contains(due),
                        client.user + " on " + client.device + " never got #" + due + " of " + timeline.id());
                due = next(timeline, due);
            }
        }
    }

    // As far as the device may have been when the session began: what it, or for a new one any of the user's,
    // acknowledged.
    private long startOf(SimClient client, Timeline timeline) {
        long first = Math.min(firstLogin(client.user, client.device), client.login.end);
        boolean group = timeline.kind() == Timeline.Kind.GROUP;
        return history.acknowledgements.stream()
                .filter(it -> it.user().equals(client.user)
                        && it.timeline().equals(timeline)
                        && it.at() < client.login.end
                        && (group || it.at() < first || it.device().equals(client.device)))
                .mapToLong(History.Acknowledgement::sequence)
                .max()
                .orElse(0);
    }

    private final Map<Timeline, TreeMap<Long, Stored>> entries = new HashMap<>();

    private @Nullable Long next(Timeline timeline, long after) {
        if (entries.isEmpty()) {
            messages.forEach(message -> entries.computeIfAbsent(message.timeline, unused -> new TreeMap<>())
                    .put(message.sequence, message));
        }
        return entries.getOrDefault(timeline, new TreeMap<>()).higherKey(after);
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            history.wrong(otherwise);
        }
    }
}
