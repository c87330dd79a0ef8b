package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.Audience;
import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.ConversationType;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Devices;
import io.offlinepush.api.Diagnostics;
import io.offlinepush.api.Environment;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Message;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.MessageType;
import io.offlinepush.api.Messages;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.Notifications;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.OfflinePushListener;
import io.offlinepush.api.Platform;
import io.offlinepush.api.Priority;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Registration;
import io.offlinepush.api.Replace;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.Session;
import io.offlinepush.api.Sessions;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever passes null where none is allowed is told which argument it was, in the call itself. */
class NullTest {

    private static final Message MESSAGE = Message.text(ALICE, Conversation.peer(BOB), "hello");
    private static final Map<Class<?>, Object> SAMPLES = new HashMap<>();

    static {
        Stream.of(
                        ALICE,
                        PHONE,
                        APP,
                        MESSAGE,
                        World.PUSH,
                        MESSAGE.conversation(),
                        MessageType.TEXT,
                        ConversationType.PEER,
                        new GroupId("team"),
                        new MessageId("m"),
                        new PushId("p"),
                        new NotificationKey("key"),
                        new DeviceToken("token"),
                        new Registration(PHONE, APP, new DeviceToken("token")),
                        Timeline.inbox(BOB),
                        Timeline.Kind.INBOX,
                        NotifyOptions.DEFAULT,
                        SendConfig.withoutPush(),
                        Priority.HIGH,
                        Reach.OFFLINE,
                        Replace.NOTHING,
                        Platform.WEB,
                        Duration.ofHours(1),
                        "text")
                .forEach(sample -> SAMPLES.put(sample.getClass(), sample));
        SAMPLES.put(int.class, 1);
        SAMPLES.put(long.class, 1L);
        SAMPLES.put(boolean.class, true);
        SAMPLES.put(Set.class, Set.of(BOB));
        SAMPLES.put(Collection.class, List.of("1.0"));
        SAMPLES.put(Map.class, Map.of());
        SAMPLES.put(UserId[].class, new UserId[] {BOB});
        SAMPLES.put(Audience.class, Audience.users(BOB));
        SAMPLES.put(ClientChannel.class, (ClientChannel) event -> true);
        SAMPLES.put(OfflinePushSettings.class, new OfflinePushSettings());
        SAMPLES.put(OfflinePushListener.class, new OfflinePushListener() {});
    }

    /** What a host makes. */
    private static final List<Class<?>> VALUES = List.of(
            UserId.class,
            DeviceId.class,
            GroupId.class,
            MessageId.class,
            PushId.class,
            NotificationKey.class,
            DeviceToken.class,
            VendorApp.class,
            Registration.class,
            Conversation.class,
            Timeline.class,
            Audience.class,
            Audience.Users.class,
            Audience.Group.class,
            Message.class,
            PushConfig.class,
            SendConfig.class,
            NotifyOptions.class);

    @Test
    void everyValueNamesItsNull() {
        List<Executable> calls = new ArrayList<>();
        for (Class<?> type : VALUES) {
            calls.addAll(Arrays.asList(type.getConstructors()));
            calls.addAll(methodsOf(type));
        }

        assertThat(calls).hasSizeGreaterThan(50);
        calls.forEach(call -> assertNamesItsNull(call, receiver(call)));
    }

    @Test
    void everyCallNamesItsNull() {
        try (World world = new World()) {
            Map<Class<?>, Object> facades = Map.of(
                    Devices.class, world.push.devices(),
                    Sessions.class, world.push.sessions(),
                    Messages.class, world.push.messages(),
                    Notifications.class, world.push.notifications(),
                    Diagnostics.class, world.push.diagnostics(),
                    Session.class, world.login(BOB, PHONE, new Client()),
                    OfflinePush.class, world.push,
                    OfflinePushListener.class, new OfflinePushListener() {});
            facades.forEach((type, facade) -> methodsOf(type).stream()
                    .filter(method -> type != OfflinePushListener.class
                            || method.getName().equals("andThen"))
                    .forEach(method -> assertNamesItsNull(method, facade)));
        }
    }

    @Test
    void theBuilderAndItsSettingsNameTheirNull() {
        methodsOf(OfflinePushBuilder.class).forEach(method -> assertNamesItsNull(method, OfflinePush.builder()));
        methodsOf(OfflinePushSettings.class).forEach(method -> assertNamesItsNull(method, new OfflinePushSettings()));
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without NullAway can do
    void aNullAmongOthersIsNamedToo() {
        assertThatThrownBy(() -> Audience.users(BOB, null)).hasMessage("users");
        assertThatThrownBy(() -> Audience.users(Arrays.asList(BOB, null))).hasMessage("users");
        Map<String, String> settings = new HashMap<>();
        settings.put("lease", null);
        assertThatThrownBy(() -> OfflinePush.builder().settings(settings)).hasMessage("lease");
        try (World world = new World()) {
            assertThatThrownBy(() -> world.push.diagnostics().requeue(Arrays.asList("1.0", null), Duration.ofHours(1)))
                    .hasMessage("parts");
        }
    }

    private static List<Method> methodsOf(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() == type && !method.isSynthetic())
                .filter(method ->
                        !method.getName().equals("equals") && !method.getName().equals("compareTo"))
                .toList();
    }

    private static @Nullable Object receiver(Executable call) {
        return call instanceof Method method && !Modifier.isStatic(method.getModifiers())
                ? SAMPLES.get(method.getDeclaringClass())
                : null;
    }

    /** Passes null for each argument in turn, and something good for the others. */
    private static void assertNamesItsNull(Executable call, @Nullable Object receiver) {
        Parameter[] parameters = call.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            if (!parameters[i].getType().isPrimitive()
                    && !parameters[i].getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                Object[] arguments = Arrays.stream(parameters)
                        .map(parameter -> sample(parameter.getType()))
                        .toArray();
                arguments[i] = null;
                assertThat(thrownBy(call, receiver, arguments))
                        .as("%s with null for its argument %d", call, i)
                        .isInstanceOf(NullPointerException.class)
                        .message()
                        .matches("[A-Za-z.]+");
            }
        }
    }

    private static @Nullable Object sample(Class<?> type) {
        Object sample = SAMPLES.get(type);
        // Ports and the like stand alone in their calls.
        assertThat(sample != null || type.isInterface() || type == Environment.class || type == ClassLoader.class)
                .as("a sample of %s", type)
                .isTrue();
        return sample;
    }

    private static @Nullable Throwable thrownBy(Executable call, @Nullable Object receiver, Object[] arguments) {
        try {
            if (call instanceof Method method) {
                method.invoke(receiver, arguments);
            } else {
                ((java.lang.reflect.Constructor<?>) call).newInstance(arguments);
            }
            return null;
        } catch (InvocationTargetException e) {
            return Objects.requireNonNull(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a public call could not be made", e);
        }
    }
}
