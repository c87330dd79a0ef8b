package io.offlinepush.benchmarks;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** A server's key and certificate for localhost, made by the JDK's keytool and passed on in a file. */
record Identity(X509Certificate certificate, PrivateKey key) {

    private static final String PASSWORD = "changeit";

    static void make(Path file) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException("keytool failed");
        }
    }

    static Identity read(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new Identity(
                (X509Certificate) store.getCertificate("a"), (PrivateKey) store.getKey("a", PASSWORD.toCharArray()));
    }

    String pem() throws Exception {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + what
                + "-----\n";
    }

    /** A service account as AppGallery Connect exports it, with a key of 4,096 bits as real ones have. */
    static String serviceAccount() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(4096);
        String key = pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
        return "{\"project_id\":\"300000000000000001\",\"key_id\":\"bench\",\"sub_account\":\"100000001\","
                + "\"private_key\":\""
                + key.replace("\r", "").replace("\n", "\\n") + "\"}";
    }

    /** An APNs signing key. */
    static InputStream signingKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return new java.io.ByteArrayInputStream(
                pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded())
                        .getBytes(StandardCharsets.US_ASCII));
    }
}
