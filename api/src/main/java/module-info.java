/** What a host calls ({@code io.offlinepush.api}) and what a provider implements ({@code io.offlinepush.spi}). */
module io.offlinepush.api {
    requires static transitive org.jspecify;

    exports io.offlinepush.api;
    exports io.offlinepush.spi;
}
