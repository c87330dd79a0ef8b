package io.offlinepush.benchmarks;

import com.eatthepath.pushy.apns.server.BenchmarkApnsServer;
import com.eatthepath.pushy.apns.server.BenchmarkApnsServerBuilder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

/**
 * Both servers in one process, so that only one of them works at a time: Pushy's own, and one that takes everything as
 * Push Kit would. Prints their ports and ends when its input does.
 */
final class Servers {

    /** Streams at once, for both. */
    private static final int STREAMS = 1000;

    private Servers() {}

    public static void main(String[] args) throws Exception {
        Identity identity = Identity.read(Path.of(args[0]));
        int pushyPort;
        try (ServerSocket free = new ServerSocket(0)) {
            pushyPort = free.getLocalPort();
        }
        BenchmarkApnsServer pushy = new BenchmarkApnsServerBuilder()
                .setServerCredentials(new X509Certificate[] {identity.certificate()}, identity.key(), null)
                .setTrustedClientCertificateChain(new java.io.ByteArrayInputStream(
                        identity.pem().getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .setEventLoopGroup(group())
                .setMaxConcurrentStreams(STREAMS)
                .setUseAlpn(true)
                .build();
        pushy.start(pushyPort).get();
        System.out.println(pushyPort + " " + pushKit(identity));
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        System.exit(0);
    }

    @SuppressWarnings("deprecation")
    private static EventLoopGroup group() {
        return new NioEventLoopGroup(1);
    }

    private static int pushKit(Identity identity) throws Exception {
        SslContext tls = SslContextBuilder.forServer(identity.key(), identity.certificate())
                .sslProvider(SslProvider.JDK)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        "h2"))
                .build();
        Channel server = new ServerBootstrap()
                .group(group())
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        TakesAll.install(channel.pipeline(), STREAMS);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }
}
