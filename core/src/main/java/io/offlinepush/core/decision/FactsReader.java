package io.offlinepush.core.decision;

import io.offlinepush.api.Environment.Ticker;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.delivery.DecisionStamp;
import io.offlinepush.core.delivery.SendGate;
import io.offlinepush.core.outbox.Node;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.Membership;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.Superseded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the facts for many subjects at once: one read of the recipients and one of their cursors for all. The same
 * facts serve a decision and {@link Explainer}. Blocks for the ports.
 *
 * <p>The order of the reads matters. Who looks online is read first; who is logged in is read after the gate's epoch
 * was noted; cursors come last, because a session writes its cursor before it says that it is gone. What has expired is
 * not read at all.
 */
public final class FactsReader {

    private static final Logger log = LoggerFactory.getLogger(FactsReader.class);

    /** If more users of a page could not be read, it is not about them: the page is read again. */
    private static final int MOST_UNREAD = 32;

    private final MessageStore store;
    private final BindingRegistry registry;
    private final Node node;
    private final SendGate gate;
    private final Ticker ticker;
    private final Duration staleAfter;

    /**
     * A reader.
     *
     * @param staleAfter age beyond which only the newest push of a conversation is sent
     */
    public FactsReader(
            MessageStore store,
            BindingRegistry registry,
            Node node,
            SendGate gate,
            Ticker ticker,
            Duration staleAfter) {
        this.store = store;
        this.registry = registry;
        this.node = node;
        this.gate = gate;
        this.ticker = ticker;
        this.staleAfter = staleAfter;
    }

    /** What was asked of the host before: null where there is no such question, or no such host code. */
    record HostAnswers(
            @Nullable PresenceSnapshot presence, @Nullable Map<UserId, Membership> members) {

        static final HostAnswers NONE = new HostAnswers(null, null);
    }

    /** Whether a subject's time is over, as far as this process knows the store's time. */
    boolean isExpired(Subject subject) {
        return !node.storeTime().isBefore(subject.expiresAt());
    }

    /** Who has a session of ours on a live node; nobody if that cannot be read. */
    PresenceSnapshot sessions() {
        try {
            return new SessionPresence(store.nodes().live());
        } catch (RuntimeException | Error e) {
            log.warn(
                    "The live nodes could not be read, so nobody counts as online: {}",
                    e.getClass().getName());
            return new SessionPresence(Set.of());
        }
    }

    /**
     * Reads the devices of users before it is known in which parts they will be.
     *
     * @return what {@link Subject#prepared} gives for each of those parts
     */
    public PreparedFacts prepare(List<UserId> users, @Nullable PresenceSnapshot hostPresence) {
        DecisionStamp stamp = DecisionStamp.now(gate, ticker);
        PresenceSnapshot presence = hostPresence == null ? sessions() : hostPresence;
        Set<UserId> unread = new HashSet<>();
        Map<UserId, List<DeviceRow>> rows = KeyedRead.of("recipients", users, registry::recipients, unread);
        if (unread.size() > MOST_UNREAD) {
            throw new IllegalStateException(unread.size() + " of " + users.size() + " recipients could not be read");
        }
        return new PreparedFacts(stamp, presence, rows, unread);
    }

    /**
     * Reads.
     *
     * @return one for each subject, in their order
     */
    List<PartFacts> read(List<? extends Subject> subjects, HostAnswers answers) {
        // Before anything is read: a decision is as old as the oldest of its facts.
        DecisionStamp stamp = DecisionStamp.now(gate, ticker);
        PresenceSnapshot presence = answers.presence == null ? sessions() : answers.presence;
        return new Batch(subjects, answers.members, presence, stamp).read();
    }

    /** One reading. */
    private final class Batch {

        private final List<? extends Subject> subjects;
        private final @Nullable Map<UserId, Membership> members;
        private final PresenceSnapshot presence;
        private final DecisionStamp stamp;
        private final Instant now = node.storeTime();
        private final Set<Object> unread = new HashSet<>();

        private Batch(
                List<? extends Subject> subjects,
                @Nullable Map<UserId, Membership> members,
                PresenceSnapshot presence,
                DecisionStamp stamp) {
            this.subjects = subjects;
            this.members = members;
            this.presence = presence;
            this.stamp = stamp;
        }

