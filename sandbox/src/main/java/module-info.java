/**
 * A strict stand-in for the HarmonyOS Push Kit v3 gateway, with simulated phones, for tests, demos and hosts' own CI.
 */
module io.offlinepush.sandbox {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires jdk.httpserver;
    requires static org.jspecify;

    exports io.offlinepush.sandbox;
}
