package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.testkit.BindingRegistryContract;
import org.junit.jupiter.api.Test;

class InMemoryBindingRegistryTest implements BindingRegistryContract {

    private static final VendorApp APP = new VendorApp("harmonyos", "chat");

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

    @Test
    void keepsNothingOfADeviceThatIsNeitherLoggedInNorRegistered() {
        InMemoryBindingRegistry registry = new InMemoryBindingRegistry();
        for (int i = 0; i < 20_000; i++) {
            DeviceId device = new DeviceId("device-" + i);
            PushId pushId = new PushId("push-" + i);
            long number = registry.register(registration("device-" + i), pushId)
                    .push()
                    .registrationNumber();
            long login = registry.login(new UserId("user-" + i), device, Platform.HARMONY_OS, null, 10)
                    .number();
            switch (i % 4) {
                case 0 -> {
                    registry.logout(device, login);
                    registry.unregister(device);
                }
                case 1 -> {
                    registry.invalidate(pushId, number);
                    registry.logout(device, login);
                }
                case 2 -> registry.forget(new UserId("user-" + i));
                default -> {
                    registry.logout(device, login);
                    // Its token moves to another device, which gives it up.
                    registry.register(
                            new Registration(
                                    new DeviceId("last"),
                                    APP,
                                    registration("device-" + i).token()),
                            new PushId("last-" + i));
                }
            }
        }
        assertThat(registry.size()).isEqualTo(1);
        registry.unregister(new DeviceId("last"));
        assertThat(registry.size()).isZero();
    }

    @Test
    void keepsNoMoreOfAUserThanTheBoundWhateverDeviceIdsTheyLogInWith() {
        InMemoryBindingRegistry registry = new InMemoryBindingRegistry();
        UserId user = new UserId("bob");
        for (int i = 0; i < 20_000; i++) {
            registry.register(registration("device-" + i), new PushId("push-" + i));
            registry.login(user, new DeviceId("device-" + i), Platform.HARMONY_OS, null, 10);
        }
        assertThat(registry.size()).isEqualTo(10);
    }

    @Test
    void refusesABoundOfNoDevice() {
        assertThatThrownBy(() -> open().login(new UserId("bob"), new DeviceId("phone"), Platform.HARMONY_OS, null, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Registration registration(String device) {
        return new Registration(new DeviceId(device), APP, new DeviceToken("token-of-" + device));
    }
}
