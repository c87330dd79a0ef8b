package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.testkit.BindingRegistryContract;
import org.junit.jupiter.api.Test;

class InMemoryBindingRegistryTest implements BindingRegistryContract {

    @Override
    public BindingRegistry open() {
        return new InMemoryBindingRegistry();
    }

    @Override
    public BindingRegistry reopen(BindingRegistry registry) {
        registry.close();
        return open();
    }

    @Test
    void refusesAPushIdThatIsNotFresh() {
        BindingRegistry registry = open();
        PushId pushId = new PushId("p");
        registry.register(registration("phone"), pushId);
        assertThatThrownBy(() -> registry.register(registration("tablet"), pushId))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(registry.find(new DeviceId("tablet"))).isEmpty();
    }

    @Test
    void refusesPagesOutsideTheirRange() {
        BindingRegistry registry = open();
        assertThatThrownBy(() -> registry.users(null, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> registry.users(null, 10_001)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Registration registration(String device) {
        return new Registration(
                new DeviceId(device), new VendorApp("harmonyos", "chat"), new DeviceToken("token-of-" + device));
    }
}
