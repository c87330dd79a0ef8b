package io.offlinepush.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Replace;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Requests to push, and what became of them, for the tests of {@link PushProviderContract}. */
final class Pushes {

    private Pushes() {}

    static List<Target> targets(DeviceToken... tokens) {
        List<Target> targets = new ArrayList<>();
        for (DeviceToken token : tokens) {
            int n = targets.size();
            targets.add(new Target(new PushId("push-id-" + n), new UserId("bob-" + n), token));
        }
        return targets;
    }

    static Notification notification(long number, int edition) {
        return new Notification(
                number,
                edition,
                0,
                new MessageId("message-" + number),
                Conversation.peer(new UserId("alice")),
                new UserId("alice"),
                Instant.parse("2026-01-01T00:00:00Z"),
                PushConfig.of(Secrets.TITLE, Secrets.TEXT)
                        .withPayload(Secrets.PAYLOAD)
                        .withBadge(1),
                true,
                Replace.NOTHING);
    }

    static Notification withNumber(Notification notification, long number) {
        return new Notification(
                number,
                notification.edition(),
                notification.part(),
                notification.messageId(),
                notification.conversation(),
                notification.sender(),
                notification.storedAt(),
                notification.content(),
                notification.withBadge(),
                notification.replace());
    }

    static List<Verdict> verdicts(CompletableFuture<List<Verdict>> stage) {
        Throwable failure = settled(stage);
        if (failure != null) {
            throw new AssertionError("verdicts expected, but the stage failed: " + failure, failure);
        }
        return stage.join();
    }

    static boolean endedWithoutArrival(Verdict verdict) {
        return verdict instanceof Verdict.RetryLater || verdict instanceof Verdict.Unknown;
    }

    /** None if the stage failed: whether it may is for other tests to say. */
    static List<Verdict> verdictsIfAny(CompletableFuture<List<Verdict>> stage) {
        return settled(stage) == null ? stage.join() : List.of();
    }

    /** Writes down everything that comes out of a stage. */
    static void say(CompletableFuture<List<Verdict>> stage, StringBuilder said) {
        said.append(verdictsIfAny(stage));
        for (Throwable e = settled(stage); e != null; e = e.getCause()) {
            said.append(e);
        }
    }

    /** The stage fails, or says so for every target. */
    static void assertUnknown(CompletableFuture<List<Verdict>> stage) {
        if (settled(stage) == null) {
            assertThat(stage.join())
                    .as("verdicts where no answer came")
                    .isNotEmpty()
                    .allMatch(Verdict.Unknown.class::isInstance);
        }
    }

    /** Waits until the stage is complete: what it failed with, or null. */
    static @Nullable Throwable settled(CompletableFuture<List<Verdict>> stage) {
        try {
            stage.get(Together.BOUND.toSeconds(), TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError("the stage was not complete within " + Together.BOUND, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
