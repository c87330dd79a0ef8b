package io.offlinepush.core;

import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Health;
import io.offlinepush.api.OfflinePushListener;
import io.offlinepush.api.RegisterResult;
import io.offlinepush.api.Registration;
import io.offlinepush.api.VendorApp;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** Nothing can be pushed to an app that is not configured: who configures it is told. */
class NoPushAppTest {

    private static final VendorApp OTHER = new VendorApp("harmonyos", "com.example.chat");
    private static final String WHAT_TO_WRITE = "write the settings of a push provider, for example"
            + " harmonyos.apps.<app>.serviceAccount=<path of the service account file> with"
            + " offline-push-provider-harmonyos, or give one with OfflinePush.builder().pushProvider(...)";

    private final List<String> alarms = new ArrayList<>();
    private final OfflinePushListener listener = new OfflinePushListener() {
        @Override
        public void alarm(String subject, String text) {
            alarms.add(subject + ": " + text);
        }
    };

    @Test
    void withoutAnyAppTheStartWarnsAndTheHealthIsDegraded() {
        CapturedLogs.clear();
        ManualRuntime runtime = new ManualRuntime();
        OfflinePush push = OfflinePush.builder()
                .messageStore(new InMemoryMessageStore(runtime))
                .bindingRegistry(new InMemoryBindingRegistry())
                .environment(runtime)
                .build();
        push.start();

        assertThat(CapturedLogs.lines())
                .filteredOn(line -> line.level() == Level.WARN)
                .extracting(CapturedLogs.Line::text)
                .containsOnlyOnce("No push app is configured, so no phone is woken: " + WHAT_TO_WRITE
                        + "; providers found: none (not looked for: call discover())");
        var asked = push.diagnostics().health().toCompletableFuture();
        runtime.runAll();
        Health health = asked.join();
        assertThat(health.status()).isEqualTo(Health.Status.DEGRADED);
        assertThat(health.problems())
                .containsExactly("no push app is configured, so no phone is woken: " + WHAT_TO_WRITE);
        push.close(Duration.ZERO);
    }

    @Test
    void withAnAppNeitherIsSaid() {
        try (World world = new World()) {
            assertThat(CapturedLogs.lines()).noneMatch(line -> line.text().contains("No push app"));
            assertThat(world.done(world.push.diagnostics().health()).problems()).isEmpty();
        }
    }

    @Test
    void aRegistrationForAnUnknownAppAlarmsOnceForEachAppAndHour() {
        try (World world = new World(OfflinePush.builder().listener(listener))) {
            RegisterResult refused = register(world, OTHER);
            register(world, OTHER);
            world.pass(Duration.ofMinutes(59));
            register(world, OTHER);

            assertThat(refused.errorCode()).isEqualTo(RegisterResult.UNKNOWN_APP);
            assertThat(refused.message())
                    .isEqualTo("no push provider here serves harmonyos/com.example.chat; served are [test/chat]");
            assertThat(alarms)
                    .containsExactly("registerPush harmonyos/com.example.chat: devices register for an app that no push"
                            + " provider here serves, and are refused; served are [test/chat]. Configure the"
                            + " app, or send"
                            + " the vendor and app that are configured");
            assertThat(warnings()).containsExactlyElementsOf(alarms);

            world.pass(Duration.ofMinutes(1));
            register(world, OTHER);
            assertThat(alarms).as("after an hour").hasSize(2);
            register(world, new VendorApp("harmonyos", "com.example.call"));
            assertThat(alarms).as("another app").hasSize(3);
            register(world, APP);
            assertThat(alarms).as("a known app").hasSize(3);
        }
    }

    @Test
    void clientsThatMakeUpAppsAlarmLittleAndFillNoMemory() {
        try (World world = new World(OfflinePush.builder().listener(listener))) {
            for (int i = 0; i < 1_000; i++) {
                register(world, new VendorApp("harmonyos", "made.up." + i));
            }

            assertThat(alarms).hasSize(101);
            world.pass(Duration.ofHours(1));
            register(world, new VendorApp("harmonyos", "made.up.999"));
            assertThat(alarms).as("an hour later each has its own again").hasSize(102);
        }
    }

    private static RegisterResult register(World world, VendorApp app) {
        return world.done(world.push.devices().registerPush(new Registration(PHONE, app, new DeviceToken("token"))));
    }

    private static List<String> warnings() {
        return CapturedLogs.lines().stream()
                .filter(line -> line.level() == Level.WARN)
                .map(CapturedLogs.Line::text)
                .filter(line -> line.startsWith("registerPush"))
                .toList();
    }
}
