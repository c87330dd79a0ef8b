package io.offlinepush.sandbox.program;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * The control endpoints on the wire: HTTP on loopback, and for programs of this machine only. A web page that a browser
 * shows on this machine is none: its requests bear an {@code Origin}, or after DNS rebinding a foreign {@code Host}, or
 * cannot say {@code application/json}, and are refused.
 */
final class ControlServer implements AutoCloseable {
    private static final int MAX_BODY_BYTES = 64 << 10;
    private static final int THREADS = 2;
    private static final Pattern LOOPBACK_HOST =
            Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");

    private final HttpServer server;
    private final ExecutorService executor;
    private final ControlApi api;

    private ControlServer(HttpServer server, ControlApi api) {
        this.server = server;
        this.api = api;
        AtomicInteger number = new AtomicInteger();
        executor = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "push-kit-sandbox-control-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Listens on loopback; port 0 for any that is free. */
    static ControlServer start(int port, ControlApi api) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ControlServer control = new ControlServer(server, api);
        server.createContext("/", control::handle);
        server.setExecutor(control.executor);
        server.start();
        return control;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            ControlApi.Result result = answer(exchange);
            byte[] json = result.json().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(result.status(), json.length);
            exchange.getResponseBody().write(json);
        }
    }

    private ControlApi.Result answer(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        String host = headers.getFirst("Host");
        if (host == null || !LOOPBACK_HOST.matcher(host).matches()) {
            return ControlApi.Result.error(403, "the Host must be localhost, 127.0.0.1 or [::1]");
        }
        if (headers.containsKey("Origin")) {
            return ControlApi.Result.error(403, "web pages have no business here");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            return ControlApi.Result.error(413, "the body must be at most " + MAX_BODY_BYTES + " bytes");
        }
        String type = headers.getFirst("Content-Type");
        if (body.length > 0 && (type == null || !isJson(type))) {
            return ControlApi.Result.error(415, "the Content-Type must be application/json");
        }
        return api.answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body);
    }

    private static boolean isJson(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).matches("application/json( *;.*)?");
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
