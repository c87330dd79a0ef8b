package io.offlinepush.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;

/** A JWT as a chat server makes it from the service-account file, with every part open to be spoiled. */
final class TestJwt {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    final ObjectNode header = JSON.createObjectNode();
    final ObjectNode claims = JSON.createObjectNode();
    PrivateKey key;

    TestJwt(String serviceAccountJson, Instant now) throws Exception {
        JsonNode account = JSON.readTree(serviceAccountJson);
        String pem = account.get("private_key").textValue();
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        key = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        header.put("kid", account.get("key_id").textValue()).put("typ", "JWT").put("alg", "PS256");
        claims.put("iss", account.get("sub_account").textValue())
                .put("aud", "https://oauth-login.cloud.huawei.com/oauth2/v3/token")
                .put("iat", now.getEpochSecond())
                .put("exp", now.getEpochSecond() + 3600);
    }

    String sign() throws Exception {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return sign(pss);
    }

    String sign(Signature signature) throws Exception {
        String head = URL.encodeToString(JSON.writeValueAsBytes(header));
        String signed = head + "." + URL.encodeToString(JSON.writeValueAsBytes(claims));
        signature.initSign(key);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + URL.encodeToString(signature.sign());
    }
}
