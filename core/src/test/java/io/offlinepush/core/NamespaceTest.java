package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.SendResult;
import io.offlinepush.api.SettingsException;
import io.offlinepush.spi.MessageStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two servers on one store and one registry, each with data of its own. */
class NamespaceTest {

    @Test
    void twoServersOnOneStoreNeverMeet() {
        try (World world = new World()) {
            OfflinePush staging = world.start(OfflinePush.builder().setting("namespace", "staging"));
            world.offline(BOB, PHONE, "token-1");
            world.done(staging.devices().registerPush(new Registration(PHONE, APP, new DeviceToken("token-1"))));
            Client tester = new Client();
            world.login(staging, BOB, PHONE, tester);

            MessageId real = world.send(ALICE, BOB, "real").messageId();
            MessageId test = ((SendResult.Stored) world.done(
                            staging.messages().send(World.text(ALICE, BOB, "test"), SendConfig.withoutPush())))
                    .messageId();

            assertThat(world.ends(real)).containsExactly("ACCEPTED");
            assertThat(tester.texts()).containsExactly("test");
            assertThat(world.done(staging.diagnostics().trace(real)).events()).isEmpty();
            assertThat(world.trace(test).events()).isEmpty();
            Client client = new Client();
            world.login(BOB, PHONE, client);
            assertThat(client.texts()).containsExactly("real");
            assertThat(world.store.nodes().live()).hasSize(1);
            staging.close(Duration.ZERO);
            assertThat(world.done(world.push.diagnostics().health()).problems()).isEmpty();
        }
    }

    @Test
    void aStoreWithoutNamespacesIsRefusedAndSoIsALongName() {
        try (World world = new World()) {
            assertThatThrownBy(() -> OfflinePush.builder()
                            .setting("namespace", "staging")
                            .messageStore(withoutNamespaces(world))
                            .bindingRegistry(world.registry)
                            .environment(world.runtime)
                            .build()
                            .start())
                    .isInstanceOf(SettingsException.class)
                    .hasMessage(
                            "namespace is set to staging, but what serves messageStore has no namespaces; leave it out,"
                                    + " and give each instance a store of its own");
            assertThatThrownBy(() -> world.start(OfflinePush.builder().setting("namespace", "n".repeat(33))))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("namespace must be at most 32 bytes, found 33");
        }
    }

    /** The in-memory store, without its namespaces. */
    private static MessageStore withoutNamespaces(World world) {
        return (MessageStore) Proxy.newProxyInstance(
                MessageStore.class.getClassLoader(),
                new Class<?>[] {MessageStore.class},
                (proxy, method, arguments) -> method.getName().equals("namespace")
                        ? Optional.empty()
                        : method.invoke(world.store, arguments));
    }
}
