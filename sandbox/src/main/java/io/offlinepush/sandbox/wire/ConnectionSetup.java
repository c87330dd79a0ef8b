package io.offlinepush.sandbox.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.offlinepush.sandbox.faults.BrokenConnection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

/** Sets up a connection when it was accepted: TLS 1.2 or 1.3 of the JDK, unless its fault is to have none. */
public final class ConnectionSetup extends ChannelInitializer<Channel> {
    /** Longer than Netty's 10 seconds, which a cold JVM on a loaded machine has been seen to exceed. */
    private static final long HANDSHAKE_TIMEOUT_MILLIS = 120_000;

    private final AtomicInteger connections = new AtomicInteger();
    private final RequestHandler requests;
    private final SslContext http1;
    private final SslContext usual;

    public ConnectionSetup(SelfSigned identity, boolean http1Only, RequestHandler requests) {
        this.requests = requests;
        http1 = tls(identity, List.of(ApplicationProtocolNames.HTTP_1_1));
        usual = http1Only
                ? http1
                : tls(identity, List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1));
    }

    @Override
    protected void initChannel(Channel channel) {
        Connection connection = new Connection(
                connections.incrementAndGet(),
                channel,
                requests,
                requests.faultOfNextConnection().orElse(null));
        if (connection.is(BrokenConnection.Kind.REFUSED)) {
            channel.pipeline().addLast(new Deaf());
            connection.reset();
        } else if (connection.is(BrokenConnection.Kind.NO_TLS)) {
            channel.pipeline().addLast(new NoHandshake());
        } else {
            SslContext tls = connection.is(BrokenConnection.Kind.NO_HTTP2) ? http1 : usual;
            SslHandler handler = tls.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(HANDSHAKE_TIMEOUT_MILLIS);
            channel.pipeline().addLast(handler);
            channel.pipeline().addLast(new ProtocolChoice(connection));
        }
    }

    private static SslContext tls(SelfSigned identity, List<String> protocols) {
        try {
            return SslContextBuilder.forServer(identity.key(), identity.certificate())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            protocols))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("every JDK has TLS 1.2", e);
        }
    }
}
