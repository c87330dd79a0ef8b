package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.BindingRegistry;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.Durability;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.PushBinding;
import io.offlinepush.testkit.BindingRegistryContract;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows that the contract finds what it is there to find: each registry here breaks one rule. */
class BindingRegistryContractProofTest {

    @Test
    void findsNothingInTheUnbrokenRegistry() {
        Subject.breakage = ForwardingRegistry::new;
        Subject.otherNode = UnaryOperator.identity();
        assertThat(ContractRun.failuresOf(Subject.class)).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenRegistries")
    void findsTheBrokenRule(String rule, String how, UnaryOperator<BindingRegistry> breakage) {
        Subject.breakage = breakage;
        Subject.otherNode = UnaryOperator.identity();
        assertOnly(rule, how);
    }

    static Stream<Arguments> brokenRegistries() {
        return Stream.of(
                broken("rule 1", "a first registration clears the login", RegisterLogsOut::new),
                broken("rule 2", "each registration gives a new PushID", NewPushIds::new),
                broken("rule 3", "nobody is told that the token moved", SilentMoves::new),
                broken("rule 4", "registration numbers begin again", NumbersBeginAgain::new),
                broken("rule 5", "the former user still has the device", FormerUserStays::new),
                broken("rule 6", "a logout ends whatever login is there", LogoutOfAnyLogin::new),
                broken("rule 6", "a registration for a former login is taken", RegisterForAnyLogin::new),
                broken("rule 6", "a former login unregisters", UnregisterForAnyLogin::new),
                broken("rule 7", "a registered device that loses its connection is logged out", DisconnectLogsOut::new),
                broken("rule 8", "an invalidation removes whatever is there", InvalidateAny::new),
                broken("rule 11", "users are in the order of String", StringOrder::new),
                broken("rule 11", "pages of users are counted off, not read on after somebody", CountedPages::new),
                broken("rule 11", "who is logged in without a registration is listed", AllWhoAreLoggedIn::new),
                broken("rule 12", "the registrations of a forgotten user stay", OnlyLoggedOut::new),
                broken("rule 12", "who is forgotten is not named", SilentForget::new),
                broken("rule 13", "there is no bound", NoBound::new),
                broken("rule 13", "the oldest login goes, session or not", OldestLoginGoes::new),
                broken("rule 13", "a removed device stays registered", RemovedStayRegistered::new),
                broken("rule 13", "nobody is told what was removed", SilentRemoval::new),
                broken("namespaces", "there is but one", OneNamespace::new),
                broken("close", "a device is found after close", StillFinding::new));
    }

    @Test
    void findsThatAnotherNodeReadsFromACache() {
        Subject.breakage = ForwardingRegistry::new;
        Subject.otherNode = Cached::new;
        assertOnly("rule 9", "another node reads from a cache");
    }

    /** A registry that says POWER and keeps nothing breaks two promises at once. */
    @Test
    void findsThatNothingSurvives() {
        Subject.breakage = LyingDurability::new;
        Subject.otherNode = UnaryOperator.identity();
        assertThat(ContractRun.failuresOf(Subject.class))
                .hasSize(2)
                .allSatisfy(name -> assertThat(name).contains("at the declared durability"))
                .anySatisfy(name -> assertThat(name).startsWith("rule 4:"))
                .anySatisfy(name -> assertThat(name).startsWith("rule 9:"));
    }

    private static void assertOnly(String rule, String how) {
        assertThat(ContractRun.failuresOf(Subject.class))
                .as("tests that fail if " + how)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).startsWith(rule + ":"));
    }

    private static Arguments broken(String rule, String how, UnaryOperator<BindingRegistry> breakage) {
        return arguments(rule, how, breakage);
    }

    /** Run by {@link ContractRun} only. */
    static final class Subject implements BindingRegistryContract {

        private static volatile UnaryOperator<BindingRegistry> breakage = ForwardingRegistry::new;
        private static volatile UnaryOperator<BindingRegistry> otherNode = UnaryOperator.identity();

        @Override
        public BindingRegistry open() {
            return breakage.apply(new InMemoryBindingRegistry());
        }

        @Override
        public BindingRegistry openOnAnotherNode(BindingRegistry registry) {
            return otherNode.apply(registry);
        }

        @Override
        public BindingRegistry reopen(BindingRegistry registry) {
            registry.close();
            return open();
        }
    }

    private static final class OneNamespace extends ForwardingRegistry {
        OneNamespace(BindingRegistry to) {
            super(to);
        }

        @Override
        public Optional<BindingRegistry> namespace(String name) {
            return Optional.of(this);
        }
    }

    private static final class RegisterLogsOut extends ForwardingRegistry {
        RegisterLogsOut(BindingRegistry to) {
            super(to);
        }

        @Override
        public Registered register(Registration registration, PushId fresh) {
            Optional<DeviceRow> before = find(registration.device()).filter(row -> row.push() == null);
            Registered registered = super.register(registration, fresh);
            before.map(DeviceRow::login).ifPresent(login -> logout(registration.device(), login.number()));
            return registered;
        }
    }

    private static final class NewPushIds extends ForwardingRegistry {
        NewPushIds(BindingRegistry to) {
            super(to);
        }

        @Override
        public Registered register(Registration registration, PushId fresh) {
            unregister(registration.device());
            return super.register(registration, fresh);
        }
    }

    private static final class SilentMoves extends ForwardingRegistry {
        SilentMoves(BindingRegistry to) {
            super(to);
        }

        @Override
        public Registered register(Registration registration, PushId fresh) {
            return new Registered(super.register(registration, fresh).push(), null);
        }
    }

    /** Counts each device's registrations from the last unregister on, as one does who deletes the row. */
    private static final class NumbersBeginAgain extends ForwardingRegistry {

        private final Map<DeviceId, Long> base = new ConcurrentHashMap<>();

        NumbersBeginAgain(BindingRegistry to) {
            super(to);
        }

        @Override
        public Registered register(Registration registration, PushId fresh) {
            Registered registered = super.register(registration, fresh);
            return new Registered(renumbered(registration.device(), registered.push()), registered.displaced());
        }

        @Override
        public boolean unregister(DeviceId device) {
            super.find(device).map(DeviceRow::push).ifPresent(push -> base.put(device, push.registrationNumber()));
            return super.unregister(device);
        }

        @Override
        public boolean invalidate(PushId pushId, long registrationNumber) {
            long skipped = super.find(pushId)
                    .map(row -> base.getOrDefault(row.device(), 0L))
                    .orElse(0L);
            return super.invalidate(pushId, registrationNumber + skipped);
        }

        @Override
        public Optional<DeviceRow> find(DeviceId device) {
            return super.find(device).map(this::renumbered);
        }

        @Override
        public Optional<DeviceRow> find(PushId pushId) {
            return super.find(pushId).map(this::renumbered);
        }

        @Override
        public Map<UserId, List<DeviceRow>> recipients(Collection<UserId> users) {
            Map<UserId, List<DeviceRow>> found = super.recipients(users);
            found.values().forEach(rows -> rows.replaceAll(this::renumbered));
            return found;
        }

        private DeviceRow renumbered(DeviceRow row) {
            PushBinding push = row.push();
            return new DeviceRow(row.device(), row.login(), push == null ? null : renumbered(row.device(), push));
        }

        private PushBinding renumbered(DeviceId device, PushBinding push) {
            long number = push.registrationNumber() - base.getOrDefault(device, 0L);
            return new PushBinding(push.pushId(), push.app(), push.token(), number);
        }
    }

    private static final class FormerUserStays extends ForwardingRegistry {

        private final Map<UserId, Set<DeviceId>> once = new ConcurrentHashMap<>();

        FormerUserStays(BindingRegistry to) {
            super(to);
        }

        @Override
        public synchronized LoggedIn login(
                UserId user, DeviceId device, Platform platform, @Nullable NodeId session, int mostDevices) {
            once.computeIfAbsent(user, unused -> ConcurrentHashMap.newKeySet()).add(device);
            return super.login(user, device, platform, session, mostDevices);
        }

        @Override
        public synchronized boolean logout(DeviceId device, long loginNumber) {
            boolean current = super.logout(device, loginNumber);
            if (current) {
                once.values().forEach(devices -> devices.remove(device));
            }
            return current;
        }

        @Override
        public synchronized List<DeviceId> forget(UserId user) {
            once.remove(user);
            return super.forget(user);
        }

        @Override
        public synchronized Map<UserId, List<DeviceRow>> recipients(Collection<UserId> users) {
            Map<UserId, List<DeviceRow>> found = new LinkedHashMap<>();
            for (UserId user : users) {
                List<DeviceRow> rows = new ArrayList<>();
                once.getOrDefault(user, Set.of()).forEach(device -> find(device).ifPresent(rows::add));
                found.put(user, rows);
            }
            super.recipients(users);
            return found;
        }
    }

    private static final class LogoutOfAnyLogin extends ForwardingRegistry {
        LogoutOfAnyLogin(BindingRegistry to) {
            super(to);
        }

        @Override
        public boolean logout(DeviceId device, long loginNumber) {
            long current = find(device)
                    .map(DeviceRow::login)
                    .map(login -> login.number())
                    .orElse(loginNumber);
            return super.logout(device, current);
        }
    }

    private static final class DisconnectLogsOut extends ForwardingRegistry {
        DisconnectLogsOut(BindingRegistry to) {
            super(to);
        }

        @Override
        public boolean disconnect(DeviceId device, long loginNumber) {
            boolean registered = find(device).map(DeviceRow::push).isPresent();
            return registered ? logout(device, loginNumber) : super.disconnect(device, loginNumber);
        }
    }

    private static final class InvalidateAny extends ForwardingRegistry {
        InvalidateAny(BindingRegistry to) {
            super(to);
        }

        @Override
        public boolean invalidate(PushId pushId, long registrationNumber) {
            long current = find(pushId)
                    .map(DeviceRow::push)
                    .map(push -> push.registrationNumber())
                    .orElse(registrationNumber);
            return super.invalidate(pushId, current);
        }
    }

    private static final class RegisterForAnyLogin extends ForwardingRegistry {
        RegisterForAnyLogin(BindingRegistry to) {
            super(to);
        }

        @Override
        public Optional<Registered> register(Registration registration, PushId fresh, long loginNumber) {
            return Optional.of(super.register(registration, fresh));
        }
    }

    private static final class UnregisterForAnyLogin extends ForwardingRegistry {
        UnregisterForAnyLogin(BindingRegistry to) {
            super(to);
        }

        @Override
        public boolean unregister(DeviceId device, long loginNumber) {
            return super.unregister(device);
        }
    }

    private static final class NoBound extends ForwardingRegistry {
        NoBound(BindingRegistry to) {
            super(to);
        }

        @Override
        public LoggedIn login(
                UserId user, DeviceId device, Platform platform, @Nullable NodeId session, int mostDevices) {
            return super.login(user, device, platform, session, Integer.MAX_VALUE);
        }
    }

    /** Sorts by login number alone, as one does who has no other column. */
    private static final class OldestLoginGoes extends ForwardingRegistry {
        OldestLoginGoes(BindingRegistry to) {
            super(to);
        }

        @Override
        public synchronized LoggedIn login(
                UserId user, DeviceId device, Platform platform, @Nullable NodeId session, int mostDevices) {
            LoggedIn done = super.login(user, device, platform, session, Integer.MAX_VALUE);
            List<DeviceRow> theirs = new ArrayList<>(recipients(Set.of(user)).getOrDefault(user, List.of()));
            theirs.sort(Comparator.comparingLong(OldestLoginGoes::loginNumber));
            List<DeviceRow> removed = List.copyOf(theirs.subList(0, Math.max(0, theirs.size() - mostDevices)));
            removed.forEach(row -> {
                unregister(row.device());
                logout(row.device(), loginNumber(row));
            });
            return new LoggedIn(done.number(), done.former(), removed);
        }

        private static long loginNumber(DeviceRow row) {
            return row.login() == null ? 0 : row.login().number();
        }
    }

    private static final class RemovedStayRegistered extends ForwardingRegistry {
        RemovedStayRegistered(BindingRegistry to) {
            super(to);
        }

        @Override
        public LoggedIn login(
                UserId user, DeviceId device, Platform platform, @Nullable NodeId session, int mostDevices) {
            LoggedIn done = super.login(user, device, platform, session, mostDevices);
            for (DeviceRow row : done.removed()) {
                PushBinding push = row.push();
                if (push != null) {
                    register(new Registration(row.device(), push.app(), push.token()), push.pushId());
                }
            }
            return done;
        }
    }

    private static final class SilentRemoval extends ForwardingRegistry {
        SilentRemoval(BindingRegistry to) {
            super(to);
        }

        @Override
        public LoggedIn login(
                UserId user, DeviceId device, Platform platform, @Nullable NodeId session, int mostDevices) {
            LoggedIn done = super.login(user, device, platform, session, mostDevices);
            return new LoggedIn(done.number(), done.former(), List.of());
        }
    }

    private static final class StringOrder extends ForwardingRegistry {
        StringOrder(BindingRegistry to) {
            super(to);
        }

        @Override
        public List<UserId> users(@Nullable UserId after, int limit) {
            return super.users(null, 10_000).stream()
                    .sorted()
                    .filter(user -> after == null || user.compareTo(after) > 0)
                    .limit(limit)
                    .toList();
        }
    }

    /** Skips as many as were before the last of the page before when the first page was read. */
    private static final class CountedPages extends ForwardingRegistry {

        private List<UserId> atFirst = List.of();

        CountedPages(BindingRegistry to) {
            super(to);
        }

        @Override
        public synchronized List<UserId> users(@Nullable UserId after, int limit) {
            List<UserId> now = super.users(null, 10_000);
            if (after == null) {
                atFirst = now;
            }
            int last = after == null ? -1 : atFirst.indexOf(after);
            return after != null && last < 0
                    ? super.users(after, limit)
                    : now.stream().skip(last + 1L).limit(limit).toList();
        }
    }

    private static final class AllWhoAreLoggedIn extends ForwardingRegistry {

        private final Set<UserId> once = ConcurrentHashMap.newKeySet();

        AllWhoAreLoggedIn(BindingRegistry to) {
            super(to);
        }

        @Override
        public LoggedIn login(
                UserId user, DeviceId device, Platform platform, @Nullable NodeId session, int mostDevices) {
            once.add(user);
            return super.login(user, device, platform, session, mostDevices);
        }

        @Override
        public List<UserId> users(@Nullable UserId after, int limit) {
            super.users(after, limit);
            return once.stream()
                    .filter(user -> !recipients(Set.of(user))
                            .getOrDefault(user, List.of())
                            .isEmpty())
                    .filter(user -> after == null || ByteOrder.OF_USERS.compare(user, after) > 0)
                    .sorted(ByteOrder.OF_USERS)
                    .limit(limit)
                    .toList();
        }
    }

    private static final class OnlyLoggedOut extends ForwardingRegistry {
        OnlyLoggedOut(BindingRegistry to) {
            super(to);
        }

        @Override
        public List<DeviceId> forget(UserId user) {
            List<DeviceId> devices = new ArrayList<>();
            for (DeviceRow row : recipients(Set.of(user)).getOrDefault(user, List.of())) {
                if (row.login() != null && logout(row.device(), row.login().number())) {
                    devices.add(row.device());
                }
            }
            return devices;
        }
    }

    private static final class SilentForget extends ForwardingRegistry {
        SilentForget(BindingRegistry to) {
            super(to);
        }

        @Override
        public List<DeviceId> forget(UserId user) {
            super.forget(user);
            return List.of();
        }
    }

    private static final class StillFinding extends ForwardingRegistry {
        StillFinding(BindingRegistry to) {
            super(to);
        }

        @Override
        public Optional<DeviceRow> find(DeviceId device) {
            try {
                return super.find(device);
            } catch (IllegalStateException e) {
                return Optional.empty();
            }
        }
    }

    private static final class Cached extends ForwardingRegistry {

        private final Map<UserId, List<DeviceRow>> cache = new ConcurrentHashMap<>();

        Cached(BindingRegistry to) {
            super(to);
        }

        @Override
        public Map<UserId, List<DeviceRow>> recipients(Collection<UserId> users) {
            super.recipients(users).forEach(cache::putIfAbsent);
            Map<UserId, List<DeviceRow>> found = new LinkedHashMap<>();
            users.forEach(user -> found.put(user, cache.getOrDefault(user, List.of())));
            return found;
        }
    }

    private static final class LyingDurability extends ForwardingRegistry {
        LyingDurability(BindingRegistry to) {
            super(to);
        }

        @Override
        public Durability durability() {
            return Durability.POWER;
        }
    }
}
