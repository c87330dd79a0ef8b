package io.offlinepush.harmonyos;

import io.offlinepush.api.SettingsException;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.Settings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names a user to the phone without naming them to the vendor: an alert with a profile is shown only while the app has
 * bound that same profile ({@code bindAppProfileId}), so an alert that Push Kit kept for an offline phone is not shown
 * to whoever logged in there since.
 */
final class ProfileFence {

    /** The characters of a profile: 32 bytes in base64url, below Push Kit's 64. */
    static final int PROFILE_LENGTH = 43;

    private static final String HMAC = "HmacSHA256";
    private static final int LEAST_BYTES = 16;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;

    private ProfileFence(SecretKeySpec key) {
        this.key = key;
    }

    /** Reads the setting. */
    static Optional<ProfileFence> read(Settings settings, String name) {
        return settings.text(name).map(text -> {
            byte[] secret;
            try {
                secret = Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                secret = new byte[0];
            }
            if (secret.length < LEAST_BYTES) {
                throw new SettingsException(
                        settings.fullName(name),
                        "must be a secret of " + LEAST_BYTES + " bytes or more in base64, for example from"
                                + " openssl rand -base64 32, the same on every node");
            }
            return new ProfileFence(new SecretKeySpec(secret, HMAC));
        });
    }

    /** The user's profile: base64url of HMAC-SHA256 under the secret. */
    String profile(UserId user) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return BASE64URL.encodeToString(mac.doFinal(user.value().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "ProfileFence[hidden]";
    }
}
