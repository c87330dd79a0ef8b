package io.offlinepush.core.dispatch;

import static io.offlinepush.core.dispatch.DeviceStage.AWAITING_ACK;
import static io.offlinepush.core.dispatch.DeviceStage.DONE;
import static io.offlinepush.core.dispatch.DeviceStage.IN_FLIGHT;
import static io.offlinepush.core.dispatch.DeviceStage.QUEUED;
import static io.offlinepush.core.dispatch.DeviceStage.RETRYING;
import static io.offlinepush.core.dispatch.DeviceStage.UNDECIDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of transitions of one device of a part. */
class DeviceStageTest {

    private static final Map<DeviceStage, Set<DeviceStage>> TABLE = Map.of(
            UNDECIDED, EnumSet.of(AWAITING_ACK, QUEUED, IN_FLIGHT, RETRYING, DONE),
            AWAITING_ACK, EnumSet.of(UNDECIDED, QUEUED, IN_FLIGHT, RETRYING, DONE),
            QUEUED, EnumSet.of(UNDECIDED, AWAITING_ACK, IN_FLIGHT, RETRYING, DONE),
            IN_FLIGHT, EnumSet.of(UNDECIDED, RETRYING, DONE),
            RETRYING, EnumSet.of(DONE),
            DONE, EnumSet.noneOf(DeviceStage.class));

    @Test
    void everyTransitionIsAllowedOrRefusedAsTheTableSays() {
        for (DeviceStage from : DeviceStage.values()) {
            for (DeviceStage to : DeviceStage.values()) {
                boolean allowed =
                        from == to || TABLE.getOrDefault(from, Set.of()).contains(to);
                assertThat(from.mayBecome(to)).as(from + " to " + to).isEqualTo(allowed);
            }
        }
    }

    @Test
    void whatIsOverStaysOver() {
        DeviceState device = new DeviceState(new DeviceId("phone"), null);
        device.become(DONE);

        assertThat(Arrays.stream(DeviceStage.values()).filter(stage -> stage != DONE))
                .allSatisfy(stage ->
                        assertThatThrownBy(() -> device.become(stage)).isInstanceOf(IllegalStateException.class));
    }

    @Test
    void theFirstDeadlineStays() {
        DeviceState device = new DeviceState(new DeviceId("phone"), null);
        assertThat(device.isDeadlineOver(Long.MAX_VALUE)).as("none was given").isFalse();

        device.giveTime(100);
        device.giveTime(200);

        assertThat(device.isDeadlineOver(99)).isFalse();
        assertThat(device.isDeadlineOver(100)).isTrue();
    }
}
