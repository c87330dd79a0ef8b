/** The engine. Only {@code io.offlinepush.core} is exported; the other packages are its rooms. */
module io.offlinepush.core {
    requires transitive io.offlinepush.api;
    requires static transitive org.jspecify;
    requires com.google.common;
    requires org.slf4j;

    exports io.offlinepush.core;

    uses io.offlinepush.spi.Provider;
}
