package io.offlinepush.core.dispatch;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.PushId;
import io.offlinepush.core.format.Progress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the store keeps of a part's devices for the next node that claims it, and back. */
final class PartProgress {

    private PartProgress() {}

    /** Fills a table with what another node, or this one before, left. */
    static void restore(Progress progress, DeviceTable devices) {
        progress.open().forEach((device, pushId) -> devices.findOrAdd(device, pushId));
        progress.done().forEach(device -> devices.findOrAdd(device, null).become(DeviceStage.DONE));
        progress.unknown().forEach(device -> {
            DeviceState state = devices.find(device);
            if (state != null) {
                state.mayHaveBeenReached();
            }
        });
    }

    /**
     * How far the devices have come.
     *
     * @param closed whether the part is for the devices in the table alone
     * @param anyMaybeReached whether any device may have been pushed already
     */
    static Progress of(DeviceTable devices, int attempts, boolean closed, boolean anyMaybeReached) {
        Set<DeviceId> done = new HashSet<>();
        Set<DeviceId> maybeReached = new HashSet<>();
        Map<DeviceId, PushId> open = new HashMap<>();
        for (DeviceState device : devices.all()) {
            if (device.stage() == DeviceStage.DONE) {
                done.add(device.device());
                continue;
            }
            PushId pushId = device.pushId();
            if (pushId != null) {
                open.put(device.device(), pushId);
                if (device.maybeReached()) {
                    maybeReached.add(device.device());
                }
            }
        }
        return new Progress(attempts, done, maybeReached, open, closed, anyMaybeReached);
    }

    /** After a requeue the part is for the devices that were rejected. */
    static Progress forRequeue(DeviceTable devices) {
        Map<DeviceId, PushId> again = new HashMap<>();
        for (DeviceState device : devices.all()) {
            PushId pushId = device.pushId();
            if (device.isRejected() && pushId != null) {
                again.put(device.device(), pushId);
            }
        }
        return new Progress(0, Set.of(), Set.of(), again, true, false);
    }
}
