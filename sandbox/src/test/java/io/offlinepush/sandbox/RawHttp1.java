package io.offlinepush.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** HTTP/1.1 spelled out on a socket. */
final class RawHttp1 implements AutoCloseable {
    final SSLSocket socket;
    private final String bearer;

    RawHttp1(PushKitSandbox sandbox, String bearer) throws Exception {
        this.bearer = bearer;
        socket = (SSLSocket) TestSender.trusting(sandbox.caPem())
                .getSocketFactory()
                .createSocket("localhost", sandbox.url().getPort());
        socket.setSoTimeout((int) Await.BOUND.toMillis());
    }

    void send(byte[] body) throws IOException {
        String head = "POST /v3/" + TestSender.PROJECT + "/messages:send HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\npush-type: 0\r\nAuthorization: Bearer " + bearer
                + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
    }

    /** One answer with a content-length: status line, headers and body. */
    String answer() throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended after: " + head);
            }
            head.append((char) next);
        }
        String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length: ") + "content-length: ".length();
        int length = Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)));
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** All that comes until the connection ends in order. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
