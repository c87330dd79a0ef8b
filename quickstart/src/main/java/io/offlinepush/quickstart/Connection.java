package io.offlinepush.quickstart;

import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.ClientEvent;
import io.offlinepush.api.ClientEvent.MessageReceived;
import io.offlinepush.api.ClientEvent.SessionEnded;
import io.offlinepush.api.OfflinePushException;
import io.offlinepush.api.Session;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of one client's connection, with a thread for each direction. A real server has a protocol of its
 * own.
 */
final class Connection implements ClientChannel, Runnable, AutoCloseable {

    /** Logs a client in. */
    @FunctionalInterface
    interface Logins {
        CompletionStage<Session> login(String user, String device, ClientChannel channel);
    }

    private final Logins logins;
    private final Socket socket;

    Connection(Logins logins, Socket socket) {
        this.logins = logins;
        this.socket = socket;
    }

    // readme:begin
    static final int QUEUE = 16;

    private final BlockingQueue<ClientEvent> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicBoolean refused = new AtomicBoolean();
    private volatile @Nullable Session session;
    private volatile boolean ended;

    /** The session has something for the client: takes it or refuses it, and never waits. */
    @Override
    public boolean deliver(ClientEvent event) {
        if (event instanceof SessionEnded) {
            queue.clear(); // what nobody acknowledged comes again after the next login
        } else if (session == null) {
            return false; // the login is not answered yet: run() calls ready() when it is
        }
        if (queue.offer(event)) {
            return true;
        }
        refused.set(true);
        return queue.offer(event); // the writer may have emptied the queue before it could see the refusal
    }

    /** Reads what the client says until it leaves, is silent for 30 seconds, or makes no sense. */
    @Override
    public void run() {
        try (socket) {
            socket.setSoTimeout(30_000);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            // Authenticate the client here: the names that it sends are only a claim.
            Session mine = logins.login(in.readUTF(), in.readUTF(), this)
                    .toCompletableFuture()
                    .join();
            Thread writer = new Thread(() -> write(out, mine), "client-writer");
            try {
                Frames.write(out, "loggedIn", mine.loginNumber());
                session = mine;
                writer.start();
                mine.ready();
                while (!ended) {
                    switch (in.readUTF()) {
                        case "acknowledge" -> mine.acknowledge(Frames.readTimeline(in), in.readLong());
                        case "heartbeat" -> mine.heartbeat();
                        case "logout" -> {
                            mine.logout().toCompletableFuture().join();
                            Frames.write(out, "loggedOut"); // no push for this user can leave any more
                        }
                        default -> throw new IOException("The client sent a frame that does not exist");
                    }
                }
            } finally {
                writer.interrupt();
                mine.disconnect().toCompletableFuture().join(); // from now on what comes is pushed at once
            }
        } catch (IOException | IllegalArgumentException | OfflinePushException | CompletionException e) {
            // The connection is closed, which tells the client to log in again.
        }
    }

    private void write(DataOutputStream out, Session mine) {
        try {
            while (!ended) {
                ClientEvent event = queue.take();
                if (event instanceof MessageReceived message) {
                    Frames.write(out, message);
                } else if (event instanceof SessionEnded end) {
                    Frames.write(out, "ended", end.reason());
                    ended = true;
                }
                if (refused.getAndSet(false)) {
                    mine.ready(); // there is room again
                }
            }
        } catch (IOException | InterruptedException e) {
            // The client is gone, as the reader sees too. What it did not acknowledge is pushed, or comes at its next
            // login.
        }
    }
    // readme:end

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
