package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Settings;
import io.offlinepush.spi.ProviderContext;
import io.offlinepush.spi.PushProvider;
import io.offlinepush.spi.Settings;
import io.offlinepush.spi.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A provider among servers that are not as they should be, with its alarms. */
final class NetworkScene implements AutoCloseable {

    /** What a server that speaks no TLS of its own does with a connection. */
    interface Script {
        void serve(Socket socket) throws IOException;
    }

    final TestEnvironment environment = new TestEnvironment();
    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>(List.of(environment));
    private final BlockingQueue<String> alarms = new LinkedBlockingQueue<>();
    private final String account;

    NetworkScene(String account) {
        this.account = account;
    }

    <T extends AutoCloseable> T opened(T what) {
        opened.add(what);
        return what;
    }

    PushProvider provider(URI url, Names names, String... more) {
        Map<String, String> settings =
                new TreeMap<>(Map.of("apps." + TestRequest.APP + ".serviceAccount", account, "url", url.toString()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        Settings given = Opened.settings(settings);
        return opened(PushKit.open(
                HarmonyOsSettings.read(given, new HarmonyOsSettings.Given(Map.of(), null, null)),
                new ProviderContext(given, environment, (subject, text) -> alarms.add(subject + ": " + text)),
                names));
    }

    /** A gateway that takes all, and ends each connection after one request. */
    FrameServer gateway(TestIdentity identity) throws Exception {
        return opened(new FrameServer(identity, new Http2Settings(), (stream, n) -> {
            stream.answerNow(200, FrameServer.SUCCESS);
            stream.goAway(stream.id());
        }));
    }

    /** A server without TLS at this address and port, 0 for any. */
    int server(InetAddress address, int port, Script script) throws IOException {
        return server(new ServerSocket(port, 50, address), script);
    }

    /** A server with TLS at this address and port, 0 for any. */
    int server(InetAddress address, int port, TestIdentity identity, Script script) throws IOException {
        return server(identity.tls().getServerSocketFactory().createServerSocket(port, 50, address), script);
    }

    private int server(ServerSocket socket, Script script) {
        ServerSocket server = opened(socket);
        start(() -> {
            while (true) {
                Socket accepted = server.accept();
                opened.add(accepted);
                start(() -> script.serve(accepted));
            }
        });
        return server.getLocalPort();
    }

    /**
     * A port that answers no SYN: its queue of connections that nobody accepts is full. On loopback a connect is in
     * that queue when it returns.
     */
    void blackHole(InetAddress address, int port) throws IOException {
        ServerSocket server = opened(new ServerSocket(port, 1, address));
        for (int i = 0; i < 16; i++) {
            SocketChannel filler = opened(SocketChannel.open());
            filler.configureBlocking(false);
            boolean unused = filler.connect(new InetSocketAddress(address, server.getLocalPort()));
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void start(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // One side has closed.
                        return;
                    }
                },
                "test-server");
        thread.setDaemon(true);
        thread.start();
    }

    static InetAddress loopback(int last) throws IOException {
        return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, (byte) last});
    }

    static CompletableFuture<List<Verdict>> push(PushProvider provider) {
        return provider.push(TestRequest.to("TOKEN")).toCompletableFuture();
    }

    static void assertAccepted(CompletableFuture<List<Verdict>> push) throws Exception {
        assertThat(push.get(30, TimeUnit.SECONDS)).singleElement().isInstanceOf(Verdict.Accepted.class);
    }

    /** The alarm that the push caused, which was not sent. */
    String alarm(CompletableFuture<List<Verdict>> push) throws Exception {
        String cause = Opened.assertNotSent(push.get(30, TimeUnit.SECONDS).get(0));
        String alarm = alarms.poll(30, TimeUnit.SECONDS);
        assertThat(alarm).isNotNull().doesNotContainIgnoringCase("netty").doesNotContain("Exception", "\n");
        if (cause.startsWith("no connection to ")) {
            // The push was over first.
            assertThat(cause).contains(" came about in time: ");
        } else {
            assertThat(alarm).endsWith(": " + cause);
        }
        return alarm;
    }

    void assertNoAlarm() {
        assertThat(alarms).isEmpty();
    }

    @Override
    public void close() {
        for (int i = opened.size() - 1; i >= 0; i--) {
            close(opened.get(i));
        }
        assertThat(environment.manual.scheduled()).as("tasks left behind").isZero();
    }

    // Declared without an exception: a resource of a try that may throw InterruptedException draws a warning.
    private static void close(AutoCloseable what) {
        try {
            what.close();
        } catch (Exception e) {
            throw new AssertionError("could not be closed", e);
        }
    }
}
