package io.offlinepush.sandbox;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

/** The listening socket: loopback, a free port, TLS 1.2 or 1.3 of the JDK, HTTP/2 or HTTP/1.1 by ALPN. */
@SuppressWarnings("FutureReturnValueIgnored") // closing is awaited through the group
final class TlsServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int CLOSE_SECONDS = 5;

    private final AtomicInteger connections = new AtomicInteger();
    private final EventLoopGroup group;
    private final int port;

    TlsServer(SelfSigned identity, boolean http1Only, Gateway gateway) {
        SslContext tls = tls(identity, http1Only);
        group = newGroup();
        try {
            Channel listening = new ServerBootstrap()
                    .group(group)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                            channel.pipeline().addLast(new ProtocolChoice(gateway, connections.incrementAndGet()));
                        }
                    })
                    .bind(InetAddress.getLoopbackAddress(), 0)
                    .syncUninterruptibly()
                    .channel();
            port = ((InetSocketAddress) listening.localAddress()).getPort();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    /** Closes the socket and every connection; waits at most {@value #CLOSE_SECONDS} seconds for the threads. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        try {
            group.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Netty 4.2 calls this class deprecated and 4.1 has no other: hosts bring either. */
    @SuppressWarnings("deprecation")
    private static EventLoopGroup newGroup() {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "push-kit-sandbox-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new NioEventLoopGroup(THREADS, threads);
    }

    private static SslContext tls(SelfSigned identity, boolean http1Only) {
        List<String> protocols = http1Only
                ? List.of(ApplicationProtocolNames.HTTP_1_1)
                : List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);
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
