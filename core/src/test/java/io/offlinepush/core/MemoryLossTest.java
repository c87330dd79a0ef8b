package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.CloseResult;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Platform;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.VendorApp;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.Durability;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.testkit.ManualRuntime;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** A store in memory loses what it has, and the host is told: at start, in the log of the close, and in its result. */
class MemoryLossTest {

    private static final String CLOSED = "Offline Push closed; 0 messages were not stored any more; ";

    private final ManualRuntime runtime = new ManualRuntime();

    @BeforeEach
    void clear() {
        CapturedLogs.clear();
    }

    @Test
    void start_warnsOnceOfWhatIsInMemory() {
        OfflinePush push = inMemory();

        assertThat(warnings())
                .containsExactly("Kept in memory only, and lost when this process ends: messages and owed pushes,"
                        + " registrations and logins. Right for tests and demos; otherwise name a durable"
                        + " messageStore and"
                        + " bindingRegistry in the settings");
        push.close(Duration.ZERO);
    }

    @Test
    void start_warnsOfThePortThatHasNoDurability() {
        OfflinePush push = started(Durability.POWER, Durability.NONE);

        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("Kept in memory only, and lost when this process ends: registrations and logins.")
                .endsWith("name a durable bindingRegistry in the settings");
        push.close(Duration.ZERO);
    }

    @Test
    void start_ofDurablePortsWarnsOfNothing() {
        OfflinePush push = started(Durability.PROCESS, Durability.POWER);

        assertThat(warnings()).isEmpty();
        push.close(Duration.ZERO);
    }

    @Test
    void close_saysHowManyMessagesAndOwedPushesAreLost() {
        OfflinePush push = inMemory();
        oneOwedAndOneWithoutPush(push);

        CloseResult result = push.close(Duration.ZERO);

        assertThat(result).isEqualTo(new CloseResult(0, 0, 2, 1));
        assertThat(closeLine(Level.WARN))
                .isEqualTo(CLOSED + "2 messages and 1 owed pushes are lost with the message store, which was in memory"
                        + " only");
        assertThat(push.close(Duration.ZERO)).as("once more").isEqualTo(result);
    }

    @Test
    void close_ofAnEmptyStoreLosesNothing() {
        OfflinePush push = inMemory();

        assertThat(push.close(Duration.ZERO)).isEqualTo(new CloseResult(0, 0, 0, 0));
        assertThat(closeLine(Level.INFO)).contains("0 messages and 0 owed pushes");
    }

    @Test
    void close_countsWhatTheStoreOfTheHostHasInMemory() {
        InMemoryMessageStore store = new InMemoryMessageStore(runtime);
        OfflinePush push = started(store, new InMemoryBindingRegistry());
        oneOwedAndOneWithoutPush(push);

        CloseResult result = push.close(Duration.ZERO);

        assertThat(result.lostMessages()).isEqualTo(2);
        assertThat(result.lostPushes()).isEqualTo(1);
        assertThat(closeLine(Level.WARN))
                .isEqualTo(CLOSED + "2 messages and 1 owed pushes are left in the message store of the host, which has"
                        + " them in memory only");
        assertThat(store.outbox().backlog(1_000_000).owed()).as("not closed").isEqualTo(1);
    }

    @Test
    void close_ofADurableStoreLosesNothing() {
        OfflinePush push = started(Durability.PROCESS, Durability.PROCESS);
        oneOwedAndOneWithoutPush(push);

        CloseResult result = push.close(Duration.ZERO);

        assertThat(result.lostMessages()).isZero();
        assertThat(result.lostPushes()).isZero();
        assertThat(closeLine(Level.INFO)).endsWith("and stay owed");
    }

    @Test
    void close_saysThatItDoesNotKnowWhereTheStoreFails() {
        Faults faults = new Faults();
        OfflinePush push = started(
                faults.around(MessageStore.class, new InMemoryMessageStore(runtime)), new InMemoryBindingRegistry());
        faults.failBefore("MessageStore.count", 1);
        faults.failBefore("Outbox.backlog", 1);

        assertThat(push.close(Duration.ZERO)).isEqualTo(new CloseResult(0, 0, -1, -1));
        assertThat(closeLine(Level.WARN))
                .contains("an unknown number of messages and an unknown number of owed pushes");
    }

    /** Bob looks online and acknowledges nothing, so that his push is still owed. */
    private void oneOwedAndOneWithoutPush(OfflinePush push) {
        push.devices().registerPush(new Registration(PHONE, new VendorApp("test", "chat"), new DeviceToken("token")));
        push.sessions().login(BOB, PHONE, Platform.HARMONY_OS, new Client());
        runtime.runAll();
        push.messages().send(World.text(ALICE, BOB, "owed"), SendConfig.push(World.PUSH));
        push.messages().send(World.text(ALICE, BOB, "not pushed"), SendConfig.withoutPush());
        runtime.runAll();
    }

    private OfflinePush inMemory() {
        return started(OfflinePush.builder().inMemory());
    }

    private OfflinePush started(Durability ofStore, Durability ofRegistry) {
        return started(
                declaring(ofStore, MessageStore.class, new InMemoryMessageStore(runtime)),
                declaring(ofRegistry, BindingRegistry.class, new InMemoryBindingRegistry()));
    }

    private OfflinePush started(MessageStore store, BindingRegistry registry) {
        return started(OfflinePush.builder().discover().messageStore(store).bindingRegistry(registry));
    }

    private OfflinePush started(OfflinePushBuilder builder) {
        OfflinePush push = builder.setting("inmemory.apps", "test/chat")
                .environment(runtime)
                .build();
        push.start();
        return push;
    }

    /** The same port, saying something else of its durability. */
    private static <T> T declaring(Durability durability, Class<T> port, T real) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) ->
                        method.getName().equals("durability") ? durability : method.invoke(real, arguments)));
    }

    private static List<String> warnings() {
        return CapturedLogs.lines().stream()
                .filter(line -> line.level() == Level.WARN)
                .map(CapturedLogs.Line::text)
                .toList();
    }

    private static String closeLine(Level level) {
        List<String> lines = CapturedLogs.lines().stream()
                .filter(line -> line.text().startsWith("Offline Push closed"))
                .filter(line -> line.level() == level)
                .map(CapturedLogs.Line::text)
                .toList();
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }
}
