package io.offlinepush.harmonyos;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks names up, anew for each connection. */
@FunctionalInterface
interface Names {

    /**
     * As the JDK does: it remembers an answer for 30 seconds, unless its {@code networkaddress.cache.ttl} says
     * otherwise.
     */
    Names JDK = InetAddress::getAllByName;

    /** Blocks; one address or more. */
    InetAddress[] lookUp(String host) throws UnknownHostException;
}
