package io.offlinepush.quickstart;

import io.offlinepush.api.SessionEnd;
import io.offlinepush.quickstart.Frames.Received;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** The app on a phone while it is connected: it keeps what it is given, acknowledges it, and says that it is there. */
final class Client implements AutoCloseable {

    private static final int HEARTBEAT_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final long loginNumber;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> loggedOut = new CompletableFuture<>();
    private final CompletableFuture<SessionEnd> ended = new CompletableFuture<>();
    private final Timer timer = new Timer("client-heartbeat", true);

    private Client(Socket socket, String user, String device) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        Frames.writeLogin(out, user, device);
        if (!in.readUTF().equals("loggedIn")) {
            throw new IOException("The server answered the login with something else");
        }
        loginNumber = in.readLong();
    }

    /** Connects and logs in. */
    static Client login(InetSocketAddress server, String user, String device) throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        try {
            Client client = new Client(socket, user, device);
            Thread reader = new Thread(client::read, "client-reader");
            reader.setDaemon(true);
            reader.start();
            client.timer.schedule(client.heartbeat(), HEARTBEAT_MILLIS, HEARTBEAT_MILLIS);
            return client;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    long loginNumber() {
        return loginNumber;
    }

    List<Received> received() {
        return received;
    }

    /** Completes when the server has cleared the binding. */
    CompletionStage<Void> logout() throws IOException {
        Frames.write(out, "logout");
        return loggedOut;
    }

    /** Why the session ended; fails if the connection was lost without a word. */
    CompletableFuture<SessionEnd> ended() {
        return ended;
    }

    /** The connection is gone, as when the app is killed. */
    @Override
    public void close() throws IOException {
        timer.cancel();
        socket.close();
    }

    private void read() {
        try (this) {
            while (true) {
                switch (in.readUTF()) {
                    case "message" -> {
                        Received message = Frames.readMessage(in);
                        received.add(message);
                        Frames.writeAcknowledgement(out, message);
                    }
                    case "ended" -> ended.complete(SessionEnd.valueOf(in.readUTF()));
                    case "loggedOut" -> loggedOut.complete(null);
                    default -> throw new IOException("The server sent a frame that does not exist");
                }
                if (ended.isDone() && (ended.join() != SessionEnd.LOGGED_OUT || loggedOut.isDone())) {
                    return;
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            ended.completeExceptionally(e);
            loggedOut.completeExceptionally(e);
        }
    }

    private TimerTask heartbeat() {
        return new TimerTask() {
            @Override
            public void run() {
                try {
                    Frames.write(out, "heartbeat");
                } catch (IOException e) {
                    // Nothing to keep alive any more; the reader sees it too.
                    cancel();
                }
            }
        };
    }
}
