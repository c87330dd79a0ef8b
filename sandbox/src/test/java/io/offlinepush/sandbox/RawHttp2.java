package io.offlinepush.sandbox;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** HTTP/2 frame by frame, RFC 9113, so that a test sees what no client library would show. */
final class RawHttp2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    /** Not a frame: the connection has ended. */
    static final int END = -1;

    final SSLSocket socket;
    private final String bearer;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();
    private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
    private int lastStream = -1;

    record Frame(int type, int flags, int stream, ByteBuffer payload) {
        int intAt(int offset) {
            return payload.getInt(offset);
        }

        boolean ends() {
            return type == RST_STREAM || ((type == DATA || type == HEADERS) && (flags & 1) != 0);
        }

        @Override
        public String toString() {
            return "Frame[type=" + type + ", flags=" + flags + ", stream=" + stream + "]";
        }
    }

    RawHttp2(PushKitSandbox sandbox, String bearer) throws Exception {
        this.bearer = bearer;
        socket = (SSLSocket) TestSender.trusting(sandbox.caPem())
                .getSocketFactory()
                .createSocket("localhost", sandbox.url().getPort());
        socket.setSoTimeout((int) Await.BOUND.toMillis());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        write(SETTINGS, 0, 0, new byte[0]);
    }

    void write(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(ByteBuffer.allocate(9)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .array());
        frame.writeBytes(payload);
        out.write(frame.toByteArray());
        out.flush();
    }

    /** Writes a whole request and returns its stream. */
    int send(byte[] body) throws Exception {
        int stream = open();
        write(DATA, 1, stream, body);
        return stream;
    }

    /** Writes the headers of a request and returns its stream; its body is the caller's. */
    int open() throws Exception {
        lastStream += 2;
        Http2Headers headers = new DefaultHttp2Headers()
                .method("POST")
                .scheme("https")
                .authority("localhost")
                .path("/v3/" + TestSender.PROJECT + "/messages:send")
                .set("content-type", "application/json")
                .set("push-type", "0")
                .set("authorization", "Bearer " + bearer);
        ByteBuf block = Unpooled.buffer();
        encoder.encodeHeaders(lastStream, headers, block);
        write(HEADERS, 4, lastStream, ByteBufUtil.getBytes(block));
        return lastStream;
    }

    /** The next frame other than SETTINGS and WINDOW_UPDATE, or {@link #END}. SETTINGS are acknowledged. */
    Frame next() throws Exception {
        while (true) {
            Frame frame = any();
            if (frame.type != SETTINGS && frame.type != WINDOW_UPDATE) {
                return frame;
            }
        }
    }

    Frame any() throws Exception {
        try {
            int lengthAndType = in.readInt();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(lengthAndType >>> 8);
            Frame frame = new Frame(lengthAndType & 0xff, flags, stream, ByteBuffer.wrap(payload));
            if (frame.type == SETTINGS && flags == 0) {
                write(SETTINGS, 1, 0, new byte[0]);
            }
            return frame;
        } catch (EOFException e) {
            return new Frame(END, 0, 0, ByteBuffer.allocate(0));
        }
    }

    /** The value of SETTINGS_MAX_CONCURRENT_STREAMS in the next SETTINGS frame that has one. */
    int maxConcurrentStreams() throws Exception {
        while (true) {
            Frame frame = any();
            for (int i = 0; frame.type == SETTINGS && i < frame.payload.capacity(); i += 6) {
                if (frame.payload.getShort(i) == 3) {
                    return frame.intAt(i + 2);
                }
            }
            if (frame.type == END) {
                throw new IOException("ended");
            }
        }
    }

    /** The frames up to the one that ends the stream, that one included. */
    List<Frame> untilEndOf(int stream) throws Exception {
        List<Frame> frames = new ArrayList<>();
        Frame frame;
        do {
            frame = next();
            frames.add(frame);
        } while (frame.type != END && !(frame.stream == stream && frame.ends()));
        return frames;
    }

    /** The frames until the connection ends in order. */
    List<Frame> untilEnd() throws Exception {
        List<Frame> frames = new ArrayList<>();
        for (Frame frame = next(); frame.type != END; frame = next()) {
            frames.add(frame);
        }
        return frames;
    }

    Http2Headers headers(Frame frame) throws Exception {
        return decoder.decodeHeaders(frame.stream, Unpooled.wrappedBuffer(frame.payload));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
