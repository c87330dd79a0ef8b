package io.offlinepush.sandbox.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request before any rule is applied to it, so that the log is right about those that are refused
 * early or answered by the script.
 *
 * @param unauthenticated why the bearer is not good, or null
 * @param malformed why the body is not JSON, or null
 */
public record Observed(
        @Nullable Refusal unauthenticated, @Nullable Refusal malformed, JsonNode json, int tokenCount) {

    public static final Observed NOTHING =
            new Observed(Refusal.authentication("Not looked at."), null, MissingNode.getInstance(), 0);

    public static Observed of(RequestHead head, byte[] body, JwtVerifier verifier) {
        Refusal unauthenticated = null;
        try {
            verifier.verify(head.authorizations());
        } catch (Refusal refusal) {
            unauthenticated = refusal;
        }
        try {
            JsonNode json = StrictJson.parse(body);
            JsonNode tokens = (HeaderRules.isRevoke(head) ? json : json.path("target")).path("token");
            return new Observed(unauthenticated, null, json, tokens.isArray() ? tokens.size() : 0);
        } catch (IllegalArgumentException e) {
            Refusal malformed = Refusal.payload("the body " + e.getMessage());
            return new Observed(unauthenticated, malformed, MissingNode.getInstance(), 0);
        }
    }

    public void throwIfUnauthenticated() {
        if (unauthenticated != null) {
            throw unauthenticated;
        }
    }

    public void throwIfMalformed() {
        if (malformed != null) {
            throw malformed;
        }
    }

    @Override
    public String toString() {
        return "Observed[tokenCount=" + tokenCount + "]";
    }
}
