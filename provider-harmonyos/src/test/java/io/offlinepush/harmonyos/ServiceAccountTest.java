package io.offlinepush.harmonyos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.offlinepush.api.SettingsException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAccountTest {

    private static final String SETTING = "harmonyos.apps.com.example.chat.serviceAccount";

    static KeyPair keys(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    static String pem(KeyPair keys) {
        return "-----BEGIN PRIVATE KEY-----\\n"
                + Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\\n-----END PRIVATE KEY-----\\n";
    }

    static String json(String projectId, String pem) {
        return "{\"project_id\":\"" + projectId + "\",\"key_id\":\"kid\",\"private_key\":\"" + pem
                + "\",\"sub_account\":\"sub\\\"1\",\"auth_uri\":\"https://example.org\",\"more\":{\"a\":[1]}}";
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> ServiceAccountSource.supplied(() -> text).read(SETTING))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(SETTING + " ")
                .hasMessageContaining(message)
                .hasNoCause()
                .satisfies(
                        e -> assertThat(e.getMessage()).doesNotContain("SECRET").doesNotContain("MII"));
    }

    @Test
    @DisplayName("a JWT as another library reads and verifies it")
    void jwt() throws Exception {
        KeyPair keys = keys("RSA", 2048);
        ServiceAccount account = ServiceAccount.parse(SETTING, json("12", pem(keys)));
        Instant now = Instant.parse("2026-03-01T12:00:00.9Z");

        SignedJWT jwt = SignedJWT.parse(Jwt.sign(account, now));

        assertThat(jwt.verify(new RSASSAVerifier((RSAPublicKey) keys.getPublic())))
                .isTrue();
        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.PS256);
        assertThat(jwt.getHeader().toJSONObject())
                .containsOnlyKeys("kid", "typ", "alg")
                .containsEntry("kid", "kid");
        assertThat(jwt.getJWTClaimsSet().getClaims()).containsOnlyKeys("iss", "aud", "iat", "exp");
        assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo("sub\"1");
        assertThat(jwt.getJWTClaimsSet().getAudience())
                .containsExactly("https://oauth-login.cloud.huawei.com/oauth2/v3/token");
        assertThat(jwt.getJWTClaimsSet().getIssueTime()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(jwt.getJWTClaimsSet().getExpirationTime()).isEqualTo("2026-03-01T13:00:00Z");
    }

    @Test
    @DisplayName("the audience is token_uri where the file has one")
    void audience() throws Exception {
        String text = json("12", pem(keys("RSA", 2048))).replace("auth_uri", "token_uri");
        assertThat(ServiceAccount.parse(SETTING, text).audience()).isEqualTo("https://example.org");
    }

    @Test
    @DisplayName("a key of another kind, too short, or in another format")
    void keys() throws Exception {
        assertRefused(json("12", pem(keys("RSA", 1024))), "has a private_key of 1024 bits: PS256 needs 2048 or more");
        assertRefused(json("12", pem(keys("EC", 256))), "has a private_key that is not RSA");
        String pkcs8 = "has a private_key that is not PKCS#8 in PEM";
        assertRefused(json("12", "SECRET"), pkcs8);
        assertRefused(json("12", "-----BEGIN RSA PRIVATE KEY-----\\nSECRET\\n-----END RSA PRIVATE KEY-----"), pkcs8);
        assertRefused(json("12", "-----BEGIN PRIVATE KEY-----\\nSECRET\\n-----END PRIVATE KEY-----"), pkcs8);
        assertRefused(json("12", "-----BEGIN PRIVATE KEY-----END PRIVATE KEY-----"), pkcs8);
    }

    @Test
    @DisplayName("not JSON, or a field missing")
    void fields() throws Exception {
        assertRefused("SECRET", "this is not one JSON object");
        assertRefused("{\"private_key\":\"SECRET", "this is not one JSON object");
        assertRefused("{} SECRET", "this is not one JSON object");
        assertRefused("[]", "this is not one JSON object");
        String good = json("12", pem(keys("RSA", 2048)));
        for (String field : new String[] {"project_id", "key_id", "private_key", "sub_account"}) {
            assertRefused(good.replace('"' + field + '"', "\"other\""), "has no field " + field);
        }
        assertRefused(good.replace("\"12\"", "\" \""), "has no field project_id");
        assertRefused(good.replace("\"12\"", "\"1/2\""), "has a project_id with other characters");
        assertThat(ServiceAccount.parse(SETTING, good.replace("\"12\"", "12")).projectId())
                .isEqualTo("12");
    }

    @Test
    @DisplayName("a file that is missing, not a file, or not text; a supplier that fails")
    void sources(@TempDir Path directory) throws Exception {
        Path missing = directory.resolve("missing.json");
        assertSource(ServiceAccountSource.file(missing), "names a file that does not exist: " + missing);
        assertSource(ServiceAccountSource.pathOrText(missing.toString()), "names a file that does not exist");
        assertSource(ServiceAccountSource.file(directory), "names a directory: " + directory + "; name the file in it");
        Path empty = Files.writeString(directory.resolve("empty.json"), " \n");
        assertSource(ServiceAccountSource.file(empty), "names a file that is empty: " + empty);
        Path wide = Files.write(directory.resolve("wide.json"), "{}".getBytes(StandardCharsets.UTF_16));
        assertSource(ServiceAccountSource.file(wide), "names a file that is UTF-16: " + wide + "; save it as UTF-8");
        Path binary = Files.write(directory.resolve("binary"), new byte[] {'{', (byte) 0xff});
        assertSource(ServiceAccountSource.file(binary), "names a file that is not UTF-8 text");
        assertSource(ServiceAccountSource.pathOrText("SECRET\0"), "must be the path of a file");
        assertSource(
                ServiceAccountSource.supplied(() -> {
                    throw new IllegalStateException("SECRET");
                }),
                "the supplier threw java.lang.IllegalStateException");
    }

    @Test
    @Timeout(60)
    @DisplayName("a file is read up to a bound, and a device without end not at all")
    void bounded(@TempDir Path directory) throws Exception {
        Path endless = directory.resolve("endless.json");
        try (FileChannel file = FileChannel.open(endless, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            // Larger than the largest array: with holes, so that the disk has nothing of it.
            int unused = file.write(ByteBuffer.wrap(new byte[] {'{'}), 3L << 30);
        }
        assertSource(ServiceAccountSource.file(endless), "names a file of more than 1048576 bytes: " + endless);
        Path device = Path.of("/dev/zero");
        if (Files.exists(device)) {
            assertSource(ServiceAccountSource.file(device), "names something that is not a regular file: /dev/zero");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "\ufeff%s", "\ufeff \r\n%s\r\n", " \n\t%s "})
    @DisplayName("the text as it is or in base64, with a byte order mark, in a value, a file or from a supplier")
    void forms(String form, @TempDir Path directory) throws Exception {
        String json = json("12", pem(keys("RSA", 2048)));
        byte[] marked = ("\ufeff" + json).getBytes(StandardCharsets.UTF_8);
        List<String> texts = List.of(
                json,
                Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)),
                Base64.getEncoder().encodeToString(marked),
                Base64.getMimeEncoder().encodeToString(marked),
                Base64.getEncoder().withoutPadding().encodeToString(marked));
        for (String text : texts) {
            String given = form.formatted(text);
            Path file = Files.writeString(directory.resolve("account"), given);
            for (ServiceAccountSource source : List.of(
                    ServiceAccountSource.pathOrText(given),
                    ServiceAccountSource.pathOrText(file.toString()),
                    ServiceAccountSource.file(file),
                    ServiceAccountSource.supplied(() -> given))) {
                assertThat(source.read(SETTING).projectId()).isEqualTo("12");
            }
        }
    }

    private static void assertSource(ServiceAccountSource source, String message) {
        assertThatThrownBy(() -> source.read(SETTING))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(SETTING + " ")
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("SECRET"));
    }

    @Test
    @DisplayName("rule 8: what is secret shows in no toString")
    void shown() throws Exception {
        KeyPair keys = keys("RSA", 2048);
        String text = json("12", pem(keys));
        ServiceAccount account = ServiceAccount.parse(SETTING, text);
        assertThat(account).hasToString("ServiceAccount[project 12]");
        assertThat(ServiceAccountSource.pathOrText(text)).hasToString("ServiceAccountSource[hidden]");
        assertThat(new Bearer("12", "SECRET", Instant.EPOCH, Instant.EPOCH, false, 0).toString())
                .doesNotContain("SECRET");
    }
}
