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
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a registry and how they are found. A row leaves with its last login or registration.
 *
 * <pre>
 * rows     device -> row
 * owners   user -> the row of the first device that is logged in, by device id -> the next -> ...
 * woken    the users of whom a device is logged in and registered, in order of UTF-8 bytes
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

    /** A host has a few apps: of each of so many, all registrations share one object. */
    private static final int MOST_SHARED_APPS = 1_000;

    private final Index<Row> rows = new Index<>() {
        @Override
        int hash(Row row) {
            return row.device.hashCode();
        }
    };
    private final Index<Owner> owners = new Index<>() {
        @Override
        int hash(Owner owner) {
            return owner.user.hashCode();
        }
    };
    private final Index<Row> byPushId = new Index<>() {
        @Override
        int hash(Row row) {
            return row.registered().pushId().hashCode();
        }
    };
    private final Index<Row> byToken = new Index<>() {
        @Override
        int hash(Row row) {
            return row.registered().token().hashCode();
        }
    };
    private final NavigableSet<UserId> woken = new TreeSet<>(ByteOrder.OF_USERS);
    private final Map<VendorApp, VendorApp> apps = new HashMap<>();

    /** A user who is logged in somewhere, and the first of their rows. */
    private static final class Owner {

        private final UserId user;
        private @Nullable Row first;

        private Owner(UserId user) {
            this.user = user;
        }
    }

    /** A device: logged in, registered, or both. */
    static final class Row {

        private final DeviceId device;
        /** Grows with each moment at which the device was heard of. */
        private long heardAt;

        private @Nullable Login login;
        private @Nullable PushBinding push;
        /** The next device of the same user, by device id. */
        private @Nullable Row nextOfUser;

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

        private PushBinding registered() {
            return Objects.requireNonNull(push);
        }

        DeviceRow copy() {
            return new DeviceRow(device, login, push);
        }
    }

    @Nullable
    Row find(DeviceId device) {
        Row row;
        for (int slot = rows.start(device.hashCode()); (row = rows.at(slot)) != null; slot = rows.next(slot)) {
            if (row.device.equals(device)) {
                return row;
            }
        }
        return null;
    }

    @Nullable
    Row find(PushId pushId) {
        Row row;
        for (int slot = byPushId.start(pushId.hashCode());
                (row = byPushId.at(slot)) != null;
                slot = byPushId.next(slot)) {
            if (row.registered().pushId().equals(pushId)) {
                return row;
            }
        }
        return null;
    }

    @Nullable
    Row find(VendorApp app, DeviceToken token) {
        Row row;
        for (int slot = byToken.start(token.hashCode()); (row = byToken.at(slot)) != null; slot = byToken.next(slot)) {
            PushBinding push = row.registered();
            if (push.token().equals(token) && push.app().equals(app)) {
                return row;
            }
        }
        return null;
    }

    private @Nullable Owner owner(UserId user) {
        Owner owner;
        for (int slot = owners.start(user.hashCode()); (owner = owners.at(slot)) != null; slot = owners.next(slot)) {
            if (owner.user.equals(user)) {
                return owner;
            }
        }
        return null;
    }

    /** The devices on which a user is logged in, by device id. */
    List<Row> devicesOf(UserId user) {
        List<Row> found = new ArrayList<>(1);
        Owner owner = owner(user);
        for (Row row = owner == null ? null : owner.first; row != null; row = row.nextOfUser) {
            found.add(row);
        }
        return found;
    }

    /** Copies of the devices on which a user is logged in, by device id. */
    List<DeviceRow> copiesOf(UserId user) {
        List<DeviceRow> found = new ArrayList<>(1);
        Owner owner = owner(user);
        for (Row row = owner == null ? null : owner.first; row != null; row = row.nextOfUser) {
            found.add(row.copy());
        }
        return found;
    }

    /** Those of a user's other devices that have to go so that, with this one, no more than these are left. */
    List<Row> tooMany(UserId user, DeviceId staying, int most) {
        List<Row> others = devicesOf(user);
        if (others.size() <= most) {
            return List.of();
        }
        others.removeIf(row -> row.device.equals(staying));
        others.sort(LEAST_NEEDED_FIRST);
        return List.copyOf(others.subList(0, Math.max(0, others.size() + 1 - most)));
    }

    /** The users after this one who have a device that is logged in and registered. */
    List<UserId> woken(@Nullable UserId after, int limit) {
        return (after == null ? woken : woken.tailSet(after, false))
                .stream().limit(limit).toList();
    }

    /** Registers a device in place of what it was registered with. */
    void register(DeviceId device, PushBinding push, long heardAt) {
        Row row = findOrAdd(device);
        clearPush(row);
        row.heardAt = heardAt;
        row.push = new PushBinding(push.pushId(), shared(push.app()), push.token(), push.registrationNumber());
        byPushId.add(row);
        byToken.add(row);
        if (row.login != null) {
            woken.add(row.login.user());
        }
    }

    private VendorApp shared(VendorApp app) {
        VendorApp known = apps.get(app);
        if (known == null && apps.size() < MOST_SHARED_APPS) {
            apps.put(app, app);
        }
        return known == null ? app : known;
    }

    /** Logs in on a device in place of who was logged in there. */
    void login(DeviceId device, Login login, long heardAt) {
        Row row = findOrAdd(device);
        clearLogin(row);
        row.heardAt = heardAt;
        Owner owner = owner(login.user());
        if (owner == null) {
            owner = new Owner(login.user());
            owners.add(owner);
        }
        // All devices of a user share one id.
        row.login = new Login(owner.user, login.number(), login.platform(), login.session());
        chain(owner, row);
        if (row.push != null) {
            woken.add(owner.user);
        }
    }

    private Row findOrAdd(DeviceId device) {
        Row row = find(device);
        if (row == null) {
            row = new Row(device);
            rows.add(row);
        }
        return row;
    }

    private static void chain(Owner owner, Row row) {
        Row before = null;
        Row after = owner.first;
        while (after != null && after.device.compareTo(row.device) < 0) {
            before = after;
            after = after.nextOfUser;
        }
        row.nextOfUser = after;
        if (before == null) {
            owner.first = row;
        } else {
            before.nextOfUser = row;
        }
    }

    private void unchain(Owner owner, Row row) {
        if (owner.first == row) {
            owner.first = row.nextOfUser;
        } else {
            Row before = Objects.requireNonNull(owner.first);
            while (before.nextOfUser != row) {
                before = Objects.requireNonNull(before.nextOfUser);
            }
            before.nextOfUser = row.nextOfUser;
        }
        row.nextOfUser = null;
        if (owner.first == null) {
            owners.remove(owner);
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
            rows.remove(row);
        }
    }

    private boolean clearPush(Row row) {
        if (row.push == null) {
            return false;
        }
        byPushId.remove(row);
        byToken.remove(row);
        row.push = null;
        if (row.login != null) {
            wakeNoMore(row.login.user());
        }
        return true;
    }

    private void clearLogin(Row row) {
        Login login = row.login;
        if (login != null) {
            row.login = null;
            unchain(Objects.requireNonNull(owner(login.user())), row);
            if (row.push != null) {
                wakeNoMore(login.user());
            }
        }
    }

    /**
     * A device of a user is not logged in and registered any more: unless another one is, the user is not to be woken.
     */
    private void wakeNoMore(UserId user) {
        Owner owner = owner(user);
        for (Row row = owner == null ? null : owner.first; row != null; row = row.nextOfUser) {
            if (row.push != null) {
                return;
            }
        }
        woken.remove(user);
    }
}
