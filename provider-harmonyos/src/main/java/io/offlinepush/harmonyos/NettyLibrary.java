package io.offlinepush.harmonyos;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks the host's Netty before it is used: a host brings it, often in the version that another library needs. Loads
 * none of Netty's classes that may be missing. Without the check the first connection would fail with an error that
 * explains nothing.
 */
final class NettyLibrary {

    private static final String NEEDS = "the HarmonyOS provider needs Netty 4.1.112 or newer";
    private static final int[] LEAST = {4, 1, 112};
    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})(\\D.*)?");
    private static final String VERSIONS = "META-INF/io.netty.versions.properties";

    /** Each artifact that is needed, with one of its classes. */
    private static final Map<String, String> NEEDED = needed();

    /** Since 4.1.112; asked where the artifacts' versions cannot be read, as in a jar that others were merged into. */
    private static final String NEWEST_METHOD = "endpointIdentificationAlgorithm";

    private static final String WITH_NEWEST_METHOD = "io.netty.handler.ssl.SslContextBuilder";

    private final ClassLoader loader;
    private final Map<String, String> versions;

    private NettyLibrary(ClassLoader loader, Map<String, String> versions) {
        this.loader = loader;
        this.versions = versions;
    }

    /** The one that classes of this loader see. */
    static NettyLibrary of(ClassLoader loader) {
        return new NettyLibrary(loader, versions(loader));
    }

    private static Map<String, String> needed() {
        Map<String, String> needed = new LinkedHashMap<>();
        needed.put("netty-common", "io.netty.util.AsciiString");
        needed.put("netty-buffer", "io.netty.buffer.ByteBuf");
        needed.put("netty-resolver", "io.netty.resolver.AddressResolver");
        needed.put("netty-transport", "io.netty.channel.EventLoopGroup");
        needed.put("netty-handler", WITH_NEWEST_METHOD);
        needed.put("netty-codec-http", "io.netty.handler.codec.http.HttpClientCodec");
        needed.put("netty-codec-http2", "io.netty.handler.codec.http2.Http2ConnectionHandler");
        return Collections.unmodifiableMap(needed);
    }

    /** A sentence about what is missing or too old; empty if it will do. */
    Optional<String> problem() {
        List<String> missing = NEEDED.entrySet().stream()
                .filter(artifact -> !isThere(artifact.getValue()))
                .map(artifact -> "io.netty:" + artifact.getKey())
                .toList();
        if (!missing.isEmpty()) {
            return Optional.of(NEEDS + ", and the classes of " + String.join(", ", missing) + " are not there: add "
                    + (missing.size() == 1 ? "it" : "them") + ", in the version of all other Netty artifacts"
                    + found());
        }
        boolean old = versions.entrySet().stream()
                .anyMatch(artifact -> NEEDED.containsKey(artifact.getKey()) && isOld(artifact.getValue()));
        boolean unknown = !versions.containsKey("netty-handler");
        if (!old && !(unknown && !hasNewestMethod())) {
            return Optional.empty();
        }
        return Optional.of(
                NEEDS + found() + ": raise the version in the host's build, for all Netty artifacts alike (with"
                        + " Spring Boot by the property netty.version)");
    }

    /** A sentence for what the virtual machine did not find in the middle of something. */
    String doesNotFit(LinkageError e) {
        return NEEDS + ", in one version for all its artifacts, and what is there does not fit ("
                + e.getClass().getName() + ")" + found();
    }

    /** The versions that are there, each with its artifacts. */
    private String found() {
        Map<String, List<String>> artifacts = new LinkedHashMap<>();
        versions.forEach((artifact, version) -> {
            if (NEEDED.containsKey(artifact) || artifact.startsWith("netty-codec")) {
                artifacts.computeIfAbsent(version, unused -> new ArrayList<>()).add(artifact);
            }
        });
        if (artifacts.isEmpty()) {
            return ", found one whose version cannot be read";
        }
        return artifacts.size() == 1
                ? ", found " + artifacts.keySet().iterator().next()
                : artifacts.entrySet().stream()
                        .map(each -> each.getKey() + " (" + String.join(", ", each.getValue()) + ")")
                        .collect(Collectors.joining(", ", ", found ", ""));
    }

    private boolean isThere(String name) {
        try {
            return Class.forName(name, false, loader) != null;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private boolean hasNewestMethod() {
        try {
            return Class.forName(WITH_NEWEST_METHOD, false, loader).getMethod(NEWEST_METHOD, String.class) != null;
        } catch (ReflectiveOperationException | LinkageError e) {
            return false;
        }
    }

    private static boolean isOld(String version) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            return false;
        }
        for (int i = 0; i < LEAST.length; i++) {
            int number = Integer.parseInt(numbers.group(i + 1));
            if (number != LEAST[i]) {
                return number < LEAST[i];
            }
        }
        return false;
    }

    private static Map<String, String> versions(ClassLoader loader) {
        Map<String, String> versions = new LinkedHashMap<>();
        String end = ".version";
        try {
            for (URL url : Collections.list(loader.getResources(VERSIONS))) {
                Properties read = new Properties();
                URLConnection connection = url.openConnection();
                // A cached jar would stay open, and belongs to the host.
                connection.setUseCaches(false);
                try (InputStream in = connection.getInputStream()) {
                    read.load(in);
                }
                read.stringPropertyNames().stream()
                        .filter(name -> name.endsWith(end))
                        .sorted()
                        .forEach(name -> versions.putIfAbsent(
                                name.substring(0, name.length() - end.length()), read.getProperty(name)));
            }
        } catch (IOException | IllegalArgumentException e) {
            // Not known then: the classes themselves are asked.
            return Map.of();
        }
        return versions;
    }
}
