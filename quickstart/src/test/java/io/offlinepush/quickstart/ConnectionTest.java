package io.offlinepush.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.ClientChannel;
import io.offlinepush.api.ClientEvent;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.MessageType;
import io.offlinepush.api.RegisterResult;
import io.offlinepush.api.Session;
import io.offlinepush.api.SessionEnd;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the README shows of a connection: it refuses when it must, says when it is ready, and passes on what a client
 * says.
 */
@Timeout(60)
class ConnectionTest {

    private static final Timeline INBOX = Timeline.inbox(new UserId("bob"));

    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final CompletableFuture<Session> login = new CompletableFuture<>();
    private final CompletableFuture<ClientChannel> channel = new CompletableFuture<>();
    /** While it is closed the client's side takes nothing, as when its window is full. */
    private final CountDownLatch wire = new CountDownLatch(1);

    private ServerSocket listener;
    private Socket client;
    private DataInputStream in;
    private DataOutputStream out;
    private Thread thread = new Thread(() -> {});

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        in = new DataInputStream(client.getInputStream());
        out = new DataOutputStream(client.getOutputStream());
    }

    @AfterEach
    void close() throws Exception {
        wire.countDown();
        client.close();
        listener.close();
        thread.join();
    }

    @Test
    void beforeTheLoginIsAnswered_refusesThenIsReady() throws Exception {
        start(listener.accept());

        assertThat(channel.get().deliver(message(1))).isFalse();
        login.complete(new FakeSession());

        assertThat(in.readUTF()).isEqualTo("loggedIn");
        assertThat(in.readLong()).isEqualTo(7);
        assertThat(calls.take()).isEqualTo("ready");
        assertThat(channel.get().deliver(message(1))).isTrue();
        assertThat(in.readUTF()).isEqualTo("message");
        assertThat(Frames.readMessage(in).sequence()).isEqualTo(1);
    }

    @Test
    void whenTheQueueIsFull_refusesAndIsReadyOnceThereIsRoom() throws Exception {
        start(new SlowSocket(listener.accept()));
        login.complete(new FakeSession());
        assertThat(calls.take()).isEqualTo("ready");

        int taken = 0;
        while (channel.get().deliver(message(taken + 1))) {
            taken++;
        }

        assertThat(taken)
                .as("the queue, and what the writer has in hand")
                .isBetween(Connection.QUEUE, Connection.QUEUE + 1);
        assertThat(calls).isEmpty();
        wire.countDown();
        assertThat(calls.take()).isEqualTo("ready");
        assertThat(in.readUTF()).isEqualTo("loggedIn");
        assertThat(in.readLong()).isEqualTo(7);
        for (int i = 1; i <= taken; i++) {
            assertThat(in.readUTF()).isEqualTo("message");
            assertThat(Frames.readMessage(in).sequence()).isEqualTo(i);
        }
    }

    @Test
    void whatTheClientSaysReachesTheSession() throws Exception {
        loggedIn();

        Frames.writeAcknowledgement(out, new Frames.Received(INBOX, 41, new MessageId("m"), "alice", "text", false));
        Frames.write(out, "heartbeat");
        Frames.write(out, "logout");

        assertThat(in.readUTF()).isEqualTo("loggedOut");
        client.close();
        thread.join();
        assertThat(calls).containsExactly("acknowledge INBOX bob 41", "heartbeat", "logout", "disconnect");
    }

    @Test
    void aConnectionThatIsLostDisconnects() throws Exception {
        loggedIn();

        client.close();

        assertThat(calls.take()).isEqualTo("disconnect");
    }

    @Test
    void aFrameThatMakesNoSenseDisconnects() throws Exception {
        loggedIn();

        Frames.write(out, "acknowledge");
        out.writeUTF("NOT A KIND");
        out.writeUTF("bob");
        out.writeLong(1);

        assertThat(calls.take()).isEqualTo("disconnect");
        assertThat(in.read()).as("the connection is closed").isEqualTo(-1);
    }

    @Test
    void theEndIsToldBeforeAnythingThatWaits() throws Exception {
        start(new SlowSocket(listener.accept()));
        login.complete(new FakeSession());
        assertThat(calls.take()).isEqualTo("ready");
        long sequence = 1;
        while (channel.get().deliver(message(sequence))) {
            sequence++;
        }

        assertThat(channel.get().deliver(new ClientEvent.SessionEnded(SessionEnd.TAKEN_OVER)))
                .isTrue();
        wire.countDown();

        assertThat(in.readUTF()).isEqualTo("loggedIn");
        assertThat(in.readLong()).isEqualTo(7);
        String frame = in.readUTF();
        if (frame.equals("message")) {
            // The writer had it in hand.
            Frames.readMessage(in);
            frame = in.readUTF();
        }
        assertThat(frame).isEqualTo("ended");
        assertThat(in.readUTF()).isEqualTo("TAKEN_OVER");
    }

    private void loggedIn() throws Exception {
        start(listener.accept());
        login.complete(new FakeSession());
        assertThat(in.readUTF()).isEqualTo("loggedIn");
        assertThat(in.readLong()).isEqualTo(7);
        assertThat(calls.take()).isEqualTo("ready");
    }

    private void start(Socket socket) throws IOException {
        Connection connection = new Connection(
                (user, device, given) -> {
                    channel.complete(given);
                    return login;
                },
                socket);
        thread = new Thread(connection, "connection");
        thread.start();
        Frames.writeLogin(out, "bob", "bob-mate60");
    }

    private static ClientEvent message(long sequence) {
        UserId alice = new UserId("alice");
        return new ClientEvent.MessageReceived(
                INBOX,
                sequence,
                new MessageId("m" + sequence),
                Conversation.peer(alice),
                alice,
                MessageType.TEXT,
                "text",
                "",
                Instant.EPOCH,
                false);
    }

    /** After the answer to the login its output waits for the wire. */
    private final class SlowSocket extends Socket {

        private final Socket socket;

        SlowSocket(Socket socket) {
            this.socket = socket;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return socket.getInputStream();
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            OutputStream stream = socket.getOutputStream();
            return new OutputStream() {
                private boolean answered;

                @Override
                public void write(int b) {
                    throw new AssertionError("frames are written whole");
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    if (answered) {
                        await();
                    }
                    answered = true;
                    stream.write(bytes, offset, length);
                }
            };
        }

        private void await() throws IOException {
            try {
                wire.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public synchronized void setSoTimeout(int millis) throws SocketException {
            socket.setSoTimeout(millis);
        }

        @Override
        public synchronized void close() throws IOException {
            socket.close();
        }
    }

    private final class FakeSession implements Session {

        @Override
        public UserId user() {
            return new UserId("bob");
        }

        @Override
        public DeviceId device() {
            return new DeviceId("bob-mate60");
        }

        @Override
        public long loginNumber() {
            return 7;
        }

        @Override
        public void acknowledge(Timeline timeline, long sequence) {
            calls.add("acknowledge " + timeline.kind() + " " + timeline.id() + " " + sequence);
        }

        @Override
        public void heartbeat() {
            calls.add("heartbeat");
        }

        @Override
        public void ready() {
            calls.add("ready");
        }

        @Override
        public CompletionStage<RegisterResult> registerPush(VendorApp app, DeviceToken token) {
            throw new AssertionError("no frame asks for it");
        }

        @Override
        public CompletionStage<Void> unregisterPush() {
            throw new AssertionError("no frame asks for it");
        }

        @Override
        public CompletionStage<Void> disconnect() {
            calls.add("disconnect");
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> logout() {
            calls.add("logout");
            return CompletableFuture.completedFuture(null);
        }
    }
}
