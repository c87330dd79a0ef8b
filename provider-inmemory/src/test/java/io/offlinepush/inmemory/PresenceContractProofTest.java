package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Online;
import io.offlinepush.spi.Presence;
import io.offlinepush.testkit.PresenceContract;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows that the contract finds what it is there to find: each presence here breaks one rule. */
class PresenceContractProofTest {

    @Test
    void findsNothingInTheUnbrokenPresence() {
        Subject.breakage = UnaryOperator.identity();
        Subject.otherNode = UnaryOperator.identity();
        assertThat(ContractRun.failuresOf(Subject.class)).isEmpty();
    }

    @Test
    void findsThatAnotherNodeSeesNobody() {
        Subject.breakage = UnaryOperator.identity();
        Subject.otherNode = real -> users -> Map.of();
        assertOnly("rule 1", "another node sees nobody");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenPresences")
    void findsTheBrokenRule(String rule, String how, UnaryOperator<Presence> breakage) {
        Subject.breakage = breakage;
        Subject.otherNode = UnaryOperator.identity();
        assertOnly(rule, how);
    }

    private static void assertOnly(String rule, String how) {
        assertThat(ContractRun.failuresOf(Subject.class))
                .as("tests that fail if " + how)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).startsWith(rule + ":"));
    }

    static Stream<Arguments> brokenPresences() {
        return Stream.of(
                broken("rule 2", "who was seen stays", StaleOnline::new),
                broken("rule 3", "strangers are in the answer", real -> users -> withStranger(real.online(users))));
    }

    private static Arguments broken(String rule, String how, UnaryOperator<Presence> breakage) {
        return arguments(rule, how, breakage);
    }

    private static Map<UserId, Online> withStranger(Map<UserId, Online> online) {
        Map<UserId, Online> more = new HashMap<>(online);
        more.put(new UserId("stranger"), Online.everywhere());
        return more;
    }

    /** Run by {@link ContractRun} only. */
    static final class Subject implements PresenceContract {

        private static volatile UnaryOperator<Presence> breakage = UnaryOperator.identity();
        private static volatile UnaryOperator<Presence> otherNode = UnaryOperator.identity();

        private final InMemoryPresence real = new InMemoryPresence();
        private final Presence broken = breakage.apply(real);

        @Override
        public Presence presence() {
            return broken;
        }

        @Override
        public Presence presenceOnAnotherNode() {
            return otherNode.apply(broken);
        }

        @Override
        public void connect(UserId user, DeviceId device) {
            real.connect(user, device);
            broken.online(Set.of(user));
        }

        @Override
        public void disconnect(UserId user, DeviceId device) {
            real.disconnect(user, device);
        }
    }

    private static final class StaleOnline implements Presence {

        private final Presence to;
        private final Map<UserId, Online> seen = new ConcurrentHashMap<>();

        StaleOnline(Presence to) {
            this.to = to;
        }

        @Override
        public Map<UserId, Online> online(Collection<UserId> users) {
            seen.putAll(to.online(users));
            Map<UserId, Online> found = new HashMap<>(seen);
            found.keySet().retainAll(users);
            return found;
        }
    }
}
