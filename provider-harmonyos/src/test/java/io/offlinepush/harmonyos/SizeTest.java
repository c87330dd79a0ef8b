package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.PushConfig;
import io.offlinepush.sandbox.PushKitSandbox;
import io.offlinepush.sandbox.SeenRequest;
import io.offlinepush.sandbox.SimulatedPhone;
import io.offlinepush.spi.Notification;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Provider and gateway count a message's bytes alike: what the one thinks fits, the other takes, to the byte. */
@Timeout(120)
class SizeTest {

    private static final Duration LONGEST = Duration.ofSeconds(AlertTemplate.MOST_TTL);

    private final TestEnvironment environment = new TestEnvironment();
    private PushKitSandbox sandbox;
    private PushProvider provider;
    private SimulatedPhone phone;

    @BeforeEach
    void open() {
        sandbox = PushKitSandbox.builder().clock(environment.clock()).start();
        provider = Opened.provider(sandbox, environment);
        phone = sandbox.phone("bob");
    }

    @AfterEach
    void close() {
        provider.close();
        sandbox.close();
        environment.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "中", "👋", "\"", "\\", "\n", "\u0001"})
    @DisplayName("4,096 bytes arrive whole, whatever they are made of, and one more arrives cut")
    void toTheByte(String unit) throws Exception {
        int room = AlertTemplate.MOST_BYTES - sent(1, "x") + 1;
        int unitBytes = JsonText.size(unit);
        String full = "a" + unit.repeat((room - 1) / unitBytes) + "a".repeat((room - 1) % unitBytes);

        assertThat(sent(2, full)).isEqualTo(AlertTemplate.MOST_BYTES);
        assertThat(sent(3, full + "a"))
                .isBetween(AlertTemplate.MOST_BYTES - 2 * unitBytes - 3, AlertTemplate.MOST_BYTES);

        assertThat(phone.shown()).hasSize(3);
        assertThat(phone.shown().get(1).body()).isEqualTo(full);
        assertThat(phone.shown().get(2).body()).endsWith("…");
    }

    /** The ids of these differ, and the bytes of their ids do not. */
    private static Notification withLongestNotifyId(long number, String text) {
        long next = number * 100_000;
        Notification notification;
        do {
            notification = TestRequest.notification(next, PushConfig.of("Title", text));
            next++;
        } while (Integer.toString(NotifyId.of(notification)).length() < NotifyId.MOST_DIGITS);
        return notification;
    }

    /** Pushes a text: how many bytes the gateway took, without the token. */
    private int sent(long number, String text) throws Exception {
        TestRequest request = new TestRequest(
                withLongestNotifyId(number, text), List.of(TestRequest.target("bob", phone.getToken())));
        request.timeLeft = LONGEST;
        assertThat(Opened.verdict(provider, request)).isInstanceOf(Verdict.Accepted.class);
        List<SeenRequest> requests = sandbox.requests();
        String body = requests.get(requests.size() - 1).body();
        return body.getBytes(StandardCharsets.UTF_8).length
                - phone.getToken().getBytes(StandardCharsets.UTF_8).length
                - 2;
    }
}
