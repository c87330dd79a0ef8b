package io.offlinepush.core.format;

import io.offlinepush.api.DeviceId;
import io.offlinepush.spi.Bytes;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How far a part has come: what whoever tries next must know.
 *
 * @param attempts how many tries did not end it
 * @param done the devices for which it has ended
 * @param unknown the devices that may have been pushed already: a repetition leaves the badge out
 */
public record Progress(int attempts, Set<DeviceId> done, Set<DeviceId> unknown) {

    private static final int FORMAT = 1;

    /** Copies the sets. */
    public Progress {
        done = Set.copyOf(done);
        unknown = Set.copyOf(unknown);
    }

    /** For the store. */
    public Bytes encode() {
        BodyWriter out = new BodyWriter(FORMAT).number(attempts);
        write(out, done);
        write(out, unknown);
        return out.done();
    }

    /** From the store; no bytes are no progress yet. */
    public static Progress decode(Bytes body) {
        if (body.size() == 0) {
            return new Progress(0, Set.of(), Set.of());
        }
        BodyReader in = new BodyReader("a part's progress", FORMAT, body);
        return new Progress(in.number(), read(in), read(in));
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
}
