package io.offlinepush.spi;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which user is logged in on a device, and how the device is reached: one row for each device.
 *
 * <pre>
 * device -> (user, login number, platform, session's node)?  (PushID, vendor app, token, registration number)?
 * </pre>
 *
 * <p><b>Rules</b>, each a test of the contract:
 *
 * <ol>
 *   <li>Registration and login come in either order, and each keeps what the other wrote.
 *   <li>A device keeps its PushID as long as it is registered, whatever tokens it registers. After {@link #unregister}
 *       a registration gives a new PushID.
 *   <li>A (vendor app, token) is unique: if another device has the token, that device loses it in the same step.
 *   <li>Login numbers and registration numbers of a device only grow, also over logout and unregister.
 *   <li>A login of another user takes the device over in one step: the former user no longer has it.
 *   <li>A call that names a login number ({@link #logout}, {@link #disconnect},
 *       {@link #register(Registration, PushId, long)}, {@link #unregister(DeviceId, long)}) does nothing if that login
 *       is not the current one.
 *   <li>A lost connection keeps the binding. Logging out clears the binding and keeps the registration. Unregistering
 *       clears the registration and keeps the login.
 *   <li>{@link #invalidate} removes a registration only if its registration number is the named one.
 *   <li>The result of a call is visible to every call that begins after it returned, on every node.
 *   <li>The cost of an operation does not grow with the number of devices.
 *   <li>Reading {@link #users} page by page, each page after the last user of the previous one, gives every user who
 *       has a logged-in and registered device during the whole reading exactly once, also while other users come and
 *       go.
 *   <li>{@link #forget} leaves nothing that names the user. Numbers of the devices still only grow.
 *   <li>After {@link #login} the user has at most the given number of devices. Surplus devices lose login and
 *       registration in the same step and are named in the answer. Devices without a session are removed first, those
 *       silent longest before others; then devices with a session, in the same order; never the device that logs in. A
 *       device breaks its silence by a login, a registration or a disconnect. Numbers of a removed device still only
 *       grow.
 * </ol>
 */
public interface BindingRegistry extends AutoCloseable {

    /**
     * The same registry in a namespace. Devices, users, PushIDs and tokens of one namespace are never visible or
     * matched in another. A registry used without this method works in the namespace with the empty name.
     *
     * @param name 1 to 32 UTF-8 bytes, for example {@code staging}; the same name gives the same data on every node
     * @return the registry in that namespace, closed together with this one; empty if this registry has no namespaces
     */
    default Optional<BindingRegistry> namespace(String name) {
        return Optional.empty();
    }

    /**
     * What survives after a call has returned.
     *
     * @return the durability, shown in the start-up line
     */
    Durability durability();

    /**
     * Registers a device or replaces its token.
     *
     * @param registration the device, its vendor app and its token
     * @param fresh the PushID to use if the device has none
     * @return the device's registration, and the device that lost the token
     */
    Registered register(Registration registration, PushId fresh);

    /**
     * Registers a device or replaces its token, if a login is the device's current one. The comparison and the write
     * are one step.
     *
     * @param registration the device, its vendor app and its token
     * @param fresh the PushID to use if the device has none
     * @param loginNumber the login for which the device registers
     * @return what {@link #register(Registration, PushId)} returns; empty if the login is not the current one
     */
    Optional<Registered> register(Registration registration, PushId fresh, long loginNumber);

    /**
     * Ends a registration.
     *
     * @param device the device
     * @return whether the device was registered
     */
    boolean unregister(DeviceId device);

    /**
     * Ends a registration if a login is the device's current one. The comparison and the write are one step.
     *
     * @param device the device
     * @param loginNumber the login for which the registration ends
     * @return whether the login was the current one and the device was registered
     */
    boolean unregister(DeviceId device, long loginNumber);

    /**
     * Removes a registration whose token is dead.
     *
     * @param pushId the PushID of the device
     * @param registrationNumber the registration number under which the token was used
     * @return whether the registration was removed
     */
    boolean invalidate(PushId pushId, long registrationNumber);

    /**
     * Binds a device to a user, and removes surplus devices of the user.
     *
     * @param user the user who logs in
     * @param device the device
     * @param platform the kind of client
     * @param session the node that has the connection; null if the host keeps the connection
     * @param mostDevices the most devices on which the user may be logged in, this one included; 1 or more
     * @return the login, the login that it ended, and the removed devices
     */
    LoggedIn login(UserId user, DeviceId device, Platform platform, @Nullable NodeId session, int mostDevices);

    /**
     * Clears a binding.
     *
     * @param device the device
     * @param loginNumber the login that ends
     * @return whether that login was the current one
     */
    boolean logout(DeviceId device, long loginNumber);

    /**
     * Records that a login's connection is lost. The binding stays.
     *
     * @param device the device
     * @param loginNumber the login that had the connection
     * @return whether that login was the current one
     */
    boolean disconnect(DeviceId device, long loginNumber);

    /**
     * The devices on which users are logged in, in one read for all users.
     *
     * @param users the users
     * @return the devices of each requested user; an empty list for a user without devices
     */
    Map<UserId, List<DeviceRow>> recipients(Collection<UserId> users);

    /**
     * The users who have a device that is logged in and registered, one page at a time.
     *
     * @param after the last user of the previous page; null for the first page
     * @param limit the most users of the page, 1 to 10,000
     * @return the users in order of their ids as UTF-8 bytes; fewer than {@code limit} means that this is the last page
     */
    List<UserId> users(@Nullable UserId after, int limit);

    /**
     * Clears all bindings and registrations of a user's devices, and forgets the user.
     *
     * @param user the user to forget
     * @return the devices on which the user was logged in; empty if there were none
     */
    List<DeviceId> forget(UserId user);

    /**
     * Finds a device.
     *
     * @param device the device
     * @return its row; empty, or a row without login and registration, if it is neither logged in nor registered
     */
    Optional<DeviceRow> find(DeviceId device);

    /**
     * Finds the device that has a PushID.
     *
     * @param pushId the PushID
     * @return its row; empty if no device has the PushID
     */
    Optional<DeviceRow> find(PushId pushId);

    /** Releases what the registry holds open. May be called repeatedly; afterwards every other call fails. */
    @Override
    void close();

    /**
     * The result of {@link #register}.
     *
     * @param push the device's registration
     * @param displaced the device that lost the token; null if no device had it
     */
    record Registered(PushBinding push, @Nullable DeviceId displaced) {}

    /**
     * The result of {@link #login}.
     *
     * @param number the number of the new login
     * @param former the login that it ended on this device; null if no user was logged in
     * @param removed the surplus devices of the user, as they were before their removal; nearly always empty
     */
    record LoggedIn(long number, @Nullable Login former, List<DeviceRow> removed) {

        /** Copies the list. */
        public LoggedIn {
            removed = List.copyOf(removed);
        }
    }
}
