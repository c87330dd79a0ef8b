package io.offlinepush.sandbox;

import io.offlinepush.sandbox.rules.JwtVerifier;
import io.offlinepush.sandbox.rules.ServiceAccount;
import io.offlinepush.sandbox.wire.ConnectionSetup;
import io.offlinepush.sandbox.wire.SelfSigned;
import io.offlinepush.sandbox.wire.TlsServer;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * A strict stand-in for Huawei's Push Kit gateway, with phones: over a real socket, with real TLS, HTTP/2 and HTTP/1.1,
 * on loopback only.
 *
 * <pre>{@code
 * try (PushKitSandbox sandbox = PushKitSandbox.start()) {
 *     SimulatedPhone phone = sandbox.phone("alice");
 *     // a push client that is told url(), caPem() and serviceAccountJson() sends to phone.getToken() ...
 *     phone.tray();          // what the phone shows
 *     sandbox.requests();    // what the gateway saw
 * }
 * }</pre>
 *
 * <p>It knows {@code POST /v3/{projectId}/messages:send} with push-type 0 (alert), 6 (background) and 10 (VoIP call),
 * and {@code POST /v1/{clientId}/messages:revoke} with push-type 0. It checks the bearer, the headers and every member
 * of the body, as Push Kit REST API documents them, and refuses members it does not know, so that a typo cannot pass.
 * Where Huawei leaves something open, the sandbox takes the choice that is worse for the sender:
 *
 * <ul>
 *   <li>Which HTTP status comes with which code is not documented. Here: 400 with 801xxxxx (but 200 with the partial
 *       success 80100000), 401 with 802xxxxx, 500 with 81000001, 200 with all else. A wrong path or method is a 404
 *       without a body; a body over 1 MiB a 413.
 *   <li>The same token twice in one request: 80100003. What Huawei does is not known; older documentation warns of
 *       double delivery.
 *   <li>A path with another project than the bearer's: 80200001, HTTP 401.
 *   <li>The 4,096 bytes are counted as UTF-8 of the whole compact body with an empty token array.
 *   <li>A {@code ttl} under 1: 80100004. A {@code Content-Type} other than {@code application/json}: 80100003.
 *   <li>A token this sandbox never issued: {@code tokenFormatError}. A token that died by reinstall is accepted and
 *       delivered nowhere, as Huawei documents.
 *   <li>{@code profileId} is counted in UTF-8 bytes; a line of {@code inboxContent} over 1,024 characters is refused,
 *       where a phone would cut it.
 *   <li>A body that nests deeper than 64 levels is refused with 80100003.
 *   <li>Revoking takes away what is in the tray or still kept by the gateway; the badge and the memory of an
 *       {@code appMessageId} stay. A missing {@code notifyId} or {@code token}: 80300032. A token that looks like one
 *       and was not issued here: 80300028, for the whole request. Another client than the app's in the path: 80300002.
 *       The same token twice: 80100003. A phone without network keeps what it shows.
 * </ul>
 *
 * <p>What can go wrong on the way is scripted with {@link #faults()}.
 *
 * <p>Not simulated: other push-types, the message that only sets a badge, rights and quotas by category, receipts.
 *
 * <p>Safe for any number of threads. Its own are daemons, named {@code push-kit-sandbox-N}. Nothing it logs and no
 * {@code toString} holds a token, a bearer or a message.
 */
public final class PushKitSandbox implements AutoCloseable {
    private final ServiceAccount account;
    private final SelfSigned identity;
    private final DeviceDirectory devices;
    private final Gateway gateway;
    private final TlsServer server;
    private final String appClientId;

    private PushKitSandbox(Builder builder) {
        appClientId = builder.appClientId;
        SecureRandom random = new SecureRandom();
        account = ServiceAccount.create(builder.projectId, builder.keyBits, random);
        identity = SelfSigned.create(random);
        devices = new DeviceDirectory(random, builder.clock);
        Faults faults = new Faults();
        InstantSource gatewayClock = () -> builder.clock.instant().plus(faults.skew());
        JwtVerifier verifier = new JwtVerifier(account, gatewayClock, builder.iatTolerance);
        Revocation revocation = new Revocation(builder.appClientId, devices);
        gateway = new Gateway(account, verifier, devices, revocation, builder.clock, faults);
        server = new TlsServer(builder.port, new ConnectionSetup(identity, builder.http1Only, gateway));
    }

    /** Settings for a sandbox; {@link Builder#start()} starts it. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A sandbox with default settings, listening.
     *
     * @throws IllegalStateException as {@link Builder#start()}
     */
    public static PushKitSandbox start() {
        return builder().start();
    }

    /** Where it listens, for example {@code https://localhost:40123}: takes the place of Huawei's host. */
    public URI url() {
        return URI.create("https://localhost:" + server.port());
    }

    /** The certificate to trust, which signed itself, as PEM text; valid for localhost, 127.0.0.1 and ::1. */
    public String caPem() {
        return identity.pem();
    }

    /**
     * The service-account file of the simulated project, as JSON text with the members {@code project_id},
     * {@code key_id}, {@code private_key} (PKCS#8 PEM), {@code sub_account} and Huawei's URLs. The key is new with each
     * sandbox: it is no secret of anybody, but treat it as one, as your code must with the real file.
     */
    public String serviceAccountJson() {
        return account.json();
    }

    /** The project in the path of messages:send and in the service-account file. */
    public String projectId() {
        return account.projectId();
    }

    /** The app's own client id, in the path of messages:revoke. */
    public String appClientId() {
        return appClientId;
    }

    /** The phones asked for so far, by name. A copy. */
    public List<SimulatedPhone> phones() {
        return devices.phones();
    }

    /** The phone of that name: a new one at the first call, later the same. */
    public SimulatedPhone phone(String name) {
        return devices.phone(name);
    }

    /**
     * The requests read so far, oldest first: the newest 10,000, fewer when their bodies are large. A request is here
     * before its answer is sent. A copy.
     */
    public List<SeenRequest> requests() {
        return gateway.requests();
    }

    /** What shall go wrong, on the wire and behind it, and what did. */
    public Faults faults() {
        return gateway.faults();
    }

    /** {@link #answerNext(int, Answer)}, once. */
    public void answerNext(Answer answer) {
        answerNext(1, answer);
    }

    /**
     * {@link Faults#next(int, RequestFault)} for an answer: scripts the answers to requests to come, whatever they ask.
     *
     * @param times to how many requests, 1 or more
     * @param answer for example {@code Answer.status(503)}
     * @throws IllegalArgumentException if {@code times} is less than 1
     */
    public void answerNext(int times, Answer answer) {
        faults().next(times, answer);
    }

    /**
     * Forgets the phones and their tokens, the requests, and the faults, those to come and those that happened: for the
     * next test with the same URL and service account. Connections stay, with their faults. Phones held from before get
     * nothing any more.
     */
    public void reset() {
        gateway.reset();
    }

    /**
     * Stops listening and drops every connection; phones and requests can still be asked. Returns within 5 seconds.
     * Further calls do nothing.
     */
    @Override
    public void close() {
        server.close();
    }

    /** The URL, nothing else. */
    @Override
    public String toString() {
        return "PushKitSandbox[" + url() + "]";
    }

    /** Settings of a {@link PushKitSandbox}. Not safe for several threads. */
    public static final class Builder {
        private String projectId = "300000000000000001";
        private String appClientId = "100000001";
        private InstantSource clock = InstantSource.system();
        private Duration iatTolerance = Duration.ofSeconds(5);
        private int keyBits = 2048;
        private boolean http1Only;
        private int port;

        private Builder() {}

        /**
         * The port to listen on; default 0, any that is free.
         *
         * @throws IllegalArgumentException if it is not 0 to 65535
         */
        public Builder port(int value) {
            if (value < 0 || value > 65_535) {
                throw new IllegalArgumentException("port must be 0 to 65535: " + value);
            }
            port = value;
            return this;
        }

        /**
         * The project in the path and in the service-account file; default {@code 300000000000000001}.
         *
         * @throws IllegalArgumentException if it is not 1 to 32 decimal digits
         */
        public Builder projectId(String value) {
            if (!value.matches("[0-9]{1,32}")) {
                throw new IllegalArgumentException("projectId must be 1 to 32 decimal digits");
            }
            projectId = value;
            return this;
        }

        /**
         * The app's own client id, in the path of messages:revoke; default {@code 100000001}.
         *
         * @throws IllegalArgumentException if it is not 1 to 32 decimal digits
         */
        public Builder appClientId(String value) {
            if (!value.matches("[0-9]{1,32}")) {
                throw new IllegalArgumentException("appClientId must be 1 to 32 decimal digits");
            }
            appClientId = value;
            return this;
        }

        /**
         * What time it is for the gateway and the phones: bearers, {@code ttl}, the 24 hours. Default: the system's.
         */
        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /**
         * How far a bearer's {@code iat} may be in the future, since clocks differ; whole seconds, default 5. Huawei's
         * own tolerance is not documented.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder iatTolerance(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("iatTolerance must not be negative: " + value);
            }
            iatTolerance = value;
            return this;
        }

        /**
         * Size of the service account's RSA key; default 2048, which is made in a fraction of a second. Real ones have
         * 4096, which takes seconds to make and twice as long to send.
         *
         * @throws IllegalArgumentException if it is not 2048 to 8192
         */
        public Builder keyBits(int value) {
            if (value < 2048 || value > 8192) {
                throw new IllegalArgumentException("keyBits must be 2048 to 8192: " + value);
            }
            keyBits = value;
            return this;
        }

        /**
         * Whether HTTP/2 is left out of ALPN; default false. Huawei does not say that it speaks HTTP/2. For some
         * connections only there is {@link Fault#http1Only}.
         */
        public Builder http1Only(boolean value) {
            http1Only = value;
            return this;
        }

        /**
         * Makes the keys, binds the port on loopback and listens.
         *
         * @throws java.io.UncheckedIOException if the port is taken or not allowed; its message names the port
         * @throws IllegalStateException if the JDK lacks an algorithm every JDK has
         */
        public PushKitSandbox start() {
            return new PushKitSandbox(this);
        }
    }
}
