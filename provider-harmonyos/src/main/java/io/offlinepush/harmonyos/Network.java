package io.offlinepush.harmonyos;

import io.netty.handler.ssl.SslContext;
import io.offlinepush.api.Environment;

/**
 * What all connections of a provider share.
 *
 * @param wire how requests travel
 * @param tls makes the TLS of each connection
 * @param names looks names up
 * @param environment time and threads
 * @param alarms what an operator is told
 * @param loop the one event loop
 */
record Network(
        WireSettings wire, SslContext tls, NameLookups names, Environment environment, Alarms alarms, Loop loop) {

    /** The same, with look-ups that count as hanging when a connection is given up. */
    static Network of(
            WireSettings wire, SslContext tls, Names names, Environment environment, Alarms alarms, Loop loop) {
        NameLookups lookups = new NameLookups(names, environment, wire.connectTimeout());
        return new Network(wire, tls, lookups, environment, alarms, loop);
    }
}
