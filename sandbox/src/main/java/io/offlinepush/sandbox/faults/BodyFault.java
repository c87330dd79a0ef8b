package io.offlinepush.sandbox.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offlinepush.sandbox.RequestFault;
import io.offlinepush.sandbox.rules.Codes;
import io.offlinepush.sandbox.rules.Reply;
import io.offlinepush.sandbox.rules.StrictJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * An answer whose body is damaged on its way, or written by a careless hand.
 *
 * @param argument bytes for {@link Kind#OVERSIZED}, a seed for {@link Kind#GARBAGE}, otherwise 0
 */
public record BodyFault(Kind kind, long argument) implements RequestFault {
    private static final int MIN_OVERSIZED = 1 << 10;
    private static final int MAX_OVERSIZED = 64 << 20;
    private static final int MAX_GARBAGE = 512;

    public enum Kind {
        TRUNCATED("truncatedBody"),
        ABORTED("abortedBody"),
        OVERSIZED("oversizedBody"),
        DUPLICATE("duplicateBody"),
        DUPLICATE_KEYS("duplicateKeys"),
        GARBAGE("garbageBody"),
        NUMERIC_CODE("numericCode"),
        FLOATING_CODE("floatingCode"),
        MSG_AS_OBJECT("msgAsObject"),
        MSG_AS_TEXT("msgAsText");

        private final String faultName;

        Kind(String faultName) {
            this.faultName = faultName;
        }
    }

    public BodyFault {
        if (kind == Kind.OVERSIZED && (argument < MIN_OVERSIZED || argument > MAX_OVERSIZED)) {
            throw new IllegalArgumentException(
                    "oversizedBody must be " + MIN_OVERSIZED + " to " + MAX_OVERSIZED + " bytes: " + argument);
        }
    }

    @Override
    public String name() {
        return kind.faultName;
    }

    /** The reply with its body damaged; {@link Kind#ABORTED} is for the wire to do. */
    public Reply damage(Reply reply) {
        ByteBuffer body = reply.body();
        if (!body.hasRemaining() && kind != Kind.GARBAGE) {
            return reply;
        }
        return switch (kind) {
            case ABORTED -> reply;
            case TRUNCATED -> reply.withBody(body.slice(0, body.remaining() / 2));
            case GARBAGE -> reply.withBody(garbage());
            default -> reply.withBody(ByteBuffer.wrap(rewritten(reply.json()).getBytes(StandardCharsets.UTF_8)));
        };
    }

    private String rewritten(String json) {
        String head = json.substring(0, json.length() - 1);
        return switch (kind) {
            case OVERSIZED -> head + " ".repeat(Math.max(0, (int) argument - StrictJson.utf8Length(json))) + "}";
            case DUPLICATE -> json + json;
            case DUPLICATE_KEYS -> head + ",\"code\":\"" + Codes.INNER_ERROR + "\"}";
            default -> StrictJson.compact(retyped((ObjectNode) parsed(json)));
        };
    }

    private ObjectNode retyped(ObjectNode envelope) {
        String code = envelope.path("code").textValue();
        String msg = envelope.path("msg").textValue();
        switch (kind) {
            case NUMERIC_CODE -> envelope.set("code", parsed(code));
            case FLOATING_CODE -> envelope.put("code", Double.parseDouble(code));
            case MSG_AS_TEXT -> envelope.put("msg", Codes.text(code, msg));
            default -> {
                if (msg.startsWith("{")) {
                    envelope.set("msg", parsed(msg));
                } else {
                    envelope.putObject("msg").put("text", msg);
                }
            }
        }
        return envelope;
    }

    private static JsonNode parsed(String json) {
        return StrictJson.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /** 0xff is in no UTF-8 text. */
    private ByteBuffer garbage() {
        Random random = new Random(argument);
        byte[] bytes = new byte[1 + random.nextInt(MAX_GARBAGE)];
        random.nextBytes(bytes);
        bytes[0] = (byte) 0xff;
        return ByteBuffer.wrap(bytes);
    }
}
