package io.offlinepush.sandbox.wire;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;

/** First in a pipeline: nothing comes in, nothing goes out, and nobody is told. */
final class Silence extends ChannelDuplexHandler {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        ReferenceCountUtil.release(bytes);
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        // never again
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object bytes, ChannelPromise promise) {
        ReferenceCountUtil.release(bytes);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        // there is nothing to flush
    }
}
