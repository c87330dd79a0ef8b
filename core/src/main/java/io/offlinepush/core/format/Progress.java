package io.offlinepush.core.format;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.PushId;
import io.offlinepush.spi.Bytes;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How far a part has come: what whoever tries next must know.
 *
 * @param attempts how many tries did not end it
 * @param done the devices for which it has ended
 * @param unknown the devices that may have been pushed already: a repetition leaves the badge out
 * @param open the devices that were looked at and have no end yet; who is gone from there must get one all the same
 * @param closed whether the part is for the open devices only: for any other it has ended. A part with many devices is
 *     written so, since most end at the first try and few are left
 * @param anyUnknown whether any device may have been pushed already: a process was lost that held the part
 */
public record Progress(
        int attempts,
        Set<DeviceId> done,
        Set<DeviceId> unknown,
        Map<DeviceId, PushId> open,
        boolean closed,
        boolean anyUnknown) {

    private static final int FORMAT = 1;
    private static final int CLOSED = 1;
    private static final int ANY_UNKNOWN = 2;

    /** Copies the collections. */
    public Progress {
        done = Set.copyOf(done);
        unknown = Set.copyOf(unknown);
        open = Map.copyOf(open);
    }

    /** The same, and any device may have been pushed already. */
    public Progress withAnyUnknown() {
        return new Progress(attempts, done, unknown, open, closed, true);
    }

    /** For the store. */
    public Bytes encode() {
        BodyWriter out = BodyWriter.begin(FORMAT).number(attempts);
        out.number((closed ? CLOSED : 0) | (anyUnknown ? ANY_UNKNOWN : 0));
        write(out, closed ? Set.of() : done);
        write(out, unknown);
        out.number(open.size());
        open.forEach((device, pushId) -> out.text(device.value()).text(pushId.value()));
        return out.done();
    }

    /** From the store; no bytes are no progress yet. */
    public static Progress decode(Bytes body) {
        if (body.size() == 0) {
            return new Progress(0, Set.of(), Set.of(), Map.of(), false, false);
        }
        BodyReader in = new BodyReader("a part's progress", FORMAT, body);
        int attempts = in.number();
        int flags = in.number();
        return new Progress(
                attempts, read(in), read(in), readOpen(in), (flags & CLOSED) != 0, (flags & ANY_UNKNOWN) != 0);
    }

    private static void write(BodyWriter out, Set<DeviceId> devices) {
        out.number(devices.size());
        devices.forEach(device -> out.text(device.value()));
    }

    private static Set<DeviceId> read(BodyReader in) {
        Set<DeviceId> devices = new LinkedHashSet<>();
        int count = in.number();
        for (int i = 0; i < count; i++) {
            devices.add(new DeviceId(in.text()));
        }
        return devices;
    }

    private static Map<DeviceId, PushId> readOpen(BodyReader in) {
        Map<DeviceId, PushId> devices = new HashMap<>();
        int count = in.number();
        for (int i = 0; i < count; i++) {
            devices.put(new DeviceId(in.text()), new PushId(in.text()));
        }
        return devices;
    }
}
