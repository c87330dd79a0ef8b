package io.offlinepush.benchmarks;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Message;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.UserId;
import io.offlinepush.core.OfflinePush;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Users who are offline, each with one device and a token of 112 characters, and a message for each of them. */
final class Users {

    static final int COUNT = 100_000;

    /** 170 bytes. */
    static final String TEXT = Sample.TEXT + Sample.TEXT;

    private static final int AT_ONCE = 1000;
    private static final long APART = 7919;

    private Users() {}

    static UserId user(int number) {
        return new UserId(String.format(Locale.ROOT, "u%08d", number));
    }

    /** To whom the message with this place goes: neighbours in time are not neighbours in a map. */
    static int receiver(int place) {
        return (int) (place * APART % COUNT);
    }

    /** The number of a user that {@link #user} made. */
    static int number(UserId user) {
        return Integer.parseInt(user.value(), 1, user.value().length(), 10);
    }

    /** A send that is ready: the caller's own objects, made before anything is measured. */
    record Send(Message message, SendConfig config) {}

    /** A message to each of so many users, each from another one, in the order in which they are sent. */
    static List<Send> sends(int count) {
        List<Send> sends = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sends.add(send(i, TEXT));
        }
        return sends;
    }

    /** A message for the receiver at this place. */
    static Send send(int place, String text) {
        int to = receiver(place);
        return new Send(
                Message.text(user((to + 1) % COUNT), Conversation.peer(user(to)), text), SendConfig.push(push(text)));
    }

    static PushConfig push(String text) {
        return PushConfig.of(Sample.TITLE, text).withPayload(Sample.PAYLOAD).withBadge(1);
    }

    /** Registers the device of each user and logs it in, without a session. */
    static void bind(OfflinePush push, int count) {
        for (int from = 0; from < count; from += AT_ONCE) {
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + AT_ONCE); i++) {
                calls.add(bindOne(push, i));
            }
            CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
        }
    }

    private static CompletableFuture<?> bindOne(OfflinePush push, int number) {
        DeviceId device = new DeviceId(String.format(Locale.ROOT, "d%08d", number));
        return push.devices()
                .registerPush(new Registration(device, Sample.VENDOR_APP, token(number)))
                .thenCompose(unused -> push.devices().login(user(number), device, Platform.HARMONY_OS))
                .toCompletableFuture();
    }

    static DeviceToken token(int number) {
        return new DeviceToken("MAMzLg" + "Ab1+_-".repeat(16) + String.format(Locale.ROOT, "zz%08d", number));
    }
}
