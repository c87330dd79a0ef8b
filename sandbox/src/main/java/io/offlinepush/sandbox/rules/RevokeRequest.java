package io.offlinepush.sandbox.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;

/**
 * A whole body of messages:revoke, found to be in order. Push Kit REST API, messages:revoke:
 *
 * <pre>{"notifyId": 7, "token": ["…"]}</pre>
 */
public record RevokeRequest(int notifyId, List<String> tokens) {

    public static RevokeRequest read(JsonNode root) {
        Fields body = Fields.root(root, "notifyId", "token");
        if (!body.has("notifyId") || !body.has("token")) {
            throw new Refusal(Codes.NO_REVOKE, "No permission to revoke messages.");
        }
        int notifyId = body.integer("notifyId", 0, Integer.MAX_VALUE);
        List<String> tokens = body.texts("token");
        if (tokens.isEmpty() || tokens.size() > PushRequest.MAX_TOKENS) {
            throw Refusal.tokenCount();
        }
        if (new HashSet<>(tokens).size() < tokens.size()) {
            throw body.illegal("token", "has the same token twice");
        }
        return new RevokeRequest(notifyId, List.copyOf(tokens));
    }

    @Override
    public String toString() {
        return "RevokeRequest[notifyId=" + notifyId + ", tokens=" + tokens.size() + "]";
    }
}
