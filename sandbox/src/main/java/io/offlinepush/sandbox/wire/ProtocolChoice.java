package io.offlinepush.sandbox.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;

/** Sets up a connection once TLS has agreed on a protocol; HTTP/1.1 when the client did not ask for one. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for these channels to close
final class ProtocolChoice extends ApplicationProtocolNegotiationHandler {
    private static final int MAX_CONCURRENT_STREAMS = 100;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int MAX_LINE_BYTES = 4 << 10;
    private static final int CHUNK_BYTES = 8 << 10;

    private final Connection connection;

    ProtocolChoice(Connection connection) {
        super(ApplicationProtocolNames.HTTP_1_1);
        this.connection = connection;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
        connection.established();
        if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
            Http2Settings settings = Http2Settings.defaultSettings()
                    .maxConcurrentStreams(connection.maxConcurrentStreams(MAX_CONCURRENT_STREAMS))
                    .maxHeaderListSize(MAX_HEADER_BYTES)
                    .initialWindowSize(RequestBody.MAX_BYTES);
            ctx.pipeline()
                    .addLast(Http2FrameCodecBuilder.forServer()
                            .initialSettings(settings)
                            .build());
            ctx.pipeline().addLast(new Http2MultiplexHandler(new StreamInitializer()));
        } else {
            ctx.pipeline().addLast(new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, CHUNK_BYTES));
            ctx.pipeline().addLast(new Http1Handler(connection));
        }
        ctx.pipeline().addLast(new CloseOnFault());
    }

    /** Whoever does not speak TLS is hung up on, without the log line the superclass would write. */
    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private final class StreamInitializer extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel stream) {
            stream.pipeline().addLast(new Http2StreamHandler(connection));
        }
    }

    /** Last in the pipeline: a reset or garbage ends the connection, not with a log line. */
    private static final class CloseOnFault extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
