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
import org.jspecify.annotations.Nullable;

/**
 * A {@link BindingRegistry} in memory: nothing survives {@link #close}.
 *
 * <pre>
 * rows       device -> row; kept for ever, since its two numbers must only grow
 * users      user -> their rows, in order of the device: a chain, since most have one or a few
 * registered the users with a registered device, in order of UTF-8 bytes
 * byPushId   PushID -> row
 * byToken    (vendor app, token) -> row
 * apps       each vendor app once, however often it is named
 * </pre>
 *
 * <p>One lock for all of it, so that each call is one step and is seen by every later one.
 */
public final class InMemoryBindingRegistry implements BindingRegistry {

    private final Index<Row> rows = new Index<>() {
        @Override
        int hash(Row row) {
            return row.device.hashCode();
        }
    };
    private final Index<User> users = new Index<>() {
        @Override
        int hash(User user) {
            return user.id.hashCode();
        }
    };
    private final NavigableMap<UserId, User> registered = new TreeMap<>(ByteOrder.OF_USERS);
    private final Index<Row> byPushId = new Index<>() {
        @Override
        int hash(Row row) {
            return Objects.hashCode(row.pushId);
        }
    };
    private final Index<Row> byToken = new Index<>() {
        @Override
        int hash(Row row) {
            return hashOf(row.app, row.token);
        }
    };
    private final Map<VendorApp, VendorApp> apps = new HashMap<>();
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
        Row row = row(registration.device());
        PushId before = row == null ? null : row.pushId;
        PushId pushId = before == null ? Objects.requireNonNull(fresh, "fresh") : before;
        if (before == null && row(fresh) != null) {
            throw new IllegalArgumentException("PushID " + fresh + " is another device's; make a fresh one");
        }
        if (row == null) {
            row = newRow(registration.device());
        }
        clearPush(row);
        Row other = row(registration.app(), registration.token());
        if (other != null) {
            clearPush(other);
        }
        row.registrationNumber++;
        setPush(row, pushId, registration);
        return new Registered(Objects.requireNonNull(row.push()), other == null ? null : other.device);
    }

    @Override
    public synchronized boolean unregister(DeviceId device) {
        requireOpen();
        Row row = row(device);
        return row != null && clearPush(row);
    }

    @Override
    public synchronized boolean invalidate(PushId pushId, long registrationNumber) {
        requireOpen();
        Row row = row(pushId);
        return row != null && row.registrationNumber == registrationNumber && clearPush(row);
    }

    @Override
    public synchronized LoggedIn login(UserId user, DeviceId device, Platform platform, @Nullable NodeId session) {
        requireOpen();
        Row row = row(device);
        if (row == null) {
            row = newRow(device);
        }
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(platform, "platform");
        Login former = row.login();
        clearLogin(row);
        row.loginNumber++;
        row.platform = platform;
        row.session = session;
        setLogin(row, user);
        return new LoggedIn(row.loginNumber, former);
    }

    @Override
    public synchronized boolean logout(DeviceId device, long loginNumber) {
        requireOpen();
        Row row = row(device);
        if (row == null || !row.isCurrent(loginNumber)) {
            return false;
        }
        clearLogin(row);
        return true;
    }

    @Override
    public synchronized boolean disconnect(DeviceId device, long loginNumber) {
        requireOpen();
        Row row = row(device);
        if (row == null || !row.isCurrent(loginNumber)) {
            return false;
        }
        row.session = null;
        return true;
    }

    @Override
    public synchronized Map<UserId, List<DeviceRow>> recipients(Collection<UserId> users) {
        requireOpen();
        Map<UserId, List<DeviceRow>> found = new HashMap<>(2 * users.size());
        for (UserId id : users) {
            User user = user(Objects.requireNonNull(id, "user"));
            List<DeviceRow> devices = new ArrayList<>(1);
            for (Row row = user == null ? null : user.first; row != null; row = row.next) {
                devices.add(row.copy());
            }
            found.put(id, devices);
        }
        return found;
    }

    @Override
    public synchronized List<UserId> users(@Nullable UserId after, int limit) {
        requireOpen();
        Range.check("limit", limit, 1, 10_000);
        List<UserId> page = new ArrayList<>();
        for (UserId user : (after == null ? registered : registered.tailMap(after, false)).keySet()) {
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
        List<DeviceId> devices = new ArrayList<>();
        User theirs = user(user);
        Row row = theirs == null ? null : theirs.first;
        while (row != null) {
            Row next = row.next;
            devices.add(row.device);
            clearPush(row);
            clearLogin(row);
            row = next;
        }
        return devices;
    }

    @Override
    public synchronized Optional<DeviceRow> find(DeviceId device) {
        requireOpen();
        return Optional.ofNullable(row(Objects.requireNonNull(device, "device")))
                .map(Row::copy);
    }

    @Override
    public synchronized Optional<DeviceRow> find(PushId pushId) {
        requireOpen();
        return Optional.ofNullable(row(Objects.requireNonNull(pushId, "pushId")))
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

    private @Nullable Row row(DeviceId device) {
        Row row;
        for (int slot = rows.start(device.hashCode()); (row = rows.at(slot)) != null; slot = rows.next(slot)) {
            if (row.device.equals(device)) {
                return row;
            }
        }
        return null;
    }

    private @Nullable Row row(PushId pushId) {
        Row row;
        for (int slot = byPushId.start(pushId.hashCode());
                (row = byPushId.at(slot)) != null;
                slot = byPushId.next(slot)) {
            if (pushId.equals(row.pushId)) {
                return row;
            }
        }
        return null;
    }

    private @Nullable Row row(VendorApp app, DeviceToken token) {
        Row row;
        for (int slot = byToken.start(hashOf(app, token));
                (row = byToken.at(slot)) != null;
                slot = byToken.next(slot)) {
            if (token.equals(row.token) && app.equals(row.app)) {
                return row;
            }
        }
        return null;
    }

    private @Nullable User user(UserId id) {
        User user;
        for (int slot = users.start(id.hashCode()); (user = users.at(slot)) != null; slot = users.next(slot)) {
            if (user.id.equals(id)) {
                return user;
            }
        }
        return null;
    }

    private static int hashOf(@Nullable VendorApp app, @Nullable DeviceToken token) {
        return 31 * Objects.hashCode(app) + Objects.hashCode(token);
    }

    private Row newRow(DeviceId device) {
        Row row = new Row(device);
        rows.add(row);
        return row;
    }

    private void setPush(Row row, PushId pushId, Registration registration) {
        row.pushId = pushId;
        row.app = apps.computeIfAbsent(registration.app(), app -> app);
        row.token = registration.token();
        byPushId.add(row);
        byToken.add(row);
        if (row.user != null) {
            oneMore(row.user);
        }
    }

    private boolean clearPush(Row row) {
        if (row.pushId == null) {
            return false;
        }
        byPushId.remove(row);
        byToken.remove(row);
        row.pushId = null;
        row.app = null;
        row.token = null;
        if (row.user != null) {
            oneLess(row.user);
        }
        return true;
    }

    private void setLogin(Row row, UserId id) {
        User user = user(id);
        if (user == null) {
            user = new User(id);
            users.add(user);
        }
        user.add(row);
        row.user = user;
        if (row.pushId != null) {
            oneMore(user);
        }
    }

    private void clearLogin(Row row) {
        User user = row.user;
        if (user == null) {
            return;
        }
        user.remove(row);
        row.user = null;
        if (row.pushId != null) {
            oneLess(user);
        }
        if (user.first == null) {
            users.remove(user);
        }
    }

    private void oneMore(User user) {
        if (user.registered++ == 0) {
            registered.put(user.id, user);
        }
    }

    private void oneLess(User user) {
        if (--user.registered == 0) {
            registered.remove(user.id);
        }
    }

    /** A user with a device that is logged in. */
    private static final class User {

        private final UserId id;
        private @Nullable Row first;

        /** How many of the devices are registered. */
        private int registered;

        private User(UserId id) {
            this.id = id;
        }

        private void add(Row row) {
            Row before = null;
            Row after = first;
            while (after != null && after.device.compareTo(row.device) < 0) {
                before = after;
                after = after.next;
            }
            row.next = after;
            if (before == null) {
                first = row;
            } else {
                before.next = row;
            }
        }

        private void remove(Row row) {
            if (first == row) {
                first = row.next;
            } else {
                Row before = first;
                while (before != null && before.next != row) {
                    before = before.next;
                }
                if (before != null) {
                    before.next = row.next;
                }
            }
            row.next = null;
        }
    }

    /** A device: its login, if it has a user, and its registration, if it has a PushID. */
    private static final class Row {

        private final DeviceId device;
        private long loginNumber;
        private @Nullable User user;
        private @Nullable Platform platform;
        private @Nullable NodeId session;
        private long registrationNumber;
        private @Nullable PushId pushId;
        private @Nullable VendorApp app;
        private @Nullable DeviceToken token;

        /** The user's next device. */
        private @Nullable Row next;

        private Row(DeviceId device) {
            this.device = device;
        }

        private boolean isCurrent(long number) {
            return user != null && loginNumber == number;
        }

        private @Nullable Login login() {
            return user == null || platform == null ? null : new Login(user.id, loginNumber, platform, session);
        }

        private @Nullable PushBinding push() {
            return pushId == null || app == null || token == null
                    ? null
                    : new PushBinding(pushId, app, token, registrationNumber);
        }

        private DeviceRow copy() {
            return new DeviceRow(device, login(), push());
        }
    }
}
