package io.offlinepush.inmemory;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.UserId;
import io.offlinepush.inmemory.DeviceTable.Row;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Durability;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.PushBinding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BindingRegistry} in memory: nothing survives {@link #close}.
 *
 * <p>It keeps what is logged in or registered, and nothing of any other device: all numbers come from one counter, so
 * they grow for each device, also for one that was forgotten meanwhile.
 *
 * <p>One lock for all of it, so that each call is one step and is seen by every later one.
 */
public final class InMemoryBindingRegistry implements BindingRegistry {

    private final DeviceTable devices = new DeviceTable();
    /** The other namespaces, each a registry of its own. */
    private final Map<String, InMemoryBindingRegistry> namespaces = new HashMap<>();

    /** The last login or registration number, and the last moment at which a device was heard of. */
    private long counter;

    private boolean closed;

    /** An empty registry. */
    public InMemoryBindingRegistry() {}

    @Override
    public synchronized Optional<BindingRegistry> namespace(String name) {
        requireOpen();
        Range.check("bytes of the namespace", name.getBytes(StandardCharsets.UTF_8).length, 1, 32);
        return Optional.of(namespaces.computeIfAbsent(name, unused -> new InMemoryBindingRegistry()));
    }

    @Override
    public Durability durability() {
        return Durability.NONE;
    }

    @Override
    public synchronized Registered register(Registration registration, PushId fresh) {
        requireOpen();
        Row row = devices.find(registration.device());
        PushBinding before = row == null ? null : row.push();
        PushId pushId = before == null ? Objects.requireNonNull(fresh, "fresh") : before.pushId();
        if (before == null && devices.find(fresh) != null) {
            throw new IllegalArgumentException("PushID " + fresh + " is another device's; make a fresh one");
        }
        Row other = devices.find(registration.app(), registration.token());
        DeviceId displaced = other == null || other.device().equals(registration.device()) ? null : other.device();
        if (other != null && displaced != null) {
            devices.unregister(other);
        }
        counter++;
        PushBinding push = new PushBinding(pushId, registration.app(), registration.token(), counter);
        devices.register(registration.device(), push, counter);
        return new Registered(push, displaced);
    }

    @Override
    public synchronized Optional<Registered> register(Registration registration, PushId fresh, long loginNumber) {
        return isCurrent(registration.device(), loginNumber)
                ? Optional.of(register(registration, fresh))
                : Optional.empty();
    }

    @Override
    public synchronized boolean unregister(DeviceId device) {
        requireOpen();
        Row row = devices.find(device);
        return row != null && devices.unregister(row);
    }

    @Override
    public synchronized boolean unregister(DeviceId device, long loginNumber) {
        return isCurrent(device, loginNumber) && unregister(device);
    }

    @Override
    public synchronized boolean invalidate(PushId pushId, long registrationNumber) {
        requireOpen();
        Row row = devices.find(pushId);
        PushBinding push = row == null ? null : row.push();
        return row != null
                && push != null
                && push.registrationNumber() == registrationNumber
                && devices.unregister(row);
    }

    @Override
    public synchronized LoggedIn login(
            UserId user, DeviceId device, Platform platform, @Nullable NodeId session, int mostDevices) {
        requireOpen();
        Login login = new Login(
                Objects.requireNonNull(user, "user"),
                counter + 1,
                Objects.requireNonNull(platform, "platform"),
                session);
        Range.check("most devices", mostDevices, 1, Integer.MAX_VALUE);
        Row row = devices.find(device);
        Login former = row == null ? null : row.login();
        counter++;
        devices.login(device, login, counter);
        List<Row> tooMany = devices.tooMany(user, device, mostDevices);
        List<DeviceRow> removed = copies(tooMany);
        tooMany.forEach(devices::remove);
        return new LoggedIn(login.number(), former, removed);
    }

    @Override
    public synchronized boolean logout(DeviceId device, long loginNumber) {
        boolean current = isCurrent(device, loginNumber);
        if (current) {
            devices.logout(Objects.requireNonNull(devices.find(device)));
        }
        return current;
    }

    @Override
    public synchronized boolean disconnect(DeviceId device, long loginNumber) {
        boolean current = isCurrent(device, loginNumber);
        if (current) {
            devices.disconnect(Objects.requireNonNull(devices.find(device)), ++counter);
        }
        return current;
    }

    @Override
    public synchronized Map<UserId, List<DeviceRow>> recipients(Collection<UserId> users) {
        requireOpen();
        Map<UserId, List<DeviceRow>> found = new HashMap<>(2 * users.size());
        for (UserId user : users) {
            found.put(user, devices.copiesOf(Objects.requireNonNull(user, "user")));
        }
        return found;
    }

    @Override
    public synchronized List<UserId> users(@Nullable UserId after, int limit) {
        requireOpen();
        Range.check("limit", limit, 1, 10_000);
        return devices.woken(after, limit);
    }

    @Override
    public synchronized List<DeviceId> forget(UserId user) {
        requireOpen();
        List<Row> theirs = devices.devicesOf(user);
        theirs.forEach(devices::remove);
        return new ArrayList<>(theirs.stream().map(Row::device).toList());
    }

    @Override
    public synchronized Optional<DeviceRow> find(DeviceId device) {
        requireOpen();
        return Optional.ofNullable(devices.find(device)).map(Row::copy);
    }

    @Override
    public synchronized Optional<DeviceRow> find(PushId pushId) {
        requireOpen();
        return Optional.ofNullable(devices.find(pushId)).map(Row::copy);
    }

    /** How many devices there is something of. */
    synchronized int size() {
        return devices.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        namespaces.values().forEach(InMemoryBindingRegistry::close);
    }

    private static List<DeviceRow> copies(List<Row> rows) {
        return new ArrayList<>(rows.stream().map(Row::copy).toList());
    }

    private boolean isCurrent(DeviceId device, long loginNumber) {
        requireOpen();
        Row row = devices.find(device);
        return row != null && row.isCurrent(loginNumber);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the registry is closed");
        }
    }
}
