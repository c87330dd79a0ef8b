package io.offlinepush.quickstart;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Takes the clients' connections: what a web server is to most hosts. */
final class Server implements AutoCloseable {

    private static final int GOODBYE_SECONDS = 5;

    private final Host host;
    private final ServerSocket listener;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "client-connection");
        thread.setDaemon(true);
        return thread;
    });

    private Server(Host host) throws IOException {
        this.host = host;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Listens on a free port. */
    static Server start(Host host) throws IOException {
        Server server = new Server(host);
        server.threads.execute(server::accept);
        return server;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** How many clients are connected, or have left and are not known to be Offline yet. */
    int connections() {
        return connections.size();
    }

    /** First Offline Push, whose last words go to the clients over this server; then the server itself. */
    @Override
    public void close() throws IOException {
        host.close();
        listener.close();
        threads.shutdown();
        try {
            threads.awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Connection left : connections) {
            left.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                serve(listener.accept());
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new IllegalStateException("no more clients can connect", e);
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        Connection connection = new Connection(host::login, socket);
        connections.add(connection);
        try {
            threads.execute(() -> {
                try {
                    connection.run();
                } finally {
                    connections.remove(connection);
                }
            });
        } catch (RejectedExecutionException e) {
            // The server is closing.
            connections.remove(connection);
            connection.close();
        }
    }
}
