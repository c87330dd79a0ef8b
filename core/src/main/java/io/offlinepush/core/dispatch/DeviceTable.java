package io.offlinepush.core.dispatch;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.PushId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The devices of a part, in the order in which they became known. Most parts have one device, some a thousand. */
final class DeviceTable {

    private static final int SMALL = 8;

    private final List<DeviceState> devices = new ArrayList<>(1);
    private @Nullable Map<DeviceId, DeviceState> index;

    @Nullable
    DeviceState find(DeviceId device) {
        if (index != null) {
            return index.get(device);
        }
        for (int i = 0; i < devices.size(); i++) {
            if (devices.get(i).device().equals(device)) {
                return devices.get(i);
            }
        }
        return null;
    }

    DeviceState findOrAdd(DeviceId device, @Nullable PushId pushId) {
        DeviceState known = find(device);
        return known == null ? add(device, pushId) : known;
    }

    private DeviceState add(DeviceId device, @Nullable PushId pushId) {
        DeviceState fresh = new DeviceState(device, pushId);
        devices.add(fresh);
        if (index != null) {
            index.put(device, fresh);
        } else if (devices.size() > SMALL) {
            Map<DeviceId, DeviceState> all = new HashMap<>(4 * SMALL);
            devices.forEach(state -> all.put(state.device(), state));
            index = all;
        }
        return fresh;
    }

    List<DeviceState> all() {
        return devices;
    }

    boolean isEmpty() {
        return devices.isEmpty();
    }
}
