package io.offlinepush.harmonyos;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.offlinepush.api.SettingsException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a service-account file of AppGallery Connect says: whose requests these are, and the key that proves it.
 *
 * @param projectId part of the URL
 * @param keyId names the key in the JWT
 * @param subAccount the JWT's issuer
 * @param audience the JWT's audience
 * @param key RSA with at least 2,048 bits
 */
record ServiceAccount(String projectId, String keyId, String subAccount, String audience, PrivateKey key) {

    private static final String DEFAULT_AUDIENCE = "https://oauth-login.cloud.huawei.com/oauth2/v3/token";
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final int LEAST_BITS = 2048;
    private static final Set<String> FIELDS = Set.of("project_id", "key_id", "sub_account", "token_uri", "private_key");

    /** A line of PEM that ends as no JSON string may. */
    private static final Pattern BROKEN_LINE = Pattern.compile("\"-----BEGIN [A-Z ]+-----\\s*\\R");

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads a service account.
     *
     * @param setting the setting's full name, for messages
     * @param text the file's text
     * @throws SettingsException saying what is wrong and what to do, without a word of the text
     */
    static ServiceAccount parse(String setting, String text) {
        Map<String, String> fields = fields(setting, text);
        String projectId = required(setting, fields, "project_id");
        if (!projectId.chars().allMatch(ServiceAccount::isPlain)) {
            throw new SettingsException(
                    setting, "has a project_id with other characters than letters, digits, - and _");
        }
        return new ServiceAccount(
                projectId,
                required(setting, fields, "key_id"),
                required(setting, fields, "sub_account"),
                fields.getOrDefault("token_uri", DEFAULT_AUDIENCE),
                key(setting, required(setting, fields, "private_key")));
    }

    private static boolean isPlain(int c) {
        return (c < 0x80 && Character.isLetterOrDigit(c)) || c == '-' || c == '_';
    }

    private static Map<String, String> fields(String setting, String text) {
        Map<String, String> fields = new HashMap<>();
        Set<String> names = new HashSet<>();
        // The parser's own message quotes what it stumbled over, so it is dropped.
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw notJson(setting, text);
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (!names.add(name)) {
                    throw new SettingsException(
                            setting,
                            "has " + (FIELDS.contains(name) ? "the field " + name : "a field")
                                    + " twice, and which one counts is not clear: use the file unchanged");
                }
                if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
                    fields.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw notJson(setting, text);
            }
        } catch (IOException e) {
            throw notJson(setting, text);
        }
        return fields;
    }

    private static SettingsException notJson(String setting, String text) {
        return new SettingsException(
                setting,
                "must be a service account in JSON, as AppGallery Connect exports it (API Console, service "
                        + "account key): this is " + kind(text));
    }

    /** What it is instead, as far as that can be told without a word of it. */
    private static String kind(String text) {
        if (text.isBlank()) {
            return "empty";
        } else if (AccountText.isQuoted(text)) {
            return "in quotes, which do not belong to it";
        } else if (AccountText.isBareKey(text)) {
            return "a key alone, and the whole file is needed";
        } else if (BROKEN_LINE.matcher(text).find()) {
            return "a file in whose private_key each \\n has become a line break";
        } else if (text.startsWith("{") && text.substring(1).stripLeading().startsWith("\\")) {
            return "a file whose line breaks or quotes were escaped once more, with a backslash";
        }
        return "not one JSON object";
    }

    private static String required(String setting, Map<String, String> fields, String field) {
        String value = fields.get(field);
        if (value == null || value.isBlank()) {
            throw new SettingsException(
                    setting,
                    "has no field " + field + ": download the service account key again from AppGallery Connect and use"
                            + " the file unchanged");
        }
        return value;
    }

    private static PrivateKey key(String setting, String pem) {
        String text = pem.strip();
        if (text.contains("\\n")) {
            throw new SettingsException(
                    setting,
                    "has a private_key with a backslash and an n where a line ends: they were escaped twice; use "
                            + "the file unchanged");
        }
        if (!text.startsWith(BEGIN) || !text.endsWith(END) || text.length() < BEGIN.length() + END.length()) {
            throw notPkcs8(setting);
        }
        PKCS8EncodedKeySpec encoded;
        try {
            String base64 = text.substring(BEGIN.length(), text.length() - END.length());
            encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw notPkcs8(setting);
        }
        if (!(generate("RSA", encoded) instanceof RSAPrivateKey key)) {
            boolean another = List.of("EC", "EdDSA", "XDH", "DSA", "DH", "RSASSA-PSS").stream()
                    .anyMatch(algorithm -> generate(algorithm, encoded) != null);
            if (another) {
                throw new SettingsException(
                        setting, "has a private_key that is not RSA: Push Kit signs with PS256; create an RSA key");
            }
            throw notPkcs8(setting);
        }
        int bits = key.getModulus().bitLength();
        if (bits < LEAST_BITS) {
            throw new SettingsException(
                    setting,
                    "has a private_key of " + bits + " bits: PS256 needs " + LEAST_BITS + " or more; create a new key");
        }
        return key;
    }

    private static @Nullable PrivateKey generate(String algorithm, PKCS8EncodedKeySpec encoded) {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private static SettingsException notPkcs8(String setting) {
        return new SettingsException(
                setting,
                "has a private_key that is not PKCS#8 in PEM (" + BEGIN
                        + "): use the file unchanged, or convert the key" + " with openssl pkcs8 -topk8 -nocrypt");
    }

    /** Names the project; never the key. */
    @Override
    public String toString() {
        return "ServiceAccount[project " + projectId + "]";
    }
}
