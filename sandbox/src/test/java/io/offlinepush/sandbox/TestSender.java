package io.offlinepush.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A chat server that shares nothing with the sandbox but the wire. */
final class TestSender {
    static final String PROJECT = "300000000000000001";
    static final JsonMapper JSON = new JsonMapper();

    private final PushKitSandbox sandbox;
    private final HttpClient client;
    final Map<String, String> headers = new TreeMap<>();
    String path = "/v3/" + PROJECT + "/messages:send";

    /** An answer of the gateway; empty strings when it had no body. */
    record Result(int status, Version version, String code, String msg, String requestId) {}

    TestSender(PushKitSandbox sandbox, Version version, String bearer) throws Exception {
        this.sandbox = sandbox;
        this.client = HttpClient.newBuilder()
                .version(version)
                .sslContext(trusting(sandbox.caPem()))
                .connectTimeout(Await.BOUND)
                .build();
        headers.put("Content-Type", "application/json");
        headers.put("push-type", "0");
        headers.put("Authorization", "Bearer " + bearer);
    }

    static SSLContext trusting(String caPem) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        byte[] pem = caPem.getBytes(StandardCharsets.US_ASCII);
        trusted.setCertificateEntry(
                "sandbox", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, factory.getTrustManagers(), null);
        return tls;
    }

    /** The smallest message the reference allows. */
    static ObjectNode alert(String... tokens) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode notification = body.putObject("payload").putObject("notification");
        notification.put("category", "IM").put("title", "Alice").put("body", "Hi");
        notification.putObject("clickAction").put("actionType", 0);
        List.of(tokens).forEach(body.putObject("target").putArray("token")::add);
        return body;
    }

    /**
     * {@link #alert} with one member set to JSON text, as {@code payload.notification.badge.addNum}, or removed by "".
     */
    static ObjectNode alertWith(String token, String path, String json) throws Exception {
        ObjectNode body = alert(token);
        set(body, path, json);
        return body;
    }

    static void set(ObjectNode body, String path, String json) throws Exception {
        String[] names = path.split("\\.", -1);
        ObjectNode parent = body;
        for (int i = 0; i < names.length - 1; i++) {
            parent = parent.withObject("/" + names[i]);
        }
        if (json.isEmpty()) {
            parent.remove(names[names.length - 1]);
        } else {
            parent.set(names[names.length - 1], JSON.readTree(json));
        }
    }

    Result send(JsonNode body) throws Exception {
        return send(JSON.writeValueAsBytes(body));
    }

    Result send(byte[] body) throws Exception {
        return send("POST", body);
    }

    /** The answer as it came, whatever it is. */
    HttpResponse<byte[]> raw(JsonNode body) throws Exception {
        return client.send(request("POST", JSON.writeValueAsBytes(body)), BodyHandlers.ofByteArray());
    }

    private HttpRequest request(String method, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                .timeout(Await.BOUND)
                .method(method, BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return request.build();
    }

    Result send(String method, byte[] body) throws Exception {
        HttpResponse<String> response = client.send(request(method, body), BodyHandlers.ofString());
        if (response.body().isEmpty()) {
            return new Result(response.statusCode(), response.version(), "", "", "");
        }
        JsonNode json = JSON.readTree(response.body());
        return new Result(
                response.statusCode(),
                response.version(),
                json.get("code").textValue(),
                json.get("msg").textValue(),
                json.get("requestId").textValue());
    }
}
