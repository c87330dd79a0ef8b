package io.offlinepush.sandbox.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A whole body of messages:send, found to be in order. Push Kit REST API, messages:send, request body:
 *
 * <pre>{"payload": {…}, "target": {"token": ["…"]}, "pushOptions": {…}}</pre>
 */
public record PushRequest(Payload payload, PushOptions options, List<String> tokens) {
    static final int MAX_TOKENS = 1000;
    private static final int MAX_TEST_TOKENS = 10;
    private static final int MAX_MESSAGE_BYTES = 4096;

    /** Reads the document, and empties its token array to measure the rest. */
    public static PushRequest read(int pushType, JsonNode root) {
        Fields envelope = Fields.root(root, "payload", "target", "pushOptions");
        Payload payload = Payload.read(pushType, envelope);
        PushOptions options = PushOptions.read(pushType, envelope);
        Fields target = envelope.object("target", "token");
        List<String> tokens = target.texts("token");
        checkTokens(target, tokens, options);
        target.emptyArray("token");
        checkSize(StrictJson.compact(root));
        return new PushRequest(payload, options, List.copyOf(tokens));
    }

    private static void checkTokens(Fields target, List<String> tokens, PushOptions options) {
        if (tokens.isEmpty() || tokens.size() > MAX_TOKENS) {
            throw Refusal.tokenCount();
        }
        if (options.testMessage() && tokens.size() > MAX_TEST_TOKENS) {
            throw new Refusal(Codes.TEST_TOKEN_COUNT, "When send test message, token count exceed limit.");
        }
        Set<String> unique = new HashSet<>(tokens);
        if (unique.size() < tokens.size()) {
            throw target.illegal("token", "has the same token twice");
        }
    }

    /** 4,096 bytes without the tokens: UTF-8 bytes of the compact document with an empty token array. */
    private static void checkSize(String compact) {
        if (Printable.hasUnpairedSurrogate(compact)) {
            throw Refusal.payload("payload.notification.clickAction.data has an unpaired surrogate");
        }
        if (StrictJson.utf8Length(compact) > MAX_MESSAGE_BYTES) {
            throw new Refusal(Codes.MESSAGE_TOO_LONG, "Push message size is too long.");
        }
    }

    @Override
    public String toString() {
        return "PushRequest[" + payload + ", " + options + ", tokens=" + tokens.size() + "]";
    }
}
