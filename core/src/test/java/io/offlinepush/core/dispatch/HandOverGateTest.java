package io.offlinepush.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.Timeline;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What was decided before a fence does not pass after it. */
class HandOverGateTest {

    private static final DeviceId PHONE = new DeviceId("phone");
    private static final DeviceId TABLET = new DeviceId("tablet");

    private final HandOverGate gate = new HandOverGate();
    private final AtomicInteger written = new AtomicInteger();

    private boolean pass(long moment, DeviceId... devices) {
        return gate.pass(moment, List.of(devices), () -> true, written::incrementAndGet);
    }

    @Test
    void withoutAFencePassesAsOftenAsItLikes() {
        long moment = gate.moment();

        assertThat(pass(moment, PHONE)).isTrue();
        assertThat(pass(moment, PHONE)).isTrue();
        assertThat(written).hasValue(2);
    }

    @Test
    void whatWasDecidedBeforeAFenceOfOneOfItsDevicesDoesNotPass() {
        long before = gate.moment();
        gate.fence(PHONE);

        assertThat(pass(before, PHONE)).isFalse();
        assertThat(pass(before, TABLET, PHONE)).isFalse();
        assertThat(written).hasValue(0);
    }

    @Test
    void whatWasDecidedAfterItAndOtherDevicesPass() {
        long before = gate.moment();
        gate.fence(PHONE);

        assertThat(pass(gate.moment(), PHONE)).isTrue();
        assertThat(pass(before, TABLET)).isTrue();
    }

    @Test
    void aFenceOfANotificationHoldsBackThatOneOnly() {
        Timeline one = Timeline.notification(new NotificationKey("one"));
        Timeline two = Timeline.notification(new NotificationKey("two"));
        long before = gate.moment();
        gate.fence(one);

        assertThat(gate.pass(before, List.of(PHONE, one), () -> true, written::incrementAndGet))
                .isFalse();
        assertThat(gate.pass(before, List.of(PHONE, two), () -> true, written::incrementAndGet))
                .isTrue();
    }

    @Test
    void anOldFenceIsNotForgottenForOneWhoSleptOverManyOthers() {
        long before = gate.moment();
        gate.fence(PHONE);
        for (int i = 0; i < 100_000; i++) {
            gate.fence(TABLET);
        }

        assertThat(pass(before, PHONE)).isFalse();
    }

    @Test
    void theConditionIsAskedLastAndDecides() {
        assertThat(gate.pass(gate.moment(), List.of(PHONE), () -> false, written::incrementAndGet))
                .isFalse();
        assertThat(written).hasValue(0);
    }

    @Test
    void aWriteThatThrowsLeavesTheGateOpenForFences() {
        long moment = gate.moment();
        assertThatThrownBy(() -> gate.pass(moment, List.of(PHONE), () -> true, () -> {
                    throw new IllegalStateException("connection lost");
                }))
                .hasMessage("connection lost");

        gate.fence(PHONE);
        assertThat(pass(moment, PHONE)).isFalse();
    }
}
