package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.InvalidRequestException;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.Platform;
import io.offlinepush.api.RegisterResult;
import io.offlinepush.api.Registration;
import io.offlinepush.api.Session;
import io.offlinepush.api.SettingsException;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import io.offlinepush.spi.GroupDirectory;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ids that clients choose: how long they may be, and how a log shows them. */
class IdTest {

    private static final String LONG = "x".repeat(65);
    private static final String REVERSED = "bob\u202Egol";
    private static final String SHOWN = "bob\\u202Egol";

    private final Faults directory = new Faults();
    private final World world = new World(
            OfflinePush.builder().groups(directory.around(GroupDirectory.class, new InMemoryGroupDirectory())));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anIdOverTheLimitNeitherRegistersNorLogsIn() {
        DeviceId device = new DeviceId(LONG);
        UserId user = new UserId(LONG);

        refused(() -> world.register(device, "token"), "deviceId");
        refused(() -> world.push.devices().login(user, PHONE, Platform.HARMONY_OS), "userId");
        refused(() -> world.push.devices().login(BOB, device, Platform.HARMONY_OS), "deviceId");
        refused(() -> world.push.sessions().login(user, PHONE, Platform.HARMONY_OS, new Client()), "userId");
        refused(() -> world.push.sessions().login(BOB, device, Platform.HARMONY_OS, new Client()), "deviceId");
        refused(() -> world.push.notifications().delivered(new NotificationKey("key"), user, PHONE), "userId");
        refused(() -> world.push.notifications().delivered(new NotificationKey("key"), BOB, device), "deviceId");
        refused(() -> world.sending(World.text(ALICE, user, "hello")), "message.conversation.id");
        assertThat(world.registry.find(PHONE)).as("nothing was written").isEmpty();
        assertThat(world.registry.find(device)).isEmpty();
    }

    @Test
    void anIdAtTheLimitIsWrittenToAndPushed() {
        UserId user = new UserId("u".repeat(64));
        world.offline(user, new DeviceId("\u4E2D".repeat(21)), "token");

        assertThat(world.ends(world.send(ALICE, user, "hello").messageId())).containsExactly("ACCEPTED");
    }

    @Test
    void theLimitIsASetting() {
        try (World strict = new World(OfflinePush.builder().setting("idBytes", "8"))) {
            assertThatThrownBy(() -> strict.register(new DeviceId("123456789"), "token"))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("deviceId must be at most 8 bytes (found 9, code 6000001)");
        }
    }

    @Test
    void logsShowWhatAClientHid() {
        UserId user = new UserId(REVERSED);
        directory.failBefore("GroupDirectory.groupsOf", 1);
        world.faults.failBefore("MessageStore.read", 1);
        Session session =
                world.done(world.push.sessions().login(user, new DeviceId(REVERSED), Platform.HARMONY_OS, event -> {
                    throw new IllegalStateException("a channel that throws");
                }));
        world.send(ALICE, user, "hello");
        world.pass(Duration.ofSeconds(2));
        world.faults.failBefore("Cursors.advance", 1);
        world.done(session.disconnect());

        assertThat(CapturedLogs.lines())
                .extracting(CapturedLogs.Line::text)
                .anyMatch(line -> line.startsWith("The groups of " + SHOWN + " could not be read"))
                .anyMatch(line -> line.startsWith("The timelines of " + SHOWN + " could not be read"))
                .anyMatch(line -> line.startsWith("The channel of " + SHOWN + " threw instead of refusing"))
                .anyMatch(line -> line.startsWith("The cursors of " + SHOWN + " follow later"))
                .noneMatch(line -> line.contains("\u202E"));
        assertThat(session).hasToString("Session[" + SHOWN + " on " + SHOWN + ", login " + session.loginNumber() + "]");
    }

    @Test
    void aRefusalShowsWhatAClientHid() {
        RegisterResult refused = world.done(world.push
                .devices()
                .registerPush(new Registration(PHONE, new VendorApp("test", REVERSED), new DeviceToken("t"))));

        assertThat(refused.message()).contains("test/" + SHOWN).doesNotContain("\u202E");
    }

    @Test
    void aNamespaceIsOneLineOfWholeCharacters() {
        assertNamespace("a\uD83D", "namespace must not contain a lone surrogate");
        assertNamespace("\uDE00a", "namespace must not contain a lone surrogate");
        assertNamespace("a\nb", "namespace must not contain control characters");
    }

    private void assertNamespace(String name, String message) {
        assertThatThrownBy(() -> world.start(OfflinePush.builder().setting("namespace", name)))
                .isInstanceOf(SettingsException.class)
                .hasMessage(message);
    }

    private static void refused(ThrowingCallable call, String field) {
        assertThatThrownBy(call)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(field + " must be at most 64 bytes (found 65, code 6000001)");
    }
}
