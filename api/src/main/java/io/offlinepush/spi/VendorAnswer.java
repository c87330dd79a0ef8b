package io.offlinepush.spi;

import java.util.Objects;

/**
 * The vendor's answer, for traces and logs.
 *
 * @param code the vendor's code, for example {@code 80000000}; empty if there is none
 * @param requestId the vendor's id of the request; empty if there is none
 */
public record VendorAnswer(String code, String requestId) {

    /** No answer. */
    public static final VendorAnswer NONE = new VendorAnswer("", "");

    /** Refuses null. */
    public VendorAnswer {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(requestId, "requestId");
    }
}
