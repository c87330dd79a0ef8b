package io.offlinepush.harmonyos;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no connection, in words for an operator: what happened, and what to look at. The JDK, OpenSSL, Netty 4.1
 * and Netty 4.2 say it each in its own way. Names no class of Netty, and repeats nothing that the other end wrote.
 */
final class ConnectFailure {

    private static final int MOST_CAUSES = 16;

    /** A TLS alert as the JDK or OpenSSL names it. */
    private static final Pattern ALERT =
            Pattern.compile("fatal alert: ([a-z_]{1,40})|(?:SSLV3|TLSV1|TLSV13)_ALERT_([A-Z0-9_]{1,40})");

    /** How the two say that nothing is in common, where they find it out themselves. */
    private static final Pattern NOTHING_IN_COMMON = Pattern.compile("No appropriate protocol|selected protocol "
            + "version|UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION|NO_CIPHERS_AVAILABLE"
            + "|No available authentication scheme|no cipher suites in common|NO_SHARED_CIPHER|WRONG_CURVE");

    private static final Set<String> NOTHING_IN_COMMON_ALERTS =
            Set.of("handshake_failure", "protocol_version", "insufficient_security");

    private final WireSettings wire;
    private final InetSocketAddress address;

    ConnectFailure(WireSettings wire, InetSocketAddress address) {
        this.wire = wire;
        this.address = address;
    }

    /** Why there is no TCP connection. */
    String ofTcp(Throwable cause) {
        String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof ConnectTimeoutException || said.contains("timed out")) {
            return noAnswer();
        } else if (cause instanceof NoRouteToHostException || said.contains("unreachable")) {
            return "there is no route to " + where();
        } else if (cause instanceof ConnectException) {
            return where() + " refused the connection: nothing listens there";
        }
        return cannotBeReached();
    }

    String noAnswer() {
        return where() + " does not answer";
    }

    String cannotBeReached() {
        return where() + " cannot be reached";
    }

    String closedInHandshake() {
        return "the other end closed the connection during the TLS handshake";
    }

    /** Why TLS does not stand. */
    String ofTls(Throwable failure) {
        List<Throwable> causes = causes(failure);
        for (Throwable cause : causes) {
            if (cause instanceof NotSslRecordException) {
                return notTls();
            } else if (cause instanceof SslHandshakeTimeoutException) {
                return "the other end does not answer the TLS handshake";
            }
        }
        String certificate = certificate(causes);
        if (certificate != null) {
            return certificate;
        }
        for (Throwable cause : causes) {
            String said = ofMessage(String.valueOf(cause.getMessage()));
            if (said != null) {
                return said;
            }
        }
        boolean closed = causes.stream()
                .anyMatch(cause -> cause instanceof ClosedChannelException
                        || (cause instanceof IOException && !(cause instanceof SSLException))
                        || String.valueOf(cause.getMessage()).contains("closed while"));
        return closed ? closedInHandshake() : "TLS failed: " + type(causes);
    }

    /** What the JDK and OpenSSL tell in messages only; null if this one tells nothing. */
    private @Nullable String ofMessage(String message) {
        if (message.contains("Unrecognized SSL message") || message.contains("unrecognized SSL message")) {
            return notTls();
        }
        Matcher alert = ALERT.matcher(message);
        boolean alerted = alert.find();
        String name = !alerted
                ? ""
                : alert.group(1) != null ? alert.group(1) : alert.group(2).toLowerCase(Locale.ROOT);
        if (NOTHING_IN_COMMON_ALERTS.contains(name)
                || NOTHING_IN_COMMON.matcher(message).find()) {
            return "no protocol version or cipher of TLS in common with the other end, which must offer TLS 1.2 "
                    + "or 1.3; a Java runtime made with jlink needs the module jdk.crypto.ec";
        }
        return alerted ? "the other end refused the TLS handshake: " + name : null;
    }

    /** What is wrong with the certificate; null if that is not the cause. */
    private @Nullable String certificate(List<Throwable> causes) {
        boolean path = false;
        boolean any = false;
        for (Throwable cause : causes) {
            if (cause instanceof CertificateExpiredException) {
                return "the certificate of " + wire.host() + " has expired, by this machine's clock";
            } else if (cause instanceof CertificateNotYetValidException) {
                return "the certificate of " + wire.host() + " is not valid yet, by this machine's clock";
            }
            path |= cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException;
            any |= cause instanceof CertificateException;
        }
        boolean name = !path && causes.stream().anyMatch(ConnectFailure::isAboutName);
        if (name) {
            return "the host name " + wire.host() + " is not in the certificate of the other end";
        } else if (!path && !any) {
            return null;
        }
        String setting = HarmonyOsSettings.ID + "." + HarmonyOsSettings.TRUSTED_CA;
        return "the certificate of " + wire.host() + " is not trusted: it leads to none "
                + (wire.trusted().isEmpty()
                        ? "that this JDK trusts; if it is the right one, set " + setting
                        : "of those in " + setting);
    }

    /** As the JDK, which checks names for OpenSSL too, says that they differ. */
    private static boolean isAboutName(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return cause instanceof CertificateException
                && (message.startsWith("No subject alternative") || message.startsWith("No name matching"));
    }

    private String notTls() {
        return "what answers at port " + wire.port() + " of " + wire.host() + " does not speak TLS";
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable next = failure; next != null && causes.size() < MOST_CAUSES && seen.add(next); ) {
            causes.add(next);
            next = next.getCause();
        }
        return causes;
    }

    /** The innermost type that is the JDK's. */
    private static String type(List<Throwable> causes) {
        String type = "for a reason that is not known";
        for (Throwable cause : causes) {
            String name = cause.getClass().getName();
            type = name.startsWith("java") ? name : type;
        }
        return type;
    }

    private String where() {
        String ip = address.getAddress().getHostAddress();
        String ofProxy = wire.proxy().isPresent() ? "the proxy at " : "";
        return ofProxy + (ip.indexOf(':') < 0 ? ip : "[" + ip + "]") + ":" + address.getPort();
    }
}
