package io.offlinepush.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Durability;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.PushBinding;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A registry in one test, and short words for what the tests do with it. Safe for several threads. */
final class RegistryFixture implements AutoCloseable {

    static final VendorApp CHAT = new VendorApp("harmonyos", "com.example.chat");
    static final VendorApp CALL = new VendorApp("harmonyos", "com.example.call");
    static final UserId ALICE = new UserId("alice");
    static final UserId BOB = new UserId("bob");
    static final DeviceId PHONE = new DeviceId("phone");
    static final DeviceId TABLET = new DeviceId("tablet");
    static final NodeId NODE = new NodeId("node-1");

    /** More devices than a user has in a test of another rule. */
    static final int MOST_DEVICES = 100;

    private final AtomicInteger made = new AtomicInteger();
    private BindingRegistry registry;

    RegistryFixture(RegistrySubject subject) {
        this.registry = subject.open();
    }

    BindingRegistry registry() {
        return registry;
    }

    /** Closes and opens. Whether what was there must be there now; if not, the registry has at least said so. */
    boolean mustSurvive(RegistrySubject subject) {
        Durability declared = registry.durability();
        registry = subject.reopen(registry);
        assertThat(registry.durability()).as("durability after reopening").isEqualTo(declared);
        return declared != Durability.NONE;
    }

    @Override
    public void close() {
        registry.close();
    }

    PushId fresh() {
        return new PushId("push-id-" + made.incrementAndGet());
    }

    BindingRegistry.Registered register(DeviceId device, String token) {
        return register(device, CHAT, token);
    }

    BindingRegistry.Registered register(DeviceId device, VendorApp app, String token) {
        return registry.register(new Registration(device, app, new DeviceToken(token)), fresh());
    }

    Registration registration(DeviceId device, String token) {
        return new Registration(device, CHAT, new DeviceToken(token));
    }

    BindingRegistry.LoggedIn login(UserId user, DeviceId device) {
        return registry.login(user, device, Platform.HARMONY_OS, NODE, MOST_DEVICES);
    }

    /** The device's row; one without a login and a registration if the registry keeps none of it. */
    DeviceRow row(DeviceId device) {
        return registry.find(device).orElseGet(() -> new DeviceRow(device, null, null));
    }

    @Nullable
    Login loginOf(DeviceId device) {
        return row(device).login();
    }

    @Nullable
    PushBinding pushOf(DeviceId device) {
        return row(device).push();
    }

    /** The devices that are logged in for a user, which must be as {@code find} has them. */
    List<DeviceId> devicesOf(UserId user) {
        var recipients = registry.recipients(Set.of(user));
        assertThat(recipients).containsOnlyKeys(user);
        List<DeviceRow> rows = recipients.getOrDefault(user, List.of());
        assertThat(rows).allSatisfy(row -> assertThat(row).isEqualTo(row(row.device())));
        return rows.stream().map(DeviceRow::device).toList();
    }
}
