package io.offlinepush.sandbox.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;

/** Answers the first bytes of a client, whatever they are, with a fatal TLS alert; then waits for the client to go. */
@SuppressWarnings("FutureReturnValueIgnored") // whoever is gone already needs no alert
final class NoHandshake extends ChannelInboundHandlerAdapter {
    /** Record type alert, TLS 1.2, two bytes: fatal, handshake_failure. */
    private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 40};

    private boolean sent;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        ReferenceCountUtil.release(bytes);
        if (!sent) {
            sent = true;
            ctx.writeAndFlush(Unpooled.wrappedBuffer(ALERT))
                    .addListener(written -> ((DuplexChannel) ctx.channel()).shutdownOutput());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