        private List<PartFacts> read() {
            List<@Nullable PreparedFacts> prepared = new ArrayList<>(subjects.size());
            Set<UserId> users = new HashSet<>();
            Set<Timeline> notifications = new HashSet<>();
            Set<PartId> mayBeSuperseded = new HashSet<>();
            for (Subject subject : subjects) {
                PreparedFacts known = subject.prepared();
                prepared.add(known);
                if (isOver(subject)) {
                    continue;
                }
                if (known == null) {
                    users.addAll(subject.users());
                }
                if (subject.isNotification()) {
                    notifications.add(subject.timeline());
                }
                if (subject.yieldsToNewer()
                        || subject.storedAt().plus(staleAfter).isBefore(now)) {
                    mayBeSuperseded.addAll(subject.parts());
                }
            }
            Map<UserId, List<DeviceRow>> rows = KeyedRead.of("recipients", users, registry::recipients, unread());
            List<List<DeviceRow>> rowsOf = new ArrayList<>(subjects.size());
            List<CursorKey> keys = new ArrayList<>(subjects.size());
            for (int i = 0; i < subjects.size(); i++) {
                Subject subject = subjects.get(i);
                PreparedFacts known = prepared.get(i);
                List<DeviceRow> own =
                        isOver(subject) ? List.of() : rowsOf(subject, known == null ? rows : known.rows());
                rowsOf.add(own);
                for (DeviceRow row : own) {
                    Login login = row.login();
                    if (login != null) {
                        keys.add(new CursorKey(login.user(), row.device(), subject.timeline()));
                    }
                }
            }
            Map<CursorKey, Long> cursors = KeyedRead.of("cursors", keys, store.cursors()::read, unread());
            Map<PartId, Superseded> superseded =
                    KeyedRead.of("conversations", mayBeSuperseded, store.outbox()::superseded, unread());
            Map<Timeline, Long> heads = KeyedRead.of("heads", notifications, store::heads, unread());
            List<PartFacts> facts = new ArrayList<>(subjects.size());
            int key = 0;
            for (int i = 0; i < subjects.size(); i++) {
                Subject subject = subjects.get(i);
                List<DeviceRow> own = rowsOf.get(i);
                if (isOver(subject)) {
                    facts.add(PartFacts.expired(stamp));
                } else {
                    facts.add(facts(
                            subject,
                            prepared.get(i),
                            own,
                            keys.subList(key, key + own.size()),
                            cursors,
                            superseded,
                            heads));
                }
                key += own.size();
            }
            return facts;
        }

        @SuppressWarnings("unchecked") // It only collects keys, to be asked for by their own kind.
        private <K> Set<K> unread() {
            return (Set<K>) unread;
        }

        private boolean isOver(Subject subject) {
            return !now.isBefore(subject.expiresAt()) && !subject.isReadWhenExpired();
        }

        private List<DeviceRow> rowsOf(Subject subject, Map<UserId, List<DeviceRow>> rows) {
            List<UserId> users = subject.users();
            if (users.size() == 1) {
                List<DeviceRow> own = rows.getOrDefault(users.get(0), List.of());
                if (own.size() == 1 && isConcerned(subject, own.get(0))) {
                    return own;
                }
            }
            List<DeviceRow> own = new ArrayList<>(users.size());
            for (UserId user : users) {
                for (DeviceRow row : rows.getOrDefault(user, List.of())) {
                    if (isConcerned(subject, row)) {
                        own.add(row);
                    }
                }
            }
            return own;
        }

        private boolean isConcerned(Subject subject, DeviceRow row) {
            return row.login() != null && subject.concerns(row);
        }

        private PartFacts facts(
                Subject subject,
                @Nullable PreparedFacts prepared,
                List<DeviceRow> rows,
                List<CursorKey> keys,
                Map<CursorKey, Long> cursors,
                Map<PartId, Superseded> superseded,
                Map<Timeline, Long> heads) {
            boolean offlineOnly = subject.reach() == Reach.OFFLINE;
            PresenceSnapshot seen = prepared == null ? presence : prepared.presence();
            boolean undecidable = !unread.isEmpty() && isUndecidable(subject);
            List<DeviceFacts> devices = new ArrayList<>(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                DeviceRow row = rows.get(i);
                Login login = row.login();
                if (undecidable || login == null || (!unread.isEmpty() && unread.contains(keys.get(i)))) {
                    continue;
                }
                boolean member = prepared != null || isMember(subject, login.user());
                devices.add(new DeviceFacts(
                        row.device(),
                        login,
                        row.push(),
                        cursors.getOrDefault(keys.get(i), 0L),
                        offlineOnly && seen.online(row),
                        seen.believed(),
                        member));
            }
            return new PartFacts(
                    prepared == null ? stamp : prepared.stamp(),
                    !now.isBefore(subject.expiresAt()),
                    subject.isNotification() && heads.getOrDefault(subject.timeline(), 0L) > subject.sequence(),
                    superseded(subject, superseded),
                    devices,
                    unread.isEmpty() || isComplete(subject, keys));
        }

        private static @Nullable Superseded superseded(Subject subject, Map<PartId, Superseded> known) {
            if (known.isEmpty()) {
                return null;
            }
            return subject.parts().stream()
                    .map(known::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }

        private boolean isMember(Subject subject, UserId user) {
            if (subject.group() == null) {
                return true;
            }
            Membership membership = members == null ? null : members.get(user);
            return membership != null && !membership.since().isAfter(subject.storedAt());
        }

        private boolean isComplete(Subject subject, List<CursorKey> keys) {
            return subject.users().stream().noneMatch(unread::contains)
                    && keys.stream().noneMatch(unread::contains)
                    && !isUndecidable(subject);
        }

        /**
         * Whether it could not be read if the push was withdrawn, or if a newer one supersedes it. Then no device can
         * be decided.
         */
        private boolean isUndecidable(Subject subject) {
            return unread.contains(subject.timeline())
                    || subject.parts().stream().anyMatch(unread::contains);
        }
    }
}
