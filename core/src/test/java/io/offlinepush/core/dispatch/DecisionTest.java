package io.offlinepush.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.EndReason;
import io.offlinepush.core.dispatch.Decision.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of the reasons: the first wins, whatever else holds. */
class DecisionTest {

    /** Each with the facts that only matter to what comes later turned against it. */
    static Stream<Arguments> reasons() {
        return Stream.of(
                // expired, acknowledged, online, session, believed, registered, patienceOver
                Arguments.of("expired", facts("EA-----"), end(EndReason.EXPIRED)),
                Arguments.of("acknowledged", facts("-AO-B--"), end(EndReason.DELIVERED)),
                Arguments.of("online at the host", facts("--O-B--"), end(EndReason.HOST_ONLINE)),
                Arguments.of("not registered", facts("--OS---"), end(EndReason.NO_BINDING)),
                Arguments.of("online with a session", facts("--OSBR-"), new Decision.Wait()),
                Arguments.of("its time is over", facts("--OSBRP"), new Decision.Push()),
                Arguments.of("online without a session, not believed", facts("--O--R-"), new Decision.Push()),
                Arguments.of("a session that is not online", facts("---SBR-"), new Decision.Push()),
                Arguments.of("offline", facts("-----R-"), new Decision.Push()));
    }

    private static Decision end(EndReason reason) {
        return new Decision.End(reason);
    }

    private static Facts facts(String flags) {
        return new Facts(
                flags.charAt(0) == 'E',
                flags.charAt(1) == 'A',
                flags.charAt(2) == 'O',
                flags.charAt(3) == 'S',
                flags.charAt(4) == 'B',
                flags.charAt(5) == 'R',
                flags.charAt(6) == 'P');
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reasons")
    void firstReasonWins(String name, Facts facts, Decision decision) {
        assertThat(Decision.of(facts)).as(name).isEqualTo(decision);
    }

    @Test
    void overEveryCombination() {
        for (Facts facts : all()) {
            Decision decision = Decision.of(facts);
            if (facts.expired()) {
                assertThat(decision).as("%s", facts).isEqualTo(end(EndReason.EXPIRED));
            } else if (facts.acknowledged()) {
                assertThat(decision).as("%s", facts).isEqualTo(end(EndReason.DELIVERED));
            } else if (decision instanceof Decision.Push) {
                assertThat(facts.registered())
                        .as("only what can be pushed: %s", facts)
                        .isTrue();
                assertThat(facts.online() && facts.session() && !facts.patienceOver())
                        .as("nobody who may still acknowledge: %s", facts)
                        .isFalse();
            } else if (decision instanceof Decision.Wait) {
                assertThat(facts.session() && facts.online() && facts.registered() && !facts.patienceOver())
                        .as("only for somebody who can acknowledge: %s", facts)
                        .isTrue();
            }
        }
    }

    private static List<Facts> all() {
        List<Facts> all = new ArrayList<>();
        for (int bits = 0; bits < 128; bits++) {
            all.add(new Facts(
                    (bits & 1) != 0,
                    (bits & 2) != 0,
                    (bits & 4) != 0,
                    (bits & 8) != 0,
                    (bits & 16) != 0,
                    (bits & 32) != 0,
                    (bits & 64) != 0));
        }
        return all;
    }
}
