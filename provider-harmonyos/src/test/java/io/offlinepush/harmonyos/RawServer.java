package io.offlinepush.harmonyos;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;

/** A server that reads HTTP/1.1 requests and answers whatever bytes a test wants. */
final class RawServer implements AutoCloseable {

    /** What a test answers. */
    interface Script {

        /**
         * Answers a request.
         *
         * @return whether the connection stays open
         */
        boolean answer(OutputStream out) throws IOException, InterruptedException;
    }

    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    private final SSLServerSocket server;
    private final Script script;

    RawServer(TestIdentity identity, Script script) throws IOException {
        this.script = script;
        this.server = (SSLServerSocket)
                identity.tls().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Says once what is in the text, and keeps the connection. */
    static Script says(String text) {
        return out -> {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return true;
        };
    }

    /** Says what is in the text, and closes. */
    static Script saysAndCloses(String text) {
        return out -> {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return false;
        };
    }

    URI url() {
        return URI.create("https://localhost:" + server.getLocalPort());
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "test-raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean open = true;
            while (open && readRequest(in)) {
                requests.incrementAndGet();
                open = script.answer(socket.getOutputStream());
            }
        } catch (IOException e) {
            // The provider closed, or refused the certificate.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return false;
            }
            head.append((char) b);
        }
        String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length: ") + "content-length: ".length();
        int length = Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)));
        return in.readNBytes(length).length == length;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
