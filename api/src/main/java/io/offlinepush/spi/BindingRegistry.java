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
 * Which device belongs to whom, and how it is reached: one row for a device.
 *
 * <pre>
 * device -> (user, login number, platform, session's node)?  (PushID, vendor app, token, registration number)?
 * </pre>
 *
 * <p><b>Rules</b>, each a test of the contract:
 *
 * <ol>
 *   <li>Registration and login come in either order; each keeps what the other wrote.
 *   <li>A device keeps its PushID for as long as it is registered, whatever tokens it registers. After {@link
 *       #unregister} a registration gives a new one.
 *   <li>(vendor app, token) is unique: a token that another device has leaves that device in the same step.
 *   <li>Login numbers and registration numbers of a device only grow, also over logout and unregister.
 *   <li>A login of another user takes the device over in one step: the former user has it no more.
 *   <li>A call that names a login number ({@link #logout}, {@link #disconnect}, {@link #register(Registration, PushId, long)},
 *       {@link #unregister(DeviceId, long)}) does nothing if it is not the current one.
 *   <li>Losing the connection keeps the binding; logging out clears it and keeps the registration; unregistering clears
 *       the registration and keeps the login.
 *   <li>{@link #invalidate} removes a registration only if its registration number is the one named.
 *   <li>What a call returned is seen by every call that begins later, on every node.
 *   <li>The cost of an operation does not grow with the number of devices.
 *   <li>Reading {@link #users} page by page, each from the last user of the one before, gives everybody who has a device that
 *       is logged in and registered from the first page to the last exactly once, also while others come and go.
 *   <li>{@link #forget} leaves nothing that names the user; numbers of the devices still only grow.
 *   <li>After {@link #login} the user has at most as many devices as it was told. What is one too many is removed in the same
 *       step, login and registration, and named in the answer: first the devices without a session, the longest silent before
 *       the others; then those with a session, likewise; never the device that logs in. A device is heard of when it logs in,
 *       registers, or disconnects. Numbers of a removed device still only grow.
 * </ol>
 */
public interface BindingRegistry extends AutoCloseable {

    /**
     * The same registry as somebody else: devices, users, PushIDs and tokens of one namespace are never seen or met in another.
     * What this registry itself serves, without {@code namespace}, is the namespace with the empty name.
     *
     * @param name 1 to 32 bytes, for example {@code staging}; the same name gives the same data, on every node
     * @return the registry in that namespace; it is closed with this one. Empty if this registry has none
     */
    default Optional<BindingRegistry> namespace(String name) {
        return Optional.empty();
    }

    /**
     * What survives once a call has returned.
     *
     * @return said in the start-up line
     */
    Durability durability();

    /**
     * Registers a device, or replaces its token.
     *
     * @param registration what the device says
     * @param fresh the PushID to use if the device has none
     * @return the device's registration, and the device that lost the token
     */
    Registered register(Registration registration, PushId fresh);

    /**
     * Registers a device, or replaces its token, if a login is the device's current one: in one step with that comparison.
     *
     * @param registration what the device says
     * @param fresh the PushID to use if the device has none
     * @param loginNumber the login for which the device registers
     * @return what {@link #register(Registration, PushId)} returns; empty if the login is not the current one
     */
    Optional<Registered> register(Registration registration, PushId fresh, long loginNumber);

    /**
     * Ends a registration.
     *
     * @param device which
     * @return whether there was one
     */
    boolean unregister(DeviceId device);

    /**
     * Ends a registration if a login is the device's current one: in one step with that comparison.
     *
     * @param device which
     * @param loginNumber the login for which the registration ends
     * @return whether the login was the current one and there was a registration
     */
    boolean unregister(DeviceId device, long loginNumber);

    /**
     * Removes a registration whose token is dead.
     *
     * @param pushId which
     * @param registrationNumber the one under which the token was used
     * @return whether it was removed
     */
    boolean invalidate(PushId pushId, long registrationNumber);

    /**
     * Binds a device to a user, and removes devices of the user that are too many.
     *
     * @param user who
     * @param device where
     * @param platform the kind of client
     * @param session the node that has the connection; null if the host keeps it
     * @param mostDevices on how many devices the user may be logged in, this one included; 1 or more
     * @return the login, the one it ended, and the devices that were removed
     */
    LoggedIn login(UserId user, DeviceId device, Platform platform, @Nullable NodeId session, int mostDevices);

    /**
     * Clears a binding.
     *
     * @param device which
     * @param loginNumber the login that ends
     * @return whether it was the current one
     */
    boolean logout(DeviceId device, long loginNumber);

    /**
     * Notes that a login's connection is gone; the binding stays.
     *
     * @param device which
     * @param loginNumber the login whose connection it was
     * @return whether it was the current one
     */
    boolean disconnect(DeviceId device, long loginNumber);

    /**
     * The devices that are logged in for users: one read for all.
     *
     * @param users whose
     * @return for each user that was asked for, their devices; empty lists for those without
     */
    Map<UserId, List<DeviceRow>> recipients(Collection<UserId> users);

    /**
     * The users who have a device that is logged in and registered, page by page.
     *
     * @param after the last user of the page before; null for the first page
     * @param limit the most users, 1 to 10,000
     * @return in order of their ids as UTF-8 bytes; fewer than the limit: it was the last page
     */
    List<UserId> users(@Nullable UserId after, int limit);

    /**
     * Clears every binding and registration of a user's devices, and forgets the user.
     *
     * @param user whom
     * @return the devices that were theirs; none if no device was logged in for them
     */
    List<DeviceId> forget(UserId user);

    /**
     * A device.
     *
     * @param device which
     * @return its row; empty, or a row without both, if it is neither logged in nor registered
     */
    Optional<DeviceRow> find(DeviceId device);

    /**
     * The device that has a PushID.
     *
     * @param pushId which
     * @return its row; empty if nobody has it
     */
    Optional<DeviceRow> find(PushId pushId);

    /** Frees what the registry holds open. May be called more than once; afterwards every other call fails. */
    @Override
    void close();

    /**
     * What {@link #register} did.
     *
     * @param push the device's registration
     * @param displaced the device that had the token before; null if none had
     */
    record Registered(PushBinding push, @Nullable DeviceId displaced) {}

    /**
     * What {@link #login} did.
     *
     * @param number the new login's number
     * @param former the login that it ended on this device; null if nobody was logged in
     * @param removed the user's devices that were too many, as they were before; nearly always none
     */
    record LoggedIn(long number, @Nullable Login former, List<DeviceRow> removed) {

        /** Copies the list. */
        public LoggedIn {
            removed = List.copyOf(removed);
        }
    }
}
