package io.offlinepush.benchmarks;

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

/** Pushes as a chat server makes them: a name, a sentence, a payload, and tokens of 112 characters. */
record Sample(Notification notification, List<Target> targets) implements PushRequest {

    static final String APP = "com.example.chat";
    static final String TITLE = "Alice";
    static final String TEXT = "Are you there? I am waiting at the corner of the market, the one with the blue door.";
    static final String PAYLOAD = "{\"room\":\"42\",\"kind\":\"text\",\"unread\":3}";

    static final VendorApp VENDOR_APP = new VendorApp("harmonyos", APP);
    private static final Instant STORED = Instant.parse("2026-03-01T12:00:00Z");
    private static final Conversation CONVERSATION = Conversation.peer(new UserId("alice"));
    private static final UserId SENDER = new UserId("alice");
    private static final MessageId MESSAGE = new MessageId("01JDH2Q6V9M3T0F5C8E7A1B2CD");
    private static final Duration DAY = Duration.ofHours(24);

    static List<Target> targets(int tokens) {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < tokens; i++) {
            String digits = String.format(java.util.Locale.ROOT, "%06d", i);
            targets.add(new Target(
                    new PushId("push-" + digits),
                    new UserId("user-" + digits),
                    new DeviceToken("MAMzLg" + "Ab1+_-".repeat(16) + "zzzz" + digits)));
        }
        return targets;
    }

    static Sample of(long number, List<Target> targets) {
        return new Sample(
                new Notification(
                        number,
                        0,
                        0,
                        MESSAGE,
                        CONVERSATION,
                        SENDER,
                        STORED,
                        PushConfig.of(TITLE, TEXT).withPayload(PAYLOAD).withBadge(1),
                        true,
                        Replace.NOTHING),
                targets);
    }

    @Override
    public VendorApp app() {
        return VENDOR_APP;
    }

    @Override
    public Duration timeLeft() {
        return DAY;
    }

    @Override
    public boolean sendIfCurrent(Runnable write) {
        write.run();
        return true;
    }

    @Override
    public String toString() {
        return "Sample[" + targets.size() + " targets]";
    }
}
