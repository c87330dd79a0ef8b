package io.offlinepush.api;

/**
 * An app at a push vendor: where a token is valid, and one lane of its own for what is pushed.
 *
 * @param vendor the push provider's id, for example {@code harmonyos}
 * @param app the name the app has in that provider's settings, for example {@code com.example.chat}
 */
public record VendorApp(String vendor, String app) {

    /**
     * Checks both.
     *
     * @throws InvalidRequestException if one is empty, blank, too long or not well-formed
     */
    public VendorApp {
        Check.id("vendor", vendor);
        Check.id("app", app);
    }

    @Override
    public String toString() {
        return vendor + "/" + app;
    }
}
