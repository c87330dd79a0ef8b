package io.offlinepush.harmonyos;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** Makes the JWT that Push Kit takes as it is: PS256 (RFC 7518, 3.5), valid for an hour. */
final class Jwt {

    /** How long one is valid; Push Kit recommends an hour and refuses more than a day. */
    static final Duration LIFE = Duration.ofHours(1);

    private static final PSSParameterSpec PS256 =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private Jwt() {}

    /**
     * Signs one; takes milliseconds of CPU.
     *
     * @param issuedAt the time from which on it is valid for an hour
     */
    static String sign(ServiceAccount account, Instant issuedAt) {
        long iat = issuedAt.getEpochSecond();
        JsonText header =
                new JsonText().ascii("{\"kid\":").string(account.keyId()).ascii(",\"typ\":\"JWT\",\"alg\":\"PS256\"}");
        JsonText claims = new JsonText()
                .ascii("{\"iss\":")
                .string(account.subAccount())
                .ascii(",\"aud\":")
                .string(account.audience())
                .ascii(",\"iat\":")
                .number(iat)
                .ascii(",\"exp\":")
                .number(iat + LIFE.toSeconds())
                .ascii("}");
        String signed =
                BASE64URL.encodeToString(header.toByteArray()) + '.' + BASE64URL.encodeToString(claims.toByteArray());
        return signed + '.' + BASE64URL.encodeToString(signature(account.key(), signed));
    }

    private static byte[] signature(PrivateKey key, String signed) {
        try {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(PS256);
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot sign with RSASSA-PSS", e);
        }
    }
}
