package io.offlinepush.inmemory;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BindingRegistry} in memory: nothing survives {@link #close}.
 *
 * <pre>
 * rows     device -> row; kept for ever, since its two numbers must only grow
 * byUser   user -> the devices that are logged in
 * woken    user, in order of UTF-8 bytes -> how many of their devices are registered, if any
 * byPushId PushID -> device
 * byToken  (vendor app, token) -> device
 * </pre>
 *
 * <p>One lock for all of it, so that each call is one step and is seen by every later one.
 */
public final class InMemoryBindingRegistry implements BindingRegistry {

    private final Map<DeviceId, Row> rows = new HashMap<>();
    private final Map<UserId, TreeSet<DeviceId>> byUser = new HashMap<>();
    private final NavigableMap<UserId, Integer> woken = new TreeMap<>(ByteOrder.OF_USERS);
    private final Map<PushId, Row> byPushId = new HashMap<>();
    private final Map<Address, Row> byToken = new HashMap<>();
    /** The other namespaces, each a registry of its own. */
    private final Map<String, InMemoryBindingRegistry> namespaces = new HashMap<>();

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
        Row row = rows.get(registration.device());
        PushBinding before = row == null ? null : row.push;
        PushId pushId = before == null ? Objects.requireNonNull(fresh, "fresh") : before.pushId();
        if (before == null && byPushId.containsKey(fresh)) {
            throw new IllegalArgumentException("PushID " + fresh + " is another device's; make a fresh one");
        }
        if (row == null) {
            row = newRow(registration.device());
        }
        clearPush(row);
        Row other = byToken.get(new Address(registration.app(), registration.token()));
        if (other != null) {
            clearPush(other);
        }
        PushBinding push = new PushBinding(pushId, registration.app(), registration.token(), ++row.registrationNumber);
        setPush(row, push);
        return new Registered(push, other == null ? null : other.device);
    }

    @Override
    public synchronized boolean unregister(DeviceId device) {
        requireOpen();
        Row row = rows.get(device);
        return row != null && clearPush(row);
    }

    @Override
    public synchronized boolean invalidate(PushId pushId, long registrationNumber) {
        requireOpen();
        Row row = byPushId.get(pushId);
        return row != null && row.registrationNumber == registrationNumber && clearPush(row);
    }

    @Override
    public synchronized LoggedIn login(UserId user, DeviceId device, Platform platform, @Nullable NodeId session) {
        requireOpen();
        Row row = rows.get(device);
        if (row == null) {
            row = newRow(device);
        }
        Login former = row.login;
        clearLogin(row);
        Login login = new Login(
                Objects.requireNonNull(user, "user"),
                ++row.loginNumber,
                Objects.requireNonNull(platform, "platform"),
                session);
        setLogin(row, login);
        return new LoggedIn(login.number(), former);
    }

    @Override
    public synchronized boolean logout(DeviceId device, long loginNumber) {
        requireOpen();
        Row row = rows.get(device);
        if (row == null || !row.isCurrent(loginNumber)) {
            return false;
        }
        clearLogin(row);
        return true;
    }

    @Override
    public synchronized boolean disconnect(DeviceId device, long loginNumber) {
        requireOpen();
        Row row = rows.get(device);
        if (row == null || row.login == null || row.login.number() != loginNumber) {
            return false;
        }
        row.login = new Login(row.login.user(), loginNumber, row.login.platform(), null);
        return true;
    }

    @Override
    public synchronized Map<UserId, List<DeviceRow>> recipients(Collection<UserId> users) {
        requireOpen();
        Map<UserId, List<DeviceRow>> found = new HashMap<>();
        for (UserId user : List.copyOf(users)) {
            List<DeviceRow> devices = new ArrayList<>();
            for (DeviceId device : byUser.getOrDefault(user, new TreeSet<>())) {
                find(device).ifPresent(devices::add);
            }
            found.put(user, devices);
        }
        return found;
    }

    @Override
    public synchronized List<UserId> users(@Nullable UserId after, int limit) {
        requireOpen();
        Range.check("limit", limit, 1, 10_000);
        List<UserId> page = new ArrayList<>();
        for (UserId user : (after == null ? woken : woken.tailMap(after, false)).keySet()) {
            if (page.size() == limit) {
                break;
            }
            page.add(user);
        }
        return page;
    }

    @Override
    public synchronized List<DeviceId> forget(UserId user) {
        requireOpen();
        List<DeviceId> devices = new ArrayList<>(byUser.getOrDefault(user, new TreeSet<>()));
        for (DeviceId device : devices) {
            Row row = Objects.requireNonNull(rows.get(device));
            clearPush(row);
            clearLogin(row);
        }
        return devices;
    }

    @Override
    public synchronized Optional<DeviceRow> find(DeviceId device) {
        requireOpen();
        return Optional.ofNullable(rows.get(Objects.requireNonNull(device, "device")))
                .map(Row::copy);
    }

    @Override
    public synchronized Optional<DeviceRow> find(PushId pushId) {
        requireOpen();
        return Optional.ofNullable(byPushId.get(Objects.requireNonNull(pushId, "pushId")))
                .map(Row::copy);
    }

    @Override
    public synchronized void close() {
        closed = true;
        namespaces.values().forEach(InMemoryBindingRegistry::close);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the registry is closed");
        }
    }

    private Row newRow(DeviceId device) {
        Row row = new Row(device);
        rows.put(device, row);
        return row;
    }

    private void setPush(Row row, PushBinding push) {
        row.push = push;
        byPushId.put(push.pushId(), row);
        byToken.put(Address.of(push), row);
        if (row.login != null) {
            woken.merge(row.login.user(), 1, Integer::sum);
        }
    }

    private boolean clearPush(Row row) {
        PushBinding push = row.push;
        if (push == null) {
            return false;
        }
        byPushId.remove(push.pushId());
        byToken.remove(Address.of(push));
        row.push = null;
        if (row.login != null) {
            oneLess(row.login.user());
        }
        return true;
    }

    private void setLogin(Row row, Login login) {
        row.login = login;
        byUser.computeIfAbsent(login.user(), unused -> new TreeSet<>()).add(row.device);
        if (row.push != null) {
            woken.merge(login.user(), 1, Integer::sum);
        }
    }

    private void clearLogin(Row row) {
        Login login = row.login;
        if (login != null) {
            byUser.computeIfPresent(login.user(), (unused, devices) -> {
                devices.remove(row.device);
                return devices.isEmpty() ? null : devices;
            });
            row.login = null;
            if (row.push != null) {
                oneLess(login.user());
            }
        }
    }

    private void oneLess(UserId user) {
        woken.computeIfPresent(user, (unused, devices) -> devices == 1 ? null : devices - 1);
    }

    private static final class Row {

        private final DeviceId device;
        private long loginNumber;
        private long registrationNumber;
        private @Nullable Login login;
        private @Nullable PushBinding push;

        private Row(DeviceId device) {
            this.device = device;
        }

        private boolean isCurrent(long number) {
            return login != null && login.number() == number;
        }

        private DeviceRow copy() {
            return new DeviceRow(device, login, push);
        }
    }

    private record Address(VendorApp app, DeviceToken token) {
        static Address of(PushBinding push) {
            return new Address(push.app(), push.token());
        }
    }
}
