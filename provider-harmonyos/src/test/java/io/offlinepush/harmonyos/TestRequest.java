package io.offlinepush.harmonyos;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Replace;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A push as the core would make it. */
final class TestRequest implements PushRequest {

    static final String APP = "com.example.chat";

    final AtomicInteger attempts = new AtomicInteger();
    volatile boolean mayLeave = true;
    volatile Duration timeLeft = Duration.ofHours(24);
    private final Notification notification;
    private final List<Target> targets;

    TestRequest(Notification notification, List<Target> targets) {
        this.notification = notification;
        this.targets = targets;
    }

    static TestRequest to(String... tokens) {
        return of(PushConfig.of("Alice", "Are you there?"), tokens);
    }

    static TestRequest of(PushConfig content, String... tokens) {
        List<Target> targets = new ArrayList<>();
        for (String token : tokens) {
            targets.add(target("user" + targets.size(), token));
        }
        return new TestRequest(notification(1, content), targets);
    }

    static Target target(String user, String token) {
        return new Target(new PushId("push-" + user), new UserId(user), new DeviceToken(token));
    }

    /** A message id as the core makes them, one for each number. */
    static MessageId messageId(long number) {
        return new MessageId(String.format(Locale.ROOT, "01JDH2Q6%018d", number));
    }

    static Notification notification(long number, PushConfig content) {
        return new Notification(
                number,
                0,
                0,
                messageId(number),
                Conversation.peer(new UserId("alice")),
                new UserId("alice"),
                Instant.parse("2026-03-01T12:00:00Z"),
                content,
                true,
                Replace.NOTHING);
    }

    @Override
    public VendorApp app() {
        return new VendorApp("harmonyos", APP);
    }

    @Override
    public Notification notification() {
        return notification;
    }

    @Override
    public List<Target> targets() {
        return targets;
    }

    @Override
    public Duration timeLeft() {
        return timeLeft;
    }

    @Override
    public boolean sendIfCurrent(Runnable write) {
        attempts.incrementAndGet();
        if (mayLeave) {
            write.run();
        }
        return mayLeave;
    }
}
