/** Pushes to HarmonyOS phones through Push Kit v3. */
module io.offlinepush.harmonyos {
    requires com.fasterxml.jackson.core;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires static io.netty.transport.classes.epoll;
    requires transitive io.offlinepush.api;
    requires static org.jspecify;
    requires org.slf4j;

    exports io.offlinepush.harmonyos;

    provides io.offlinepush.spi.Provider with
            io.offlinepush.harmonyos.HarmonyOsProvider;
}
