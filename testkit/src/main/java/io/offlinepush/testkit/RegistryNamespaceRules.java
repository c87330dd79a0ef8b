package io.offlinepush.testkit;

import static io.offlinepush.testkit.RegistryFixture.BOB;
import static io.offlinepush.testkit.RegistryFixture.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.PushBinding;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link BindingRegistry#namespace} says of itself; a registry without namespaces says so. */
public interface RegistryNamespaceRules extends RegistrySubject {

    /**
     * Whether the registry has namespaces.
     *
     * @return true by default; with false it is tested that it refuses them as documented
     */
    default boolean hasNamespaces() {
        return true;
    }

    @Test
    @DisplayName("namespaces: devices, users and tokens of one are in no other; the same name gives the same data")
    default void namespacesAreApart() {
        try (RegistryFixture fixture = new RegistryFixture(this)) {
            if (!hasNamespaces()) {
                assertThat(fixture.registry().namespace("one")).isEmpty();
                return;
            }
            PushBinding push = fixture.register(PHONE, "t1").push();
            fixture.login(BOB, PHONE);
            BindingRegistry one = fixture.registry().namespace("one").orElseThrow();
            assertThat(one.find(PHONE)).isEmpty();
            assertThat(one.find(push.pushId())).isEmpty();
            assertThat(one.users(null, 10)).isEmpty();
            assertThat(one.recipients(List.of(BOB)).get(BOB)).isEmpty();
            BindingRegistry.Registered there = one.register(
                    new Registration(PHONE, RegistryFixture.CHAT, new DeviceToken("t1")),
                    new PushId("push-id-elsewhere"));
            assertThat(there.displaced())
                    .as("the token is another namespace's there")
                    .isNull();
            BindingRegistry.LoggedIn login = one.login(BOB, PHONE, Platform.HARMONY_OS, null, 1);
            assertThat(login.former()).as("who is logged in elsewhere").isNull();
            assertThat(login.removed()).as("a device elsewhere").isEmpty();
            BindingRegistry again =
                    openOnAnotherNode(fixture.registry()).namespace("one").orElseThrow();
            assertThat(again.find(PHONE)).as("under the same name").isEqualTo(one.find(PHONE));
            one.forget(BOB);
            assertThat(again.users(null, 10)).isEmpty();
            assertThat(fixture.registry().find(push.pushId())).isPresent();
            assertThat(fixture.registry().users(null, 10)).containsExactly(BOB);
        }
    }
}
