package io.offlinepush.sandbox.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;

/**
 * Collects a body as it comes in, up to {@value #MAX_BYTES} bytes: eight times what 1,000 tokens and a message need.
 */
final class RequestBody {
    static final int MAX_BYTES = 1 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);

    /** Copies what is readable; false, and nothing copied, when that would be too much. */
    boolean append(ByteBuf content) {
        if (content.readableBytes() > MAX_BYTES - bytes.size()) {
            return false;
        }
        bytes.writeBytes(ByteBufUtil.getBytes(content));
        return true;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
