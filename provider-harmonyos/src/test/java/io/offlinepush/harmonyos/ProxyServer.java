package io.offlinepush.harmonyos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A proxy for HTTP CONNECT that answers what a test wants, and passes on what follows if that was a 200. */
final class ProxyServer implements AutoCloseable {

    final List<String> heads = new CopyOnWriteArrayList<>();
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final int target;
    private final UnaryOperator<String> answer;

    /**
     * A proxy that leads everybody to the same port, whatever they ask for.
     *
     * @param answer the request's head to the answer's
     */
    ProxyServer(int target, UnaryOperator<String> answer) throws IOException {
        this.target = target;
        this.answer = answer;
        start(this::accept);
    }

    String url() {
        return "http://localhost:" + server.getLocalPort();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "test-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                sockets.add(client);
                start(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
            return;
        }
    }

    private void serve(Socket client) {
        try {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = client.getInputStream().read();
                if (b < 0) {
                    return;
                }
                head.append((char) b);
            }
            heads.add(head.toString());
            String said = answer.apply(head.toString());
            client.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
            if (said.contains(" 200 ")) {
                Socket gateway = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(gateway);
                start(() -> pump(gateway, client));
                pump(client, gateway);
            } else {
                client.close();
            }
        } catch (IOException e) {
            // One side has closed.
            return;
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
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
