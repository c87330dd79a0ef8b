package io.offlinepush.api;

/**
 * One installation of the app on one device, named by the host. The id must stay the same until the app is removed; on
 * HarmonyOS the ODID or AAID is suitable.
 *
 * @param value 1 to 128 UTF-8 bytes with at least one visible character and without control characters; for example
 *     {@code bob-mate60}
 */
public record DeviceId(String value) implements Comparable<DeviceId> {

    /**
     * Checks the value.
     *
     * @throws InvalidRequestException if it is empty, blank, too long or not well-formed
     */
    public DeviceId {
        Check.id("deviceId", value);
    }

    @Override
    public int compareTo(DeviceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
