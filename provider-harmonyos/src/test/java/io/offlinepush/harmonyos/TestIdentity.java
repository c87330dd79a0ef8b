package io.offlinepush.harmonyos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server's key and certificate, made by the JDK's keytool. */
final class TestIdentity {

    private static final Map<String, TestIdentity> MADE = new ConcurrentHashMap<>();
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final KeyStore store;
    private final Certificate trusted;

    private TestIdentity(KeyStore store, Certificate trusted) {
        this.store = store;
        this.trusted = trusted;
    }

    /** For a host name; the same one for the whole run. */
    static TestIdentity of(String host) {
        return MADE.computeIfAbsent(host, TestIdentity::selfSigned);
    }

    /** For a host name, signed by a CA, and no longer valid. */
    static TestIdentity expired(String host) {
        return MADE.computeIfAbsent("expired " + host, name -> signed(host, "-startdate", "-10d", "-validity", "5"));
    }

    /** For a host name, signed by a CA, and not valid yet. */
    static TestIdentity early(String host) {
        return MADE.computeIfAbsent("early " + host, name -> signed(host, "-startdate", "+10d", "-validity", "5"));
    }

    private static TestIdentity selfSigned(String host) {
        return made(file -> {
            keytool(file, "-genkeypair", "-alias", "a", "-dname", "CN=test", "-ext", "san=dns:" + host);
            KeyStore store = load(file);
            return new TestIdentity(store, store.getCertificate("a"));
        });
    }

    private static TestIdentity signed(String host, String... validity) {
        return made(file -> {
            keytool(file, "-genkeypair", "-alias", "ca", "-dname", "CN=ca", "-ext", "bc:c");
            List<String> leaf = new ArrayList<>(List.of("-genkeypair", "-alias", "a", "-signer", "ca"));
            leaf.addAll(List.of("-dname", "CN=test", "-ext", "san=dns:" + host));
            leaf.addAll(List.of(validity));
            keytool(file, leaf.toArray(String[]::new));
            KeyStore store = load(file);
            Certificate ca = store.getCertificate("ca");
            store.deleteEntry("ca");
            return new TestIdentity(store, ca);
        });
    }

    private interface Maker {
        TestIdentity make(Path file) throws IOException, GeneralSecurityException, InterruptedException;
    }

    private static TestIdentity made(Maker maker) {
        try {
            Path directory = Files.createTempDirectory("identity");
            Path file = directory.resolve("store.p12");
            TestIdentity made = maker.make(file);
            Files.delete(file);
            Files.delete(directory);
            return made;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(Path file, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keyalg", "EC", "-storetype", "PKCS12", "-keystore", file.toString()));
        command.addAll(List.of("-storepass", new String(PASSWORD)));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool failed");
        }
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    /** Whom to trust so that this is trusted. */
    String pem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(trusted.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    KeyManagerFactory keys() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    SSLContext tls() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys().getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
