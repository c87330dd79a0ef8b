package io.offlinepush.sandbox.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The service account of the simulated project: a key pair of its own for each sandbox, never written to disk. */
public record ServiceAccount(String projectId, String keyId, String subAccount, KeyPair keys) {
    private static final String OAUTH = "https://oauth-login.cloud.huawei.com/oauth2/v3/";

    /** Also the audience of every JWT. */
    static final String TOKEN_URI = OAUTH + "token";

    public static ServiceAccount create(String projectId, int keyBits, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(keyBits, random);
            byte[] id = new byte[16];
            random.nextBytes(id);
            String subAccount = Long.toString(random.nextLong(100_000_000L, 1_000_000_000L));
            return new ServiceAccount(projectId, HexFormat.of().formatHex(id), subAccount, generator.generateKeyPair());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    /** The file as the API console hands it out. */
    public String json() {
        ObjectNode file = StrictJson.object();
        file.put("project_id", projectId);
        file.put("key_id", keyId);
        file.put("private_key", Pem.encode("PRIVATE KEY", keys.getPrivate().getEncoded()));
        file.put("sub_account", subAccount);
        file.put("auth_uri", OAUTH + "authorize");
        file.put("token_uri", TOKEN_URI);
        file.put("auth_provider_cert_uri", OAUTH + "certs");
        file.put("client_cert_uri", OAUTH + "x509?client_id=");
        return file.toPrettyString();
    }

    @Override
    public String toString() {
        return "ServiceAccount[projectId=" + projectId + ", keyId=" + keyId + "]";
    }
}
