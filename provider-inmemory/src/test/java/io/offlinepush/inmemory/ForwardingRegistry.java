package io.offlinepush.inmemory;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Durability;
import io.offlinepush.spi.NodeId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registry that hands every call on, so that a subclass can do one thing wrong. */
class ForwardingRegistry implements BindingRegistry {

    private final BindingRegistry to;

    ForwardingRegistry(BindingRegistry to) {
        this.to = to;
    }

    @Override
    public Optional<BindingRegistry> namespace(String name) {
        return to.namespace(name);
    }

    @Override
    public Durability durability() {
        return to.durability();
    }

    @Override
    public Registered register(Registration registration, PushId fresh) {
        return to.register(registration, fresh);
    }

    @Override
    public Optional<Registered> register(Registration registration, PushId fresh, long loginNumber) {
        return to.register(registration, fresh, loginNumber);
    }

    @Override
    public boolean unregister(DeviceId device) {
        return to.unregister(device);
    }

    @Override
    public boolean unregister(DeviceId device, long loginNumber) {
        return to.unregister(device, loginNumber);
    }

    @Override
    public boolean invalidate(PushId pushId, long registrationNumber) {
        return to.invalidate(pushId, registrationNumber);
    }

    @Override
    public LoggedIn login(UserId user, DeviceId device, Platform platform, @Nullable NodeId session, int mostDevices) {
        return to.login(user, device, platform, session, mostDevices);
    }

    @Override
    public boolean logout(DeviceId device, long loginNumber) {
        return to.logout(device, loginNumber);
    }

    @Override
    public boolean disconnect(DeviceId device, long loginNumber) {
        return to.disconnect(device, loginNumber);
    }

    @Override
    public Map<UserId, List<DeviceRow>> recipients(Collection<UserId> users) {
        return to.recipients(users);
    }

    @Override
    public List<UserId> users(@Nullable UserId after, int limit) {
        return to.users(after, limit);
    }

    @Override
    public List<DeviceId> forget(UserId user) {
        return to.forget(user);
    }

    @Override
    public Optional<DeviceRow> find(DeviceId device) {
        return to.find(device);
    }

    @Override
    public Optional<DeviceRow> find(PushId pushId) {
        return to.find(pushId);
    }

    @Override
    public void close() {
        to.close();
    }
}
