package io.offlinepush.core.trace;

import io.offlinepush.api.DeadPush;
import io.offlinepush.api.InvalidRequestException;
import io.offlinepush.spi.Outbox;
import io.offlinepush.spi.PartId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists what is dead, and owes it once more. */
public final class DeadPushes {

    private static final Pattern NAME = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,9})");
    private static final int MOST = 1_000;
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Outbox outbox;

    /** Of one instance. */
    public DeadPushes(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Checks what {@link #page} is asked for. */
    public static @Nullable PartId checkedPage(String after, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new InvalidRequestException("limit", "must be 1 to " + MOST, MOST, limit);
        }
        return Objects.requireNonNull(after, "after").isEmpty() ? null : parsed("after", after);
    }

    /** Checks what {@link #requeue} is asked for. */
    public static Set<PartId> checkedRequeue(Collection<String> parts, Duration expireAfter) {
        Objects.requireNonNull(parts, "parts");
        Objects.requireNonNull(expireAfter, "expireAfter");
        if (expireAfter.compareTo(Duration.ofSeconds(1)) < 0 || expireAfter.compareTo(LONGEST) > 0) {
            throw new InvalidRequestException(
                    "expireAfter",
                    "must be 1 to " + LONGEST.toSeconds() + " seconds",
                    LONGEST.toSeconds(),
                    expireAfter.toSeconds());
        }
        return parts.stream().map(part -> parsed("parts", part)).collect(Collectors.toSet());
    }

    /** A page; blocks for the store. */
    public List<DeadPush> page(@Nullable PartId after, int limit) {
        return outbox.dead(after, limit).stream()
                .map(dead ->
                        new DeadPush(dead.part().id().toString(), dead.part().messageId(), dead.reason(), dead.at()))
                .toList();
    }

    /** Owes parts again; blocks for the store. */
    public Set<String> requeue(Set<PartId> parts, Duration expireAfter) {
        return parts.isEmpty()
                ? Set.of()
                : outbox.requeue(parts, expireAfter).stream()
                        .map(PartId::toString)
                        .collect(Collectors.toSet());
    }

    private static PartId parsed(String field, String name) {
        Matcher matcher = NAME.matcher(Objects.requireNonNull(name, field));
        if (!matcher.matches()) {
            throw InvalidRequestException.of(field, "must be names like 4711.0, as dead(...) lists them");
        }
        return new PartId(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }
}
