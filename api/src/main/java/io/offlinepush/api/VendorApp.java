package io.offlinepush.api;

/**
 * An app at a push vendor. A token is valid for one vendor app, and each vendor app has its own lane.
 *
 * @param vendor the id of the push provider, for example {@code harmonyos}
 * @param app the app's name in that provider's settings, for example {@code com.example.chat}
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
