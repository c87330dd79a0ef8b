package io.offlinepush.harmonyos;

import io.offlinepush.api.SettingsException;
import io.offlinepush.spi.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The proxy through which connections leave, by HTTP CONNECT.
 *
 * @param host its name or address
 * @param port its port
 * @param authorization the value of {@code Proxy-Authorization}; empty for none
 */
record HttpProxy(String host, int port, String authorization) {

    /**
     * Reads {@code proxy}, {@code proxyUser} and {@code proxyPassword}.
     *
     * @throws SettingsException naming the setting and saying what to write
     */
    static Optional<HttpProxy> read(Settings settings) {
        Optional<String> url = settings.text("proxy");
        Optional<String> user = settings.text("proxyUser");
        Optional<String> password = settings.text("proxyPassword");
        if (user.isPresent() != password.isPresent()) {
            String missing = user.isPresent() ? "proxyPassword" : "proxyUser";
            throw new SettingsException(
                    settings.fullName(missing), "must be set too, since a proxy asks for user and password together");
        }
        if (user.isPresent() && url.isEmpty()) {
            throw new SettingsException(settings.fullName("proxy"), "must be set, since proxyUser is");
        }
        if (user.isPresent() && user.get().contains(":")) {
            throw new SettingsException(settings.fullName("proxyUser"), "must not have a colon");
        }
        String authorization =
                user.map(name -> basic(name, password.orElse(""))).orElse("");
        return url.map(text -> of(settings.fullName("proxy"), text, authorization));
    }

    private static String basic(String user, String password) {
        byte[] both = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private static HttpProxy of(String setting, String text, String authorization) {
        try {
            URI url = new URI(text);
            boolean bare = (url.getRawPath() == null
                            || url.getRawPath().isEmpty()
                            || url.getRawPath().equals("/"))
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getRawUserInfo() == null;
            if ("http".equalsIgnoreCase(url.getScheme()) && url.getHost() != null && url.getPort() != -1 && bare) {
                if (!HarmonyOsSettings.isPort(url.getPort())) {
                    throw new SettingsException(setting, "must have a port from 1 to 65535, found " + url.getPort());
                }
                return new HttpProxy(WireSettings.bare(url.getHost()), url.getPort(), authorization);
            }
        } catch (URISyntaxException e) {
            // Said below, without the text: it may have a password in it.
        }
        throw new SettingsException(
                setting,
                "must be http:// with a host and a port, like http://proxy.example.com:3128; user and password belong"
                        + " in proxyUser and proxyPassword");
    }

    /** Shows neither user nor password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
