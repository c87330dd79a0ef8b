package io.offlinepush.harmonyos;

import io.netty.util.AsciiString;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an app's requests travel.
 *
 * @param url the gateway
 * @param trusted the only certificates that are trusted; empty for those that the JDK trusts
 * @param proxy the way out; empty for a direct one
 * @param connectTimeout from dialling to the first request
 * @param pingInterval how long a connection may be silent before its server is asked whether it is there
 * @param connections the most HTTP/2 connections of an app
 * @param http1Connections the most HTTP/1.1 connections of an app
 * @param indexBearer whether HPACK may remember the bearer
 * @param tls whose TLS
 * @param sockets how connections reach the kernel
 */
record WireSettings(
        URI url,
        List<X509Certificate> trusted,
        Optional<HttpProxy> proxy,
        Duration connectTimeout,
        Duration pingInterval,
        int connections,
        int http1Connections,
        boolean indexBearer,
        TlsLibrary tls,
        Sockets sockets) {

    WireSettings {
        trusted = List.copyOf(trusted);
    }

    String host() {
        return bare(url.getHost());
    }

    int port() {
        return url.getPort() == -1 ? 443 : url.getPort();
    }

    /** As requests name the server: an IPv6 address in brackets, and no port if it is 443. */
    AsciiString authority() {
        return AsciiString.of(port() == 443 ? url.getHost() : url.getHost() + ":" + port());
    }

    /** As CONNECT names it: always with the port. */
    String authorityWithPort() {
        return url.getHost() + ":" + port();
    }

    /** An IPv6 address stands in brackets, for URLs only. */
    static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
