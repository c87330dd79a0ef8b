package io.offlinepush.core;

import static io.offlinepush.core.World.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.ClosedException;
import io.offlinepush.api.InvalidRequestException;
import io.offlinepush.api.MessageLimits;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SettingsException;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.inmemory.InMemoryProvider;
import io.offlinepush.inmemory.InMemoryPushProvider;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.Provider;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** A start that works says with what, and one that does not says what to write, and leaves nothing open. */
class StartTest {

    private final ManualRuntime runtime = new ManualRuntime();
    private final InMemoryMessageStore store = new InMemoryMessageStore(runtime);
    private final InMemoryBindingRegistry registry = new InMemoryBindingRegistry();

    private OfflinePushBuilder given() {
        return OfflinePush.builder()
                .messageStore(store)
                .bindingRegistry(registry)
                .pushProvider(new InMemoryPushProvider(APP))
                .environment(runtime);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertStart(OfflinePushBuilder builder) {
        return assertThatThrownBy(() -> builder.build().start());
    }

    @Test
    void theStartUpLineSaysWithWhat() {
        CapturedLogs.clear();
        OfflinePush push = given().build();
        push.start();

        assertThat(CapturedLogs.lines())
                .filteredOn(line -> line.level() == Level.INFO)
                .singleElement()
                .satisfies(line -> assertThat(line.text())
                        .contains(
                                "Offline Push started",
                                "store durability NONE",
                                "presence by sessions",
                                "push [[test/chat]]"));
        push.close(Duration.ZERO);
    }

    @Test
    void inMemoryServesBothPortsAndItsAppsArePushed() {
        OfflinePush push = OfflinePush.builder()
                .inMemory()
                .setting("inmemory.apps", "test/chat")
                .build();
        push.start();

        assertThat(push.diagnostics()).isNotNull();
        push.close();
    }

    @Test
    void beforeTheStartNothingWorksAndTheErrorSaysWhatToDo() {
        OfflinePush push = given().build();

        assertThatThrownBy(push::messages)
                .isInstanceOf(ClosedException.class)
                .hasMessage("this instance is not started: call start() first");
        assertThatThrownBy(push::sessions).isInstanceOf(ClosedException.class);
        assertThatThrownBy(push::devices).isInstanceOf(ClosedException.class);
        assertThatThrownBy(push::diagnostics).isInstanceOf(ClosedException.class);
    }

    @Test
    void startsOnce() {
        OfflinePush push = given().build();
        push.start();

        assertThatThrownBy(push::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this instance was started or closed before; build another one");
        push.close(Duration.ZERO);
        assertThatThrownBy(push::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingTwiceOrBeforeTheStartIsHarmless() {
        OfflinePush push = given().build();
        push.close();
        push.close();
        assertThatThrownBy(push::start).isInstanceOf(IllegalStateException.class);

        OfflinePush other = given().build();
        other.start();
        other.close(Duration.ZERO);
        other.close(Duration.ZERO);
        assertThat(store.nodes().live()).isEmpty();
    }

    @Test
    void aCloseIsBoundedAlsoWhereTimeStandsStill() {
        OfflinePush push = given().build();
        push.start();
        push.messages().send(World.text(World.ALICE, World.BOB, "never stored"), SendConfig.withoutPush());

        push.close(Duration.ofMillis(20));

        assertThat(store.nodes().live()).isEmpty();
    }

    @Test
    void aNegativeBoundIsRefusedAndAnEndlessOneIsNot() {
        OfflinePush push = given().build();
        push.start();

        assertThatThrownBy(() -> push.close(Duration.ofSeconds(-1)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("bound must not be negative (code 6000001)");
        assertThat(store.nodes().live()).as("still open").hasSize(1);
        push.close(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(store.nodes().live()).isEmpty();
    }

    @Test
    void inMemoryAndAnotherProviderContradictEachOther() {
        for (String port : List.of("messageStore", "bindingRegistry")) {
            String message = port + " names the provider jdbc, and inMemory() another: leave one of them out";
            assertThatThrownBy(() -> OfflinePush.builder().setting(port, "jdbc").inMemory())
                    .isInstanceOf(SettingsException.class)
                    .hasMessage(message);
            OfflinePushBuilder builder = OfflinePush.builder().inMemory().setting(port, "jdbc");
            assertThatThrownBy(builder::build)
                    .isInstanceOf(SettingsException.class)
                    .hasMessage(message);
        }
        OfflinePush.builder()
                .setting("messageStore", " inmemory")
                .inMemory()
                .setting("bindingRegistry", "inmemory")
                .build();
    }

    @Test
    void afterTheCloseEveryCallFailsAsClosed() {
        OfflinePush push = given().build();
        push.start();
        push.close(Duration.ZERO);

        assertThat(push.devices().logout(new UserId("bob"), World.PHONE).toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(ClosedException.class);
    }

    @Test
    void whatTheHostGaveTheHostCloses() {
        OfflinePush push = given().build();
        push.start();
        push.close(Duration.ZERO);

        assertThat(store.outbox().backlog(1_000_000).owed()).as("still open").isZero();
        assertThat(registry.find(World.PHONE)).isEmpty();
    }

    @Test
    void aMissingPortSaysWhatWasFoundAndWhatToWrite() {
        assertStart(OfflinePush.builder())
                .isInstanceOf(SettingsException.class)
                .hasMessage("messageStore must be set, because nothing serves it: write messageStore=<provider>, or"
                        + " inMemory() for tests and demos; providers found: none (not looked for: call discover())");
        assertStart(OfflinePush.builder().discover(getClass().getClassLoader()).messageStore(store))
                .hasMessageStartingWith("bindingRegistry must be set")
                .hasMessageContaining("providers found: inmemory (looked for with "
                        + getClass().getClassLoader().getClass().getName());
    }

    @Test
    void inMemoryServesOnlyWhenNamed() {
        assertStart(OfflinePush.builder().provider(new InMemoryProvider()))
                .hasMessageStartingWith("messageStore must be set");
    }

    @Test
    void aNamedProviderMustBeThereAndHaveThePort() {
        assertStart(OfflinePush.builder().setting("messageStore", "jdbc").provider(new InMemoryProvider()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("messageStore names the provider jdbc, which is not there; providers found: inmemory (not"
                        + " looked for: call discover())");
        assertStart(OfflinePush.builder().setting("messageStore", "empty").provider(new TestProvider("empty")))
                .hasMessageStartingWith("messageStore names the provider empty, which has none;");
    }

    @Test
    void theOnlyOtherProviderServesUnnamedAndTwoMustBeToldApart() {
        TestProvider one = new TestProvider("one").with(store).with(registry);
        OfflinePush push =
                OfflinePush.builder().provider(one).environment(runtime).build();
        push.start();
        push.close(Duration.ZERO);
        assertThat(one.closed()).containsExactly("registry", "store");

        TestProvider first = new TestProvider("first").with(store);
        TestProvider second = new TestProvider("second").with(store);
        assertStart(OfflinePush.builder().provider(first).provider(second).environment(runtime))
                .hasMessage("messageStore must be set, because several providers serve it: first, second; write"
                        + " messageStore=first or messageStore=second");
        assertThat(first.closed()).as("what was opened to look").containsExactly("store");
        assertThat(second.closed()).containsExactly("store");
    }

    @Test
    void anInstanceWinsOverANameAndANameOverTheOnlyOne() {
        TestProvider other = new TestProvider("other").with(store).with(registry);
        OfflinePush push = given().setting("messageStore", "other")
                .setting("bindingRegistry", "other")
                .provider(other)
                .build();
        push.start();
        push.close(Duration.ZERO);
        assertThat(other.opened()).as("instances were given").isEmpty();

        OfflinePush named = OfflinePush.builder()
                .inMemory()
                .provider(other)
                .environment(runtime)
                .build();
        named.start();
        named.close(Duration.ZERO);
        assertThat(other.opened()).as("inmemory was named").isEmpty();
    }

    @Test
    void anIdIsThereOnce() {
        Provider one = new TestProvider("twin");
        Provider two = new TestProvider("twin");
        assertStart(given().provider(one).provider(two))
                .isInstanceOf(OfflinePushException.class)
                .hasMessageStartingWith("two providers have the id twin: " + TestProvider.class.getName());
    }

    @Test
    void anAppHasOneProvider() {
        assertStart(given().pushProvider(new InMemoryPushProvider(APP)))
                .isInstanceOf(OfflinePushException.class)
                .hasMessage("two push providers serve test/chat; remove one of them");
    }

    @Test
    void aMisspeltSettingNamesTheNearest() {
        assertStart(given().setting("acknowledgmentTime", "5s"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("acknowledgmentTime is not a setting; did you mean acknowledgementTime?");
        assertStart(given().setting("harmonyos.url", "https://example.com"))
                .as("most likely a jar is missing")
                .hasMessage("harmonyos.url belongs to the provider harmonyos, which is not there: add"
                        + " offline-push-provider-harmonyos to the class path or module path; providers"
                        + " found: none (not"
                        + " looked for: call discover())");
        assertStart(OfflinePush.builder().settings(Map.of("messageStore", "inmemory")))
                .hasMessageStartingWith("messageStore names the provider inmemory, which is not there: add"
                        + " offline-push-provider-inmemory to the class path or module path; providers found: none");
        assertStart(OfflinePush.builder().setting("messageStore", "InMemory").provider(new InMemoryProvider()))
                .hasMessageStartingWith("messageStore names the provider InMemory, which is not there; did you mean"
                        + " inmemory? providers found: inmemory");
        assertStart(given().provider(new InMemoryProvider()).setting("INMEMORY.capacity", "5"))
                .hasMessageStartingWith(
                        "INMEMORY.capacity belongs to the provider INMEMORY, which is not there; did you"
                                + " mean inmemory?");
    }

    @Test
    void aStartThatFailsClosesWhatItOpenedAndMayBeRepeatedByAnother() {
        TestProvider provider = new TestProvider("one").with(store).with(registry);
        assertStart(OfflinePush.builder()
                        .provider(provider)
                        .environment(runtime)
                        .settings(Map.of("windw", "5")))
                .hasMessage("windw is not a setting; did you mean window?");
        assertThat(provider.closed()).containsExactly("registry", "store");

        TestProvider strict =
                new TestProvider("two").with(store).with(registry).refusing(new MessageLimits(64, 4_096, 1_024, 1_024));
        assertStart(OfflinePush.builder().provider(strict).environment(runtime).setting("textBytes", "4096"))
                .hasMessage("textBytes must be lower");
        assertThat(strict.closed()).containsExactly("push", "registry", "store");

        Faults faults = new Faults();
        faults.failBefore("Nodes.join", 1);
        TestProvider away = new TestProvider("three")
                .with(faults.around(MessageStore.class, store))
                .with(registry);
        assertStart(OfflinePush.builder().provider(away).environment(runtime))
                .isInstanceOf(IllegalStateException.class);
        assertThat(away.closed()).containsExactly("registry", "store");
    }
}
