package io.offlinepush.harmonyos;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks a proxy for a way to the server (HTTP CONNECT, RFC 9110, 9.3.6) and steps aside once there is one. What follows
 * is TLS between us and the server, so the proxy sees neither bearer nor text.
 */
final class Tunnel extends ByteToMessageDecoder {

    private static final int MOST_HEAD_BYTES = 8192;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private final HttpProxy proxy;
    private final String target;
    private final Runnable onOpen;
    private final Consumer<String> onRefusal;

    /**
     * A tunnel that is not there yet.
     *
     * @param target host and port of the server
     * @param onOpen installs what speaks to the server
     * @param onRefusal told why there is none, without anything secret
     */
    Tunnel(HttpProxy proxy, String target, Runnable onOpen, Consumer<String> onRefusal) {
        this.proxy = proxy;
        this.target = target;
        this.onOpen = onOpen;
        this.onRefusal = onRefusal;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        StringBuilder head = new StringBuilder()
                .append("CONNECT ")
                .append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(target)
                .append("\r\n");
        if (!proxy.authorization().isEmpty()) {
            head.append("Proxy-Authorization: ").append(proxy.authorization()).append("\r\n");
        }
        ChannelFuture unused = ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), head.append("\r\n")));
        super.channelActive(ctx);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int end = endOfHead(in);
        if (end < 0) {
            if (in.readableBytes() > MOST_HEAD_BYTES) {
                refuse(ctx, "the proxy's answer has no end");
            }
            return;
        }
        String head = in.readCharSequence(end - in.readerIndex(), StandardCharsets.ISO_8859_1)
                .toString();
        int status = status(head);
        if (status / 100 == 1) {
            return;
        }
        if (status / 100 != 2) {
            refuse(ctx, refusal(status));
            return;
        }
        onOpen.run();
        // Bytes of the server that came with the answer go on to what was installed.
        ctx.pipeline().remove(this);
    }

    private String refusal(int status) {
        return switch (status) {
            case 0 -> "what answers at " + proxy + " is no HTTP proxy";
            case 407 -> "the proxy wants another user or password: set proxyUser and proxyPassword";
            case 403, 405 -> "the proxy does not allow CONNECT to " + target + " (status " + status + ")";
            case 502, 503, 504 -> "the proxy cannot reach " + target + " (status " + status + ")";
            default -> "the proxy refused with status " + status;
        };
    }

    private void refuse(ChannelHandlerContext ctx, String why) {
        onRefusal.accept(why);
        ChannelFuture unused = ctx.close();
    }

    private static int endOfHead(ByteBuf in) {
        int last = Math.min(in.writerIndex(), in.readerIndex() + MOST_HEAD_BYTES) - END_OF_HEAD.length;
        for (int i = in.readerIndex(); i <= last; i++) {
            int matched = 0;
            while (matched < END_OF_HEAD.length && in.getByte(i + matched) == END_OF_HEAD[matched]) {
                matched++;
            }
            if (matched == END_OF_HEAD.length) {
                return i + matched;
            }
        }
        return -1;
    }

    /** The status of {@code HTTP/1.1 200 …}; 0 if it is not one. */
    private static int status(String head) {
        boolean http = head.length() >= 12 && head.startsWith("HTTP/1.") && head.charAt(8) == ' ';
        try {
            return http ? Integer.parseInt(head.substring(9, 12)) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
