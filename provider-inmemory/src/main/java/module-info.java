/** Every port in memory: the reference to read, and the test double. */
module io.offlinepush.inmemory {
    requires transitive io.offlinepush.api;

    exports io.offlinepush.inmemory;

    provides io.offlinepush.spi.Provider with
            io.offlinepush.inmemory.InMemoryProvider;
}
