package io.offlinepush.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.EndReason;
import io.offlinepush.core.decision.Decision.Facts;
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
                // withdrawn, expired, superseded, acknowledged, member, online, session, believed, registered,
                // deadlineOver
                Arguments.of("withdrawn", facts("WESA------"), end(EndReason.WITHDRAWN)),
                Arguments.of("expired", facts("-ESA------"), end(EndReason.EXPIRED)),
                Arguments.of("superseded", facts("--SAMO-B--"), end(EndReason.SUPERSEDED)),
                Arguments.of("acknowledged", facts("---A-O-B--"), end(EndReason.DELIVERED)),
                Arguments.of("not a member", facts("-----O-BR-"), end(EndReason.NOT_MEMBER)),
                Arguments.of("online at the host", facts("----MO-B--"), end(EndReason.HOST_ONLINE)),
                Arguments.of("not registered", facts("----MOS---"), end(EndReason.NO_BINDING)),
                Arguments.of("online with a session", facts("----MOSBR-"), new Decision.Wait()),
                Arguments.of("its time is over", facts("----MOSBRP"), new Decision.Push()),
                Arguments.of("online without a session, not believed", facts("----MO--R-"), new Decision.Push()),
                Arguments.of("a session that is not online", facts("----M-SBR-"), new Decision.Push()),
                Arguments.of("offline", facts("----M---R-"), new Decision.Push()));
    }

    private static Decision end(EndReason reason) {
        return new Decision.End(reason);
    }

    private static Facts facts(String flags) {
        return new Facts(
                flags.charAt(0) == 'W',
                flags.charAt(1) == 'E',
                flags.charAt(2) == 'S',
                flags.charAt(3) == 'A',
                flags.charAt(4) == 'M',
                flags.charAt(5) == 'O',
                flags.charAt(6) == 'S',
                flags.charAt(7) == 'B',
                flags.charAt(8) == 'R',
                flags.charAt(9) == 'P');
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
            if (facts.withdrawn()) {
                assertThat(decision).as("%s", facts).isEqualTo(end(EndReason.WITHDRAWN));
            } else if (facts.expired()) {
                assertThat(decision).as("%s", facts).isEqualTo(end(EndReason.EXPIRED));
            } else if (facts.superseded()) {
                assertThat(decision).as("%s", facts).isEqualTo(end(EndReason.SUPERSEDED));
            } else if (facts.acknowledged()) {
                assertThat(decision).as("%s", facts).isEqualTo(end(EndReason.DELIVERED));
            } else if (!facts.member()) {
                assertThat(decision).as("%s", facts).isEqualTo(end(EndReason.NOT_MEMBER));
            } else if (decision instanceof Decision.Push) {
                assertThat(facts.registered())
                        .as("only what can be pushed: %s", facts)
                        .isTrue();
                assertThat(facts.online() && facts.session() && !facts.deadlineOver())
                        .as("nobody who may still acknowledge: %s", facts)
                        .isFalse();
            } else if (decision instanceof Decision.Wait) {
                assertThat(facts.session() && facts.online() && facts.registered() && !facts.deadlineOver())
                        .as("only for somebody who can acknowledge: %s", facts)
                        .isTrue();
            }
        }
    }

    private static List<Facts> all() {
        List<Facts> all = new ArrayList<>();
        for (int bits = 0; bits < 1024; bits++) {
            all.add(new Facts(
                    (bits & 1) != 0,
                    (bits & 2) != 0,
                    (bits & 4) != 0,
                    (bits & 8) != 0,
                    (bits & 16) != 0,
                    (bits & 32) != 0,
                    (bits & 64) != 0,
                    (bits & 128) != 0,
                    (bits & 256) != 0,
                    (bits & 512) != 0));
        }
        return all;
    }
}
