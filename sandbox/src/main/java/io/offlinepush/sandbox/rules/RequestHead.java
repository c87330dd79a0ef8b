package io.offlinepush.sandbox.rules;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.List;

/** What comes before a body, the same for both protocols. A header that was sent twice is there twice. */
public record RequestHead(
        String protocol,
        int connection,
        String method,
        String path,
        List<String> contentTypes,
        List<String> authorizations,
        List<String> pushTypes) {

    public static RequestHead of(HttpRequest request, int connection) {
        return new RequestHead(
                "HTTP/1.1",
                connection,
                request.method().name(),
                request.uri(),
                request.headers().getAll("content-type"),
                request.headers().getAll("authorization"),
                request.headers().getAll("push-type"));
    }

    public static RequestHead of(Http2Headers headers, int connection) {
        return new RequestHead(
                "HTTP/2",
                connection,
                headers.method() == null ? "" : headers.method().toString(),
                headers.path() == null ? "" : headers.path().toString(),
                all(headers, "content-type"),
                all(headers, "authorization"),
                all(headers, "push-type"));
    }

    private static List<String> all(Http2Headers headers, String name) {
        return headers.getAll(name).stream().map(CharSequence::toString).toList();
    }

    public boolean isHttp2() {
        return protocol.equals("HTTP/2");
    }

    public String pushType() {
        return pushTypes.isEmpty() ? "" : pushTypes.get(0);
    }

    @Override
    public String toString() {
        return "RequestHead[" + protocol + ", connection " + connection + "]";
    }
}
