package io.offlinepush.inmemory;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.PushId;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Login;
import io.offlinepush.spi.PushBinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a registry and how they are found. A row leaves with its last login or registration.
 *
 * <pre>
 * rows     device -> row
 * byUser   user -> the devices that are logged in
 * woken    user, in order of UTF-8 bytes -> how many of their devices are registered, if any
 * byPushId PushID -> row
 * byToken  (vendor app, token) -> row
 * </pre>
 *
 * <p>Has no lock of its own: it belongs to one registry.
 */
final class DeviceTable {

    /** A device without a session before one with, and then the longest silent. */
    private static final Comparator<Row> LEAST_NEEDED_FIRST =
            Comparator.comparing(Row::hasSession).thenComparingLong(row -> row.heardAt);

    private final Map<DeviceId, Row> rows = new HashMap<>();
    private final Map<UserId, TreeSet<DeviceId>> byUser = new HashMap<>();
    private final NavigableMap<UserId, Integer> woken = new TreeMap<>(ByteOrder.OF_USERS);
    private final Map<PushId, Row> byPushId = new HashMap<>();
    private final Map<Address, Row> byToken = new HashMap<>();

    /** A device: logged in, registered, or both. */
    static final class Row {

        private final DeviceId device;
        /** Grows with each moment at which the device was heard of. */
        private long heardAt;

        private @Nullable Login login;
        private @Nullable PushBinding push;

        private Row(DeviceId device) {
            this.device = device;
        }

        DeviceId device() {
            return device;
        }

        @Nullable
        Login login() {
            return login;
        }

        @Nullable
        PushBinding push() {
            return push;
        }

        boolean isCurrent(long loginNumber) {
            return login != null && login.number() == loginNumber;
        }

        private boolean hasSession() {
            return login != null && login.session() != null;
        }

        DeviceRow copy() {
            return new DeviceRow(device, login, push);
        }
    }

    private record Address(VendorApp app, DeviceToken token) {
        static Address of(PushBinding push) {
            return new Address(push.app(), push.token());
        }
    }

    @Nullable
    Row find(DeviceId device) {
        return rows.get(Objects.requireNonNull(device, "device"));
    }

    @Nullable
    Row find(PushId pushId) {
        return byPushId.get(Objects.requireNonNull(pushId, "pushId"));
    }

    @Nullable
    Row find(VendorApp app, DeviceToken token) {
        return byToken.get(new Address(app, token));
    }

    /** The devices on which a user is logged in, by device id. */
    List<Row> devicesOf(UserId user) {
        List<Row> found = new ArrayList<>();
        for (DeviceId device : byUser.getOrDefault(user, new TreeSet<>())) {
            found.add(Objects.requireNonNull(rows.get(device)));
        }
        return found;
    }

    /** Those of a user's other devices that have to go so that, with this one, no more than these are left. */
    List<Row> tooMany(UserId user, DeviceId staying, int most) {
        List<Row> others = devicesOf(user);
        others.removeIf(row -> row.device.equals(staying));
        others.sort(LEAST_NEEDED_FIRST);
        return List.copyOf(others.subList(0, Math.max(0, others.size() + 1 - most)));
    }

    /** The users after this one who have a device that is logged in and registered. */
    List<UserId> woken(@Nullable UserId after, int limit) {
        return (after == null ? woken : woken.tailMap(after, false))
                .keySet().stream().limit(limit).toList();
    }

    /** Registers a device in place of what it was registered with. */
    void register(DeviceId device, PushBinding push, long heardAt) {
        Row row = rows.computeIfAbsent(device, Row::new);
        clearPush(row);
        row.heardAt = heardAt;
        row.push = push;
        byPushId.put(push.pushId(), row);
        byToken.put(Address.of(push), row);
        if (row.login != null) {
            woken.merge(row.login.user(), 1, Integer::sum);
        }
    }

    /** Logs in on a device in place of who was logged in there. */
    void login(DeviceId device, Login login, long heardAt) {
        Row row = rows.computeIfAbsent(device, Row::new);
        clearLogin(row);
        row.heardAt = heardAt;
        row.login = login;
        byUser.computeIfAbsent(login.user(), unused -> new TreeSet<>()).add(device);
        if (row.push != null) {
            woken.merge(login.user(), 1, Integer::sum);
        }
    }

    /** The same login without its session. */
    void disconnect(Row row, long heardAt) {
        Login login = Objects.requireNonNull(row.login);
        row.login = new Login(login.user(), login.number(), login.platform(), null);
        row.heardAt = heardAt;
    }

    /** Whether it was registered. */
    boolean unregister(Row row) {
        boolean registered = clearPush(row);
        dropIfEmpty(row);
        return registered;
    }

    void logout(Row row) {
        clearLogin(row);
        dropIfEmpty(row);
    }

    void remove(Row row) {
        clearPush(row);
        clearLogin(row);
        dropIfEmpty(row);
    }

    int size() {
        return rows.size();
    }

    private void dropIfEmpty(Row row) {
        if (row.login == null && row.push == null) {
            rows.remove(row.device);
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
}
