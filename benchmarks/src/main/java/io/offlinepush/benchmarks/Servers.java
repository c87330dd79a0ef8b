package io.offlinepush.benchmarks;

import com.eatthepath.pushy.apns.server.BenchmarkApnsServer;
import com.eatthepath.pushy.apns.server.BenchmarkApnsServerBuilder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
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
import java.util.function.Consumer;

/**
 * All servers in one process, of which one works at a time: Pushy's own, one that takes everything as Push Kit would,
 * and two that do so slowly and go away again and again. Prints their ports and ends when its input does.
 */
final class Servers {

    static final int SLOW_STREAMS = 100;
    static final int SLOW_MILLIS = 20;
    static final int STREAMS_UNTIL_GO_AWAY = 1000;

    /** Streams at once, for the others. */
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
        System.out.println(pushyPort
                + " " + pushKit(identity, pipeline -> TakesAll.install(pipeline, STREAMS, 0, Integer.MAX_VALUE))
                + " "
                + pushKit(
                        identity, pipeline -> TakesAll.install(pipeline, SLOW_STREAMS, SLOW_MILLIS, Integer.MAX_VALUE))
                + " "
                + pushKit(identity, pipeline -> TakesAll.install(pipeline, STREAMS, 0, STREAMS_UNTIL_GO_AWAY)));
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        System.exit(0);
    }

    @SuppressWarnings("deprecation")
    private static EventLoopGroup group() {
        return new NioEventLoopGroup(1);
    }

    private static int pushKit(Identity identity, Consumer<ChannelPipeline> install) throws Exception {
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
                        install.accept(channel.pipeline());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }
}
