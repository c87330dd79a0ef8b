package io.offlinepush.harmonyos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * Stands between provider and sandbox, passes TLS through unread, and can lose or hold back what the sandbox answers.
 */
final class Relay implements AutoCloseable {

    /** What happens to bytes from the sandbox, once it has seen a request more than when this was set. */
    enum Mode {
        PASS,
        CUT,
        HOLD
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final int target;
    private final IntSupplier seen;
    private volatile Mode mode = Mode.PASS;
    private volatile int before;

    Relay(int target, IntSupplier seen) throws IOException {
        this.target = target;
        this.seen = seen;
        start(this::accept);
    }

    URI url() {
        return URI.create("https://localhost:" + server.getLocalPort());
    }

    void mode(Mode next) {
        before = seen.getAsInt();
        mode = next;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "test-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket gateway = new Socket("localhost", target);
                sockets.add(client);
                sockets.add(gateway);
                start(() -> pump(client, gateway, false));
                start(() -> pump(gateway, client, true));
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[16_384];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                Mode now = answers && seen.getAsInt() > before ? mode : Mode.PASS;
                if (now == Mode.CUT) {
                    return;
                }
                if (now == Mode.PASS) {
                    out.write(buffer, 0, n);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // One side has closed; the other is closed with it.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
