/**
 * Pushes to HarmonyOS phones through Push Kit v3: {@link io.offlinepush.harmonyos.HarmonyOsProvider}.
 *
 * <p>From the outside to the wire, one class for each step:
 *
 * <pre>
 * NettyLibrary       whether the host's Netty will do
 * PushKit            one push -> one request, or one for each user where profiles fence them
 * Alert              one request: bearer, the point of no return, the answer, at most one second attempt
 *   AlertTemplate    notification -> JSON, encoded once, with slots
 *   AppMessageId, NotifyId   by what a phone tells one from another
 *   BearerCache      service account -> JWT, renewed ahead of time
 *   Answer, Refusal, Verdicts   bytes -> code and reasons -> one verdict for each target
 * Http               the seam: a request is answered, surely not taken, or its outcome is unknown
 *   Transport        the one thread
 *   TlsLibrary, Sockets   the host's native libraries, or the JDK
 *   AppRequestQueue, AdaptiveRateLimiter  an app's queue and deadlines, and how fast Push Kit lets it go
 *   Pool             its connections
 *   Dialer           a name and its addresses, until one serves
 *   Attempt, Tunnel, ConnectFailure   one address: TCP, proxy, TLS, protocol, or why not
 *   H2Connection, H1Connection, KeepAlive
 * </pre>
 */
@NullMarked
package io.offlinepush.harmonyos;

import org.jspecify.annotations.NullMarked;
