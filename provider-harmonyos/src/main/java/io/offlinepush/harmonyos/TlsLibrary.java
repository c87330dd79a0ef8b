package io.offlinepush.harmonyos;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import io.offlinepush.api.SettingsException;
import io.offlinepush.spi.Settings;
import java.util.Optional;

/** Whose TLS the connections speak: OpenSSL costs less CPU, the JDK's is always there. */
enum TlsLibrary {
    /** The JDK's, with its providers and its {@code java.security}. */
    JDK(SslProvider.JDK),
    /** OpenSSL or BoringSSL, which the host brings as netty-tcnative. Counted, so that it is freed at close. */
    OPENSSL(SslProvider.OPENSSL_REFCNT);

    private static final String SETTING = "tls";

    private final SslProvider netty;

    TlsLibrary(SslProvider netty) {
        this.netty = netty;
    }

    SslProvider netty() {
        return netty;
    }

    /**
     * The one that is demanded; otherwise OpenSSL where it is there and can do what the JDK can. With {@code jdk}
     * nothing native is loaded.
     *
     * @throws SettingsException naming the setting, if the demanded one is unknown or not there
     */
    static TlsLibrary read(Settings settings) {
        return switch (settings.text(SETTING).orElse("auto")) {
            case "auto" -> missingInOpenSsl().isEmpty() ? OPENSSL : JDK;
            case "jdk" -> JDK;
            case "openssl" -> {
                missingInOpenSsl().ifPresent(why -> {
                    throw new SettingsException(
                            settings.fullName(SETTING),
                            "demands openssl, " + why
                                    + ": add io.netty:netty-tcnative-boringssl-static for this system, or set "
                                    + "auto or jdk");
                });
                yield OPENSSL;
            }
            default -> throw new SettingsException(settings.fullName(SETTING), "must be auto, jdk or openssl");
        };
    }

    private static Optional<String> missingInOpenSsl() {
        if (!OpenSsl.isAvailable()) {
            return Optional.of("which is not there (" + OpenSsl.unavailabilityCause() + ")");
        }
        // netty-tcnative may be linked to whatever the system has.
        boolean enough =
                SslProvider.isAlpnSupported(SslProvider.OPENSSL) && SslProvider.isTlsv13Supported(SslProvider.OPENSSL);
        return enough ? Optional.empty() : Optional.of("and this one lacks ALPN or TLS 1.3");
    }

    /** As the setting calls it. */
    @Override
    public String toString() {
        return this == JDK ? "jdk" : "openssl";
    }
}
