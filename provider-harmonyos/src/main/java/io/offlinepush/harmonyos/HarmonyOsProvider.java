package io.offlinepush.harmonyos;

import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.Provider;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pushes to HarmonyOS phones through Push Kit v3. Found by {@code ServiceLoader}; a host that wires in code uses
 * {@link #builder}. It serves once an app is configured:
 *
 * <pre>
 * harmonyos.apps.com.example.chat.serviceAccount = /etc/push/service-account.json
 * </pre>
 *
 * <table>
 * <caption>Settings below {@code harmonyos.}</caption>
 * <tr><th>name</th><th>default</th><th>meaning</th></tr>
 * <tr><td>{@code apps.<app>.serviceAccount}</td><td>-</td><td>an app, and the service account of its project as
 *     AppGallery Connect exports it: a path, or the text itself, as it is or in base64. Read again at each renewal of
 *     the bearer</td></tr>
 * <tr><td>{@code url}</td><td>{@code https://push-api.cloud.huawei.com}</td><td>the gateway</td></tr>
 * <tr><td>{@code trustedCa}</td><td>what the JDK trusts</td><td>certificates in PEM, or the path of a file with them:
 *     then only they are trusted</td></tr>
 * <tr><td>{@code requestTimeout}</td><td>10s</td><td>from a push to its verdict; then it is RetryLater if it was not
 *     written, and of unknown outcome if it was</td></tr>
 * <tr><td>{@code connectTimeout}</td><td>5s</td><td>name lookup, TCP, proxy and TLS together; and how long a connection
 *     may owe the answer to a ping</td></tr>
 * <tr><td>{@code maxPending}</td><td>4096</td><td>requests of an app that may wait to be written; beyond them a push is
 *     RetryLater at once</td></tr>
 * <tr><td>{@code warmApps}</td><td>4</td><td>the most apps whose connection is opened at the start and again when it
 *     has ended, so that a push need not wait for TLS: those that pushed last, and at the start the first ones. One
 *     that fails raises an alarm and is tried again later; 0 opens each connection with a push. At most 1,000</td></tr>
 * <tr><td>{@code connections}</td><td>1</td><td>the most HTTP/2 connections of an app, 1 to 16: another is opened when
 *     the others are full</td></tr>
 * <tr><td>{@code http1Connections}</td><td>8</td><td>the same where the server speaks HTTP/1.1 only, where a connection
 *     carries one request at a time; 1 to 256</td></tr>
 * <tr><td>{@code pingInterval}</td><td>1m</td><td>how long an HTTP/2 connection may be silent before the server is
 *     asked whether it is still there, 1s to 1h</td></tr>
 * <tr><td>{@code indexBearer}</td><td>true</td><td>whether HPACK may keep the bearer in its table, which halves the
 *     bytes of a small request. Nobody else's headers are on the connection</td></tr>
 * <tr><td>{@code tls}</td><td>auto</td><td>{@code jdk}; {@code openssl}, for which the host adds
 *     {@code io.netty:netty-tcnative-boringssl-static} for its system; or {@code auto}: openssl if it is
 *     there</td></tr>
 * <tr><td>{@code transport}</td><td>auto</td><td>{@code nio}; {@code epoll}, for which the host adds
 *     {@code io.netty:netty-transport-native-epoll} for its system; or {@code auto}: epoll if it is there</td></tr>
 * <tr><td>{@code proxy}</td><td>none</td><td>the way out, by HTTP CONNECT: {@code http://host:port}. The gateway's name
 *     is then looked up by the proxy</td></tr>
 * <tr><td>{@code proxyUser}, {@code proxyPassword}</td><td>none</td><td>for a proxy that asks for them
 *     (Basic)</td></tr>
 * <tr><td>{@code profileFence}</td><td>none</td><td>a secret of 16 bytes or more in base64, the same on every node:
 *     then each alert carries {@code profileId}, base64url without padding of HMAC-SHA256 under it of the user's id.
 *     The app must bind the same text with {@code bindAppProfileId} at login, or it is shown nothing; an alert kept for
 *     an offline phone is then not shown to whoever logged in there since. Each target is a request of its
 *     own</td></tr>
 * </table>
 *
 * <p>A refusal's code in verdicts and traces is Push Kit's ({@code 80300002}), followed by the reason where it gives
 * one for the token ({@code 80300007 noRight}), or the HTTP status where there is no code ({@code HTTP 503}). What is
 * refused for the app's fault is logged as a warning with the id of the request, once a minute for each code and
 * reason.
 *
 * <p>Where Push Kit refuses the app itself (401 or a code of authentication with a new bearer too, 403, 404,
 * {@code 80300002}, {@code 80300036}, {@code 80300037}), the verdict is AppRefused and says what to do. A push that got
 * no answer is Unknown.
 *
 * <p>Where Push Kit answers 503 or 429, the app's pushes leave at half the rate, which grows again with what is taken.
 * Where the lower rate does not help, since a part of the requests is refused at any rate, the app keeps its rate.
 *
 * <p>It needs Netty 4.1.112 or newer, of 4.1 or 4.2, whichever the host's build manages.
 *
 * <p>Netty's native libraries take CPU off each push. On the module path nothing requires them, so they are named at
 * start: {@code --add-modules io.netty.transport.classes.epoll,io.netty.transport.epoll.linux.x86_64,
 * io.netty.tcnative.classes.openssl,io.netty.internal.tcnative.openssl.linux.x86_64}. Newer JDKs warn unless
 * {@code --enable-native-access} allows it. One line of the log says at the opening which are used.
 *
 * <p>What it keeps between pushes: connections and a bearer for each app. It has one thread of its own,
 * {@code offline-push-harmonyos-1}, a daemon; verdicts complete on it. Closing takes five seconds at most for requests
 * under way, and two for connections and the thread.
 */
public final class HarmonyOsProvider implements Provider {

    private final HarmonyOsSettings.Given given;

    /** For {@code ServiceLoader}: everything comes from the settings. */
    public HarmonyOsProvider() {
        this(new HarmonyOsSettings.Given(Map.of(), null, null));
    }

    private HarmonyOsProvider(HarmonyOsSettings.Given given) {
        this.given = given;
    }

    /**
     * Wires in code what would otherwise be set. What is given here must not be set too.
     *
     * <pre>{@code
     * HarmonyOsProvider.builder().app("com.example.chat", () -> vault.read("push/service-account")).build();
     * }</pre>
     *
     * @return a builder without anything
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String id() {
        return HarmonyOsSettings.ID;
    }

    /**
     * Opens the way to Push Kit; returns without waiting for a connection.
     *
     * @param context settings, time and threads
     * @return the push provider; empty if no app is configured
     * @throws io.offlinepush.api.SettingsException if a setting is wrong or unknown, or a service account cannot be
     *     used
     * @throws OfflinePushException if an app is configured and Netty is missing, too old, or of several versions that
     *     do not fit: the message names what was found and what is needed
     */
    @Override
    public Optional<PushProvider> pushProvider(ProviderContext context) {
        NettyLibrary netty = NettyLibrary.of(HarmonyOsProvider.class.getClassLoader());
        Optional<String> problem = netty.problem();
        if (problem.isPresent()) {
            if (HarmonyOsSettings.namesApp(context.settings(), given)) {
                throw new OfflinePushException(problem.get(), null);
            }
            return Optional.empty();
        }
        try {
            HarmonyOsSettings settings = HarmonyOsSettings.read(context.settings(), given);
            return settings.accounts().isEmpty() ? Optional.empty() : Optional.of(PushKit.open(settings, context));
        } catch (LinkageError e) {
            throw new OfflinePushException(netty.doesNotFit(e), e);
        }
    }

    /** Wires a provider in code. */
    public static final class Builder {

        private final Map<String, ServiceAccountSource> accounts = new LinkedHashMap<>();
        private @Nullable URI url;
        private @Nullable Supplier<String> trustedCa;

        private Builder() {}

        /**
         * An app, with its service account in a file, read again at each renewal of the bearer.
         *
         * @param app the name that registrations use, for example {@code com.example.chat}
         * @param serviceAccount the file that AppGallery Connect exports
         * @return this
         */
        public Builder app(String app, Path serviceAccount) {
            return add(app, ServiceAccountSource.file(Objects.requireNonNull(serviceAccount, "serviceAccount")));
        }

        /**
         * An app, with its service account as text or as a path.
         *
         * @param app the name that registrations use, for example {@code com.example.chat}
         * @param serviceAccount the file's text, as it is or in base64; or the path of a file with either
         * @return this
         */
        public Builder app(String app, String serviceAccount) {
            return add(app, ServiceAccountSource.pathOrText(Objects.requireNonNull(serviceAccount, "serviceAccount")));
        }

        /**
         * An app, with its service account from wherever the host keeps secrets.
         *
         * @param app the name that registrations use, for example {@code com.example.chat}
         * @param serviceAccount gives the file's text, as it is or in base64; asked at start and at each renewal of the
         *     bearer, on a thread that may block
         * @return this
         */
        public Builder app(String app, Supplier<String> serviceAccount) {
            return add(app, ServiceAccountSource.supplied(Objects.requireNonNull(serviceAccount, "serviceAccount")));
        }

        /**
         * The gateway, where it is not Huawei's: the sandbox, for example.
         *
         * @param gateway https with a host and perhaps a port
         * @return this
         */
        public Builder url(URI gateway) {
            url = Objects.requireNonNull(gateway, "gateway");
            return this;
        }

        /**
         * The only certificates that are trusted, in a file.
         *
         * @param pem the file
         * @return this
         */
        public Builder trustedCa(Path pem) {
            Objects.requireNonNull(pem, "pem");
            trustedCa = () -> Texts.read(pem);
            return this;
        }

        /**
         * The only certificates that are trusted.
         *
         * @param pem the certificates, or the path of a file with them
         * @return this
         */
        public Builder trustedCa(String pem) {
            Objects.requireNonNull(pem, "pem");
            trustedCa = () -> HarmonyOsSettings.pathOrPem(pem);
            return this;
        }

        /**
         * Makes the provider. Nothing is read before it is opened.
         *
         * @return the provider
         */
        public HarmonyOsProvider build() {
            return new HarmonyOsProvider(new HarmonyOsSettings.Given(accounts, url, trustedCa));
        }

        private Builder add(String app, ServiceAccountSource source) {
            String name = new VendorApp(HarmonyOsSettings.ID, app).app();
            if (accounts.putIfAbsent(name, source) != null) {
                throw new IllegalArgumentException("app " + name + " is given twice");
            }
            return this;
        }
    }
}
