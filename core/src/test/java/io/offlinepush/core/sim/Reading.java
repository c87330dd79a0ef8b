package io.offlinepush.core.sim;

import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.Timeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares what sessions were given with what was stored. */
final class Reading {

    private final History history;
    private final List<Sent> messages;
    private final Team team;

    Reading(History history, List<Sent> messages, Team team) {
        this.history = history;
        this.messages = messages;
        this.team = team;
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
        boolean gaps = timeline.kind() == Timeline.Kind.GROUP && team.movers().contains(client.user);
        long start = startOf(client, timeline);
        Long expected = next(timeline, start);
        long first = taken.get(0).sequence();
        String what = client.user + " on " + client.device + " in " + timeline.id();
        expect(
                gaps || expected == null || first <= expected || tookUpLater(client, timeline, first),
                what + ": began with #" + first + ", not #" + expected);
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

    // A group that could not be looked up at the login is taken up later, where another session has brought the device
    // by then.
    private boolean tookUpLater(SimClient client, Timeline timeline, long first) {
        Long before = entries.getOrDefault(timeline, new TreeMap<>()).lowerKey(first);
        return timeline.kind() == Timeline.Kind.GROUP
                && before != null
                && history.acknowledgements.stream()
                        .anyMatch(it -> it.user().equals(client.user)
                                && it.timeline().equals(timeline)
                                && it.sequence() >= before
                                && it.sequence() < first);
    }

    // What a connected and attentive client must have in the end: everything after where its device was.
    void hasEverything(SimClient client, Set<Timeline> timelines) {
        for (Timeline timeline : timelines) {
            if (timeline.kind() == Timeline.Kind.GROUP && team.movers().contains(client.user)) {
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
        long first = Math.min(history.firstLogin(client.user, client.device), client.login.end);
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

    private final Map<Timeline, TreeMap<Long, Sent>> entries = new HashMap<>();

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
