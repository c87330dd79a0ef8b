package io.offlinepush.harmonyos;

import io.offlinepush.api.InvalidRequestException;
import io.offlinepush.api.SettingsException;
import io.offlinepush.api.VendorApp;
import io.offlinepush.spi.Settings;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was set in code and below {@code harmonyos.}, checked.
 *
 * @param accounts where each app's service account comes from
 * @param wire how requests travel
 * @param requestTimeout from a push to its verdict
 * @param maxPending the most requests that wait to be written
 * @param warmApps the most apps whose connection is kept open without a push
 * @param fence names users to phones; empty for no fence
 */
record HarmonyOsSettings(
        Map<VendorApp, ServiceAccountSource> accounts,
        WireSettings wire,
        Duration requestTimeout,
        int maxPending,
        int warmApps,
        Optional<ProfileFence> fence) {

    /** The provider's id, and the vendor of its apps. */
    static final String ID = "harmonyos";

    static final String TRUSTED_CA = "trustedCa";

    private static final int MOST_PORT = 65_535;
    private static final String DEFAULT_URL = "https://push-api.cloud.huawei.com";
    private static final String APPS = "apps.";
    private static final String SERVICE_ACCOUNT = ".serviceAccount";
    private static final String PEM = "-----BEGIN CERTIFICATE-----";

    /** What a host gave in code. */
    record Given(
            Map<String, ServiceAccountSource> accounts,
            @Nullable URI url,
            @Nullable Supplier<String> trustedCa) {
        Given {
            accounts = Map.copyOf(accounts);
        }
    }

    /**
     * Reads everything and refuses what it does not know.
     *
     * @throws SettingsException naming the setting and saying what to write
     */
    static HarmonyOsSettings read(Settings settings, Given given) {
        HarmonyOsSettings read = new HarmonyOsSettings(
                accounts(settings, given),
                wire(settings, given),
                settings.duration(
                        "requestTimeout", Duration.ofSeconds(10), Duration.ofMillis(1), Duration.ofMinutes(2)),
                settings.number("maxPending", 4096, 1, 1_000_000),
                settings.number("warmApps", 4, 0, 1_000),
                ProfileFence.read(settings, "profileFence"));
        settings.refuseUnknown();
        return read;
    }

    /** Whether any app is configured, without a look at anything else. */
    static boolean namesApp(Settings settings, Given given) {
        return !given.accounts().isEmpty()
                || !settings.names(APPS, SERVICE_ACCOUNT).isEmpty();
    }

    /** The full name of an app's setting. */
    static String accountSetting(Settings settings, VendorApp app) {
        return settings.fullName(APPS + app.app() + SERVICE_ACCOUNT);
    }

    private static WireSettings wire(Settings settings, Given given) {
        return new WireSettings(
                url(settings, given),
                trusted(settings, given),
                HttpProxy.read(settings),
                settings.duration("connectTimeout", Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ofMinutes(1)),
                settings.duration("pingInterval", Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofHours(1)),
                settings.number("connections", 1, 1, 16),
                settings.number("http1Connections", 8, 1, 256),
                settings.flag("indexBearer", true),
                TlsLibrary.read(settings),
                Sockets.read(settings));
    }

    private static Map<VendorApp, ServiceAccountSource> accounts(Settings settings, Given given) {
        Map<VendorApp, ServiceAccountSource> accounts = new LinkedHashMap<>();
        given.accounts().forEach((app, source) -> accounts.put(new VendorApp(ID, app), source));
        for (String name : settings.names(APPS, SERVICE_ACCOUNT)) {
            VendorApp app = app(settings, name);
            ServiceAccountSource source = ServiceAccountSource.pathOrText(
                    settings.requiredText(name, "a path, or the file's text as it is or in base64"));
            if (accounts.put(app, source) != null) {
                throw twice(settings, name);
            }
        }
        return accounts;
    }

    private static VendorApp app(Settings settings, String name) {
        try {
            return new VendorApp(ID, name.substring(APPS.length(), name.length() - SERVICE_ACCOUNT.length()));
        } catch (InvalidRequestException e) {
            throw new SettingsException(settings.fullName(name), "names no app: " + e.getMessage());
        }
    }

    private static URI url(Settings settings, Given given) {
        Optional<String> text = settings.text("url");
        if (given.url() != null) {
            if (text.isPresent()) {
                throw twice(settings, "url");
            }
            return checked(settings, given.url());
        }
        try {
            return checked(settings, new URI(text.orElse(DEFAULT_URL)));
        } catch (URISyntaxException e) {
            throw notUrl(settings);
        }
    }

    private static URI checked(Settings settings, URI url) {
        boolean bare = (url.getRawPath() == null
                        || url.getRawPath().isEmpty()
                        || url.getRawPath().equals("/"))
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && url.getRawUserInfo() == null;
        if (!"https".equalsIgnoreCase(url.getScheme()) || url.getHost() == null || !bare) {
            throw notUrl(settings);
        }
        if (url.getPort() != -1 && !isPort(url.getPort())) {
            throw new SettingsException(
                    settings.fullName("url"), "must have a port from 1 to " + MOST_PORT + ", found " + url.getPort());
        }
        return url;
    }

    static boolean isPort(int port) {
        return port >= 1 && port <= MOST_PORT;
    }

    private static SettingsException notUrl(Settings settings) {
        return new SettingsException(
                settings.fullName("url"), "must be https:// with a host and perhaps a port, like " + DEFAULT_URL);
    }

    private static List<X509Certificate> trusted(Settings settings, Given given) {
        Optional<String> text = settings.text(TRUSTED_CA);
        if (given.trustedCa() != null && text.isPresent()) {
            throw twice(settings, TRUSTED_CA);
        }
        String setting = settings.fullName(TRUSTED_CA);
        try {
            if (given.trustedCa() != null) {
                return certificates(setting, given.trustedCa().get());
            }
            return text.isPresent() ? certificates(setting, pathOrPem(text.get())) : List.of();
        } catch (Texts.Unreadable e) {
            throw new SettingsException(setting, e.getMessage());
        }
    }

    /** A certificate's text, or what is in the file that is named instead. */
    static String pathOrPem(String value) {
        return value.contains(PEM) ? value : Texts.read(value);
    }

    private static List<X509Certificate> certificates(String setting, String pem) {
        try {
            List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (CertificateException e) {
            // Said below, without a word of the file: it may be the wrong one, with a key in it.
        }
        throw new SettingsException(
                setting, "must be certificates in PEM (" + PEM + "), or the path of a file with them");
    }

    private static SettingsException twice(Settings settings, String name) {
        return new SettingsException(
                settings.fullName(name), "is given in code and in the settings: leave one of them out");
    }
}
