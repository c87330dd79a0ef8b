package io.offlinepush.api;

/**
 * The library's address of a device's registration (ZPNs: pushID). It has at least 128 random bits and is not derived
 * from the vendor's token. It stays the same as long as the device stays registered, also when the token changes.
 *
 * <p>It is not a secret: it may be logged, and it gives nobody the ability to push.
 *
 * @param value 1 to 128 UTF-8 bytes with at least one visible character and without control characters. The library
 *     makes 22 characters of base64url, for example {@code q83vASNFZ4mrze8BI0VniQ}
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
