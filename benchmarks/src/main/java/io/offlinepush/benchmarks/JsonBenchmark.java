package io.offlinepush.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offlinepush.api.Conversation;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.Target;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * The body of a request: our template with its tokens spliced in, made anew for each, against Jackson databind writing
 * the same document from records. Equal after parsing, or it does not begin.
 */
final class JsonBenchmark {

    private static final ObjectMapper JACKSON = new ObjectMapper();

    private record Data(
            String messageId, int conversationType, String conversationId, String senderId, String payload) {}

    private record ClickAction(int actionType, Data data) {}

    private record Badge(int addNum) {}

    private record Alert(
            String category,
            String title,
            String body,
            ClickAction clickAction,
            Badge badge,
            int notifyId,
            String appMessageId) {}

    private record Payload(Alert notification) {}

    private record PushOptions(int ttl, String biTag) {}

    private record Tokens(List<String> token) {}

    private record Message(Payload payload, PushOptions pushOptions, Tokens target) {}

    private JsonBenchmark() {}

    // What is measured is package-private in the provider; a constant method handle costs nothing.
    private static final MethodHandle TEMPLATE;
    private static final MethodHandle BODY;
    private static final MethodHandle NOTIFY_ID;

    static {
        try {
            Class<?> template = Class.forName("io.offlinepush.harmonyos.AlertTemplate");
            Method of = template.getDeclaredMethod("of", Notification.class, boolean.class);
            Method body = template.getDeclaredMethod("body", String.class, long.class, List.class);
            Method notifyId =
                    Class.forName("io.offlinepush.harmonyos.NotifyId").getDeclaredMethod("of", Notification.class);
            of.setAccessible(true);
            notifyId.setAccessible(true);
            body.setAccessible(true);
            TEMPLATE = MethodHandles.lookup().unreflect(of);
            NOTIFY_ID = MethodHandles.lookup().unreflect(notifyId);
            BODY = MethodHandles.lookup()
                    .unreflect(body)
                    .asType(MethodType.methodType(byte[].class, Object.class, String.class, long.class, List.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        measure(rounds, 1, 200_000, 2);
        measure(rounds, 1000, 4000, 3);
    }

    private static void measure(int rounds, int tokens, int times, int goal) throws Exception {
        List<Target> targets = Sample.targets(tokens);
        Notification[] notifications = IntStream.range(0, 1024)
                .mapToObj(number -> Sample.of(number, targets).notification())
                .toArray(Notification[]::new);
        JsonNode ours = JACKSON.readTree(ours(notifications[7], targets));
        JsonNode theirs = JACKSON.readTree(jackson(notifications[7], targets));
        if (!ours.equals(theirs)) {
            throw new IllegalStateException("not the same document:\n" + ours + "\n" + theirs);
        }
        IntToLongFunction template = number -> ours(notifications[number & 1023], targets).length;
        IntToLongFunction databind = number -> jackson(notifications[number & 1023], targets).length;
        double[] us = new double[rounds];
        double[] them = new double[rounds];
        for (int i = -3; i < rounds; i++) {
            double one = round(times, template);
            double other = round(times, databind);
            if (i >= 0) {
                us[i] = one;
                them[i] = other;
            }
        }
        Arrays.sort(us);
        Arrays.sort(them);
        System.out.printf(
                "json, %d tokens: template %.2f us, databind %.2f us%n", tokens, us[rounds / 2], them[rounds / 2]);
        Goals.atLeast("json." + tokens, them[rounds / 2] / us[rounds / 2], goal);
    }

    private static double round(int times, IntToLongFunction make) {
        long start = System.nanoTime();
        long bytes = 0;
        for (int i = 0; i < times; i++) {
            bytes += make.applyAsLong(i);
        }
        if (bytes == 0) {
            throw new IllegalStateException("nothing was made");
        }
        return (System.nanoTime() - start) / 1e3 / times;
    }

    private static byte[] ours(Notification notification, List<Target> targets) {
        try {
            Optional<?> template = (Optional<?>) TEMPLATE.invoke(notification, false);
            return (byte[]) BODY.invokeExact((Object) template.orElseThrow(), (String) null, 86_400L, targets);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static int notifyId(Notification notification) {
        try {
            return (int) NOTIFY_ID.invokeExact(notification);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] jackson(Notification notification, List<Target> targets) {
        Conversation conversation = Objects.requireNonNull(notification.conversation());
        Message message = new Message(
                new Payload(new Alert(
                        "IM",
                        notification.content().title(),
                        notification.content().content(),
                        new ClickAction(
                                0,
                                new Data(
                                        notification.messageId().value(),
                                        conversation.type().number(),
                                        conversation.id(),
                                        Objects.requireNonNull(notification.sender())
                                                .value(),
                                        notification.content().payload())),
                        new Badge(notification.content().badgeIncrement()),
                        notifyId(notification),
                        notification.messageId().value() + "-" + notification.edition())),
                new PushOptions(
                        86_400,
                        notification.number() + "." + notification.part() + "."
                                + notification.storedAt().toEpochMilli()),
                new Tokens(
                        targets.stream().map(target -> target.token().value()).toList()));
        try {
            return JACKSON.writeValueAsBytes(message);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
