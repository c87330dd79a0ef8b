package io.offlinepush.harmonyos;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/** TLS 1.2 or newer with the server's name verified; HTTP/2 if the server agrees, HTTP/1.1 otherwise. */
final class Tls {

    private Tls() {}

    /**
     * A context for clients. One of OpenSSL is freed by releasing it.
     *
     * @param library whose TLS
     * @param trusted the only certificates that are trusted; empty for those that the JDK trusts
     */
    static SslContext context(TlsLibrary library, List<X509Certificate> trusted) {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(library.netty())
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm("HTTPS")
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1));
        if (!trusted.isEmpty()) {
            builder.trustManager(trusted);
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS 1.2 from " + library, e);
        }
    }
}
