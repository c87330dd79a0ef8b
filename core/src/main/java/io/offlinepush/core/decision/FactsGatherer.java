package io.offlinepush.core.decision;

import io.offlinepush.api.Environment;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Reach;
import io.offlinepush.api.UserId;
import io.offlinepush.core.bulkhead.Bulkhead;
import io.offlinepush.core.decision.FactsReader.HostAnswers;
import io.offlinepush.spi.Membership;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the facts for a batch of subjects: asks the host who is a member and who is online, then reads the ports, on
 * threads of its own and with a deadline. A batch that hangs is halved, so that the row that hangs costs its own
 * subject.
 */
public final class FactsGatherer {

    private static final Logger log = LoggerFactory.getLogger(FactsGatherer.class);

    private static final int THREADS = 8;
    private static final int MOST_WAITING = 100_000;
    private static final Duration READ_LIMIT = Duration.ofSeconds(10);

    private final FactsReader reader;
    private final @Nullable HostPresence hostPresence;
    private final Memberships memberships;
    private final Bulkhead reads;

    /**
     * A gatherer.
     *
     * @param hostPresence null if sessions tell who is online
     */
    public FactsGatherer(
            FactsReader reader, @Nullable HostPresence hostPresence, Memberships memberships, Environment environment) {
        this.reader = reader;
        this.hostPresence = hostPresence;
        this.memberships = memberships;
        this.reads = new Bulkhead("decisions", THREADS, MOST_WAITING, READ_LIMIT, environment);
    }

    /**
     * Gathers.
     *
     * @param group the group of all subjects; null if none has one
     * @param known given subjects and the facts of each, in their order; on any thread, maybe in several calls
     * @param unknown given subjects whose facts could not be gathered now, and why; on any thread
     */
    public <S extends Subject> void gather(
            List<S> subjects,
            @Nullable GroupId group,
            BiConsumer<List<S>, List<PartFacts>> known,
            BiConsumer<List<S>, Throwable> unknown) {
        askHost(subjects, group)
                .thenCompose(answers -> reads.call(() -> reader.read(subjects, answers)))
                .whenComplete((facts, failure) -> {
                    if (failure == null) {
                        known.accept(subjects, facts);
                    } else if (isHang(failure) && subjects.size() > 1 && reads.stuck() <= THREADS / 2) {
                        int middle = subjects.size() / 2;
                        gather(subjects.subList(0, middle), group, known, unknown);
                        gather(subjects.subList(middle, subjects.size()), group, known, unknown);
                    } else {
                        log.warn(
                                "{} pushes could not be decided and are tried again: {}",
                                subjects.size(),
                                plain(failure).getClass().getName());
                        unknown.accept(subjects, plain(failure));
                    }
                });
    }

    /** Whether this process can ask who is a member of a group. */
    boolean knowsGroups() {
        return memberships.canBeAsked();
    }

    /** Reads something else that decisions need, under the same bound. */
    public <T> CompletionStage<T> read(Supplier<T> body) {
        return reads.call(body);
    }

    private CompletionStage<HostAnswers> askHost(List<? extends Subject> subjects, @Nullable GroupId group) {
        if (group == null && hostPresence == null) {
            return CompletableFuture.completedFuture(HostAnswers.NONE);
        }
        Set<UserId> toCheck = new HashSet<>();
        Set<UserId> toLookAt = new HashSet<>();
        for (Subject subject : subjects) {
            if (subject.prepared() == null && !reader.isExpired(subject)) {
                toCheck.addAll(subject.users());
                if (subject.reach() == Reach.OFFLINE) {
                    toLookAt.addAll(subject.users());
                }
            }
        }
        CompletionStage<@Nullable Map<UserId, Membership>> members = group == null || toCheck.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : memberships.of(group, toCheck).thenApply(found -> found);
        return members.thenCompose(found -> presenceOf(toLookAt).thenApply(seen -> new HostAnswers(seen, found)));
    }

    /** Who of these users looks online to the host; null where sessions tell, or nobody need be asked. */
    public CompletionStage<@Nullable PresenceSnapshot> presenceOf(Set<UserId> users) {
        return hostPresence == null
                ? CompletableFuture.completedFuture(null)
                : users.isEmpty()
                        ? CompletableFuture.completedFuture(HostPresence.NOBODY)
                        : hostPresence.ask(users).thenApply(seen -> seen);
    }

    private static boolean isHang(Throwable failure) {
        return plain(failure) instanceof TimeoutException;
    }

    private static Throwable plain(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
