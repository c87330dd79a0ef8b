package io.offlinepush.sandbox.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the bearer of a request: {@code Authorization: Bearer <JWT>}, signed by the service account with PS256. Push
 * Kit REST API, "JWT-based authentication".
 *
 * <p>Safe for any number of threads. The last bearer whose signature was good is remembered, since a server sends the
 * same one for an hour; its times are checked anew on each request.
 */
public final class JwtVerifier {
    private static final String AUDIENCE = ServiceAccount.TOKEN_URI;
    private static final long MAX_LIFETIME_SECONDS = 86_400;
    private static final PSSParameterSpec PS256 =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

    private final ServiceAccount account;
    private final InstantSource clock;
    private final long toleranceSeconds;
    private volatile @Nullable Signed last;

    /** The claims of a bearer whose signature, header and fixed claims are good. */
    private record Signed(String bearer, long iat, long exp) {
        @Override
        public String toString() {
            return "Signed[iat=" + iat + ", exp=" + exp + "]";
        }
    }

    public JwtVerifier(ServiceAccount account, InstantSource clock, Duration iatTolerance) {
        this.account = account;
        this.clock = clock;
        this.toleranceSeconds = iatTolerance.toSeconds();
    }

    /** Returns when the headers hold one good bearer, throws the {@link Refusal} otherwise. */
    void verify(List<String> authorizations) {
        if (authorizations.size() != 1 || !authorizations.get(0).startsWith("Bearer ")) {
            throw Refusal.authentication("The header Authorization must be there once, as Bearer and the JWT.");
        }
        String bearer = authorizations.get(0).substring("Bearer ".length());
        Signed signed = last;
        if (signed == null || !signed.bearer.equals(bearer)) {
            signed = verifySignature(bearer);
            last = signed;
        }
        long now = clock.instant().getEpochSecond();
        if (signed.iat > now + toleranceSeconds) {
            throw Refusal.authentication("The claim iat is in the future.");
        }
        if (signed.exp <= now) {
            throw new Refusal(Codes.JWT_EXPIRED, "Jwt token expired.");
        }
        if (signed.exp - now > MAX_LIFETIME_SECONDS) {
            throw new Refusal(Codes.JWT_TOO_LONG, "JWT expire period over threshold.");
        }
    }

    private Signed verifySignature(String bearer) {
        String[] parts = bearer.split("\\.", -1);
        if (parts.length != 3) {
            throw Refusal.authentication("The JWT must have three parts.");
        }
        JsonNode header = json(parts[0], "header");
        requireExactly(header, Set.of("kid", "typ", "alg"), "header");
        requireText(header, "alg", "PS256");
        requireText(header, "typ", "JWT");
        requireText(header, "kid", account.keyId());
        if (!signatureIsGood(parts)) {
            throw Refusal.authentication("The signature is wrong.");
        }
        JsonNode claims = json(parts[1], "payload");
        requireExactly(claims, Set.of("iss", "aud", "iat", "exp"), "payload");
        requireText(claims, "iss", account.subAccount());
        requireText(claims, "aud", AUDIENCE);
        return new Signed(bearer, seconds(claims, "iat"), seconds(claims, "exp"));
    }

    private boolean signatureIsGood(String[] parts) {
        try {
            Signature verifier = Signature.getInstance("RSASSA-PSS");
            verifier.setParameter(PS256);
            verifier.initVerify(account.keys().getPublic());
            verifier.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return verifier.verify(decode(parts[2], "signature"));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static JsonNode json(String part, String name) {
        try {
            return StrictJson.parse(decode(part, name));
        } catch (IllegalArgumentException e) {
            throw Refusal.authentication("The JWT's " + name + " " + e.getMessage() + ".");
        }
    }

    private static byte[] decode(String part, String name) {
        if (part.indexOf('=') >= 0) {
            throw Refusal.authentication("The JWT's " + name + " must have no padding.");
        }
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException e) {
            throw Refusal.authentication("The JWT's " + name + " is not base64url.");
        }
    }

    private static void requireExactly(JsonNode object, Set<String> members, String name) {
        Set<String> found = new HashSet<>();
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            found.add(names.next());
        }
        if (!object.isObject() || !found.equals(members)) {
            throw Refusal.authentication("The JWT's " + name + " must have exactly " + members + ".");
        }
    }

    private static void requireText(JsonNode object, String member, String value) {
        JsonNode found = object.get(member);
        if (!found.isTextual() || !found.textValue().equals(value)) {
            throw Refusal.authentication("The JWT's " + member + " is wrong.");
        }
    }

    private static long seconds(JsonNode claims, String name) {
        JsonNode value = claims.get(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw Refusal.authentication("The claim " + name + " must be whole seconds.");
        }
        return value.longValue();
    }
}
