package io.offlinepush.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.Timeline;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What was decided before a fence does not pass after it. */
class SendGateTest {

    private static final DeviceId PHONE = new DeviceId("phone");
    private static final DeviceId TABLET = new DeviceId("tablet");

    private final SendGate gate = new SendGate();
    private final AtomicInteger written = new AtomicInteger();

    private boolean pass(long moment, DeviceId... devices) {
        return gate.pass(
                moment, test -> List.of(devices).stream().anyMatch(test), () -> true, written::incrementAndGet);
    }

    @Test
    void withoutAFencePassesAsOftenAsItLikes() {
        long moment = gate.epoch();

        assertThat(pass(moment, PHONE)).isTrue();
        assertThat(pass(moment, PHONE)).isTrue();
        assertThat(written).hasValue(2);
    }

    @Test
    void whatWasDecidedBeforeAFenceOfOneOfItsDevicesDoesNotPass() {
        long before = gate.epoch();
        gate.fence(PHONE);

        assertThat(pass(before, PHONE)).isFalse();
        assertThat(pass(before, TABLET, PHONE)).isFalse();
        assertThat(written).hasValue(0);
    }

    @Test
    void whatWasDecidedAfterItAndOtherDevicesPass() {
        long before = gate.epoch();
        gate.fence(PHONE);

        assertThat(pass(gate.epoch(), PHONE)).isTrue();
        assertThat(pass(before, TABLET)).isTrue();
    }

    @Test
    void aFenceOfANotificationHoldsBackThatOneOnly() {
        Timeline one = Timeline.notification(new NotificationKey("one"));
        Timeline two = Timeline.notification(new NotificationKey("two"));
        long before = gate.epoch();
        gate.fence(one);

        assertThat(gate.pass(
                        before, test -> Stream.of(PHONE, one).anyMatch(test), () -> true, written::incrementAndGet))
                .isFalse();
        assertThat(gate.pass(
                        before, test -> Stream.of(PHONE, two).anyMatch(test), () -> true, written::incrementAndGet))
                .isTrue();
    }

    @Test
    void anOldFenceIsNotForgottenForOneWhoSleptOverManyOthers() {
        long before = gate.epoch();
        gate.fence(PHONE);
        for (int i = 0; i < 100_000; i++) {
            gate.fence(TABLET);
        }

        assertThat(pass(before, PHONE)).isFalse();
    }

    @Test
    void theConditionIsAskedLastAndDecides() {
        assertThat(gate.pass(
                        gate.epoch(), test -> Stream.of(PHONE).anyMatch(test), () -> false, written::incrementAndGet))
                .isFalse();
        assertThat(written).hasValue(0);
    }

    @Test
    void aWriteThatThrowsLeavesTheGateOpenForFences() {
        long moment = gate.epoch();
        assertThatThrownBy(() -> gate.pass(moment, test -> Stream.of(PHONE).anyMatch(test), () -> true, () -> {
                    throw new IllegalStateException("connection lost");
                }))
                .hasMessage("connection lost");

        gate.fence(PHONE);
        assertThat(pass(moment, PHONE)).isFalse();
    }
}
