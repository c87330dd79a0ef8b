package io.offlinepush.api;

/**
 * Our address of a device's registration (ZPNs: pushID): at least 128 random bits, not derived from the vendor's token,
 * the same for as long as the device stays registered, also when its token changes.
 *
 * <p>It is an address, not a secret: it may be logged, and nothing can be sent with it from outside.
 *
 * @param value 1 to 128 UTF-8 bytes that show something, without control characters; the library makes
 *     22 characters of base64url, for example {@code q83vASNFZ4mrze8BI0VniQ}
 */
public record PushId(String value) {

    /**
     * Checks the value.
     *
     * @throws InvalidRequestException if it is empty, blank, too long or not well-formed
     */
    public PushId {
        Check.id("pushId", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
