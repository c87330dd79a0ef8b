package io.offlinepush.sandbox.program;

import com.fasterxml.jackson.databind.JsonNode;
import io.offlinepush.sandbox.ConnectionFault;
import io.offlinepush.sandbox.Fault;
import io.offlinepush.sandbox.Faults;
import io.offlinepush.sandbox.GatewayFault;
import io.offlinepush.sandbox.GoAway;
import io.offlinepush.sandbox.RequestFault;
import io.offlinepush.sandbox.rules.Fields;
import io.offlinepush.sandbox.rules.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Faults as the control endpoints write them, one object for each, named after the factory in {@link Fault}:
 *
 * <pre>
 * {"fault": "status", "httpStatus": 503, "times": 3}
 * {"share": {"fault": "stall", "delivered": true}, "probability": 0.1, "seed": 42}
 * {"fault": "stall", "delivered": true, "on": "connection"}
 * </pre>
 */
final class FaultJson {
    private static final int FOREVER_MILLIS = Integer.MAX_VALUE;

    private FaultJson() {}

    static void script(JsonNode json, Faults faults) {
        if (json.has("share")) {
            Fields share = Fields.root(json, "share", "probability", "seed");
            double probability = share.number("probability");
            int seed = share.integer("seed", Integer.MIN_VALUE, Integer.MAX_VALUE);
            if (!(read(json.get("share")) instanceof RequestFault fault)) {
                throw share.illegal("share", "must be the fault of a request");
            }
            faults.share(probability, seed, fault);
            return;
        }
        Fault fault = read(json);
        String on = json.path("on").asText("");
        int times = json.path("times").asInt(1);
        if (fault instanceof GatewayFault ofGateway) {
            faults.onGateway(ofGateway);
        } else if (fault instanceof RequestFault ofRequest && !on.equals("connection")) {
            faults.next(times, ofRequest);
        } else if (fault instanceof ConnectionFault ofConnection) {
            faults.onConnection(times, ofConnection);
        }
    }

    private static Fault read(JsonNode json) {
        String name = json.path("fault").asText("");
        return switch (name) {
            case "status" -> Fault.status(fields(json, "httpStatus").integer("httpStatus", 200, 599));
            case "code" -> {
                Fields f = fields(json, "code", "msg");
                yield Fault.code(f.text("code"), f.optionalText("msg"));
            }
            case "of" -> {
                Fields f = fields(json, "httpStatus", "code", "msg");
                yield Fault.of(f.integer("httpStatus", 200, 599), f.text("code"), f.optionalText("msg"));
            }
            case "refuseTokens" -> refusal(json);
            case "stall" -> Fault.stall(fields(json, "delivered").requiredBool("delivered"));
            case "slow" -> Fault.slow(millis(json, 0));
            case "reset" -> Fault.reset(fields(json, "delivered").requiredBool("delivered"));
            case "goAway" -> Fault.goAway(policy(fields(json, "policy")));
            case "maxConcurrentStreams" -> Fault.maxConcurrentStreams(count(json, "streams"));
            case "oversizedBody" -> Fault.oversizedBody(count(json, "bytes"));
            case "garbageBody" ->
                Fault.garbageBody(fields(json, "seed").integer("seed", Integer.MIN_VALUE, Integer.MAX_VALUE));
            case "closeAfter" -> Fault.closeAfter(count(json, "requests"));
            case "goAwayAfter" -> Fault.goAwayAfter(count(json, "requests"));
            case "halfOpen" -> Fault.halfOpen(count(json, "requests"));
            case "clockSkew" -> Fault.clockSkew(millis(json, Integer.MIN_VALUE));
            case "qps" -> {
                Fields f = fields(json, "tokensPerSecond", "retryAfterSeconds");
                int tokens = f.integer("tokensPerSecond", 0, Integer.MAX_VALUE);
                yield f.has("retryAfterSeconds")
                        ? Fault.qps(tokens, Duration.ofSeconds(f.integer("retryAfterSeconds", 1, 86_400)))
                        : Fault.qps(tokens);
            }
            default -> {
                fields(json);
                yield plain(name).orElseThrow(() -> Refusal.payload("fault is none that is known"));
            }
        };
    }

    private static Optional<Fault> plain(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "refusedStream" -> Fault.refusedStream();
                    case "truncatedBody" -> Fault.truncatedBody();
                    case "abortedBody" -> Fault.abortedBody();
                    case "duplicateBody" -> Fault.duplicateBody();
                    case "duplicateKeys" -> Fault.duplicateKeys();
                    case "numericCode" -> Fault.numericCode();
                    case "floatingCode" -> Fault.floatingCode();
                    case "msgAsObject" -> Fault.msgAsObject();
                    case "msgAsText" -> Fault.msgAsText();
                    case "refusedConnection" -> Fault.refusedConnection();
                    case "failedHandshake" -> Fault.failedHandshake();
                    case "http1Only" -> Fault.http1Only();
                    default -> null;
                });
    }

    /** The members of this fault besides those that say when it happens, which are checked here. */
    private static Fields fields(JsonNode json, String... members) {
        String[] all = new String[members.length + 3];
        System.arraycopy(members, 0, all, 3, members.length);
        all[0] = "fault";
        all[1] = "on";
        all[2] = "times";
        Fields fields = Fields.root(json, all);
        fields.text("fault");
        fields.integer("times", 1, Integer.MAX_VALUE, 1);
        if (fields.has("on") && !fields.text("on").equals("connection")) {
            throw fields.illegal("on", "can only be connection");
        }
        return fields;
    }

    /** {@code "reason"} for every token, or {@code "tokens"}, an object {@code token -> reason}. */
    private static Fault refusal(JsonNode json) {
        Fields f = fields(json, "reason", "tokens");
        if (f.has("reason") == f.has("tokens")) {
            throw f.illegal("reason", "or tokens is needed, and not both");
        }
        if (f.has("reason")) {
            return Fault.refuseTokens(f.text("reason"), token -> true);
        }
        f.freeObject("tokens");
        Map<String, String> reasons = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : json.get("tokens").properties()) {
            reasons.put(each.getKey(), each.getValue().asText());
        }
        return Fault.refuseTokens(reasons);
    }

    private static int count(JsonNode json, String member) {
        return fields(json, member).integer(member, 0, Integer.MAX_VALUE);
    }

    private static Duration millis(JsonNode json, int min) {
        return Duration.ofMillis(fields(json, "millis").integer("millis", min, FOREVER_MILLIS));
    }

    private static GoAway policy(Fields f) {
        String policy = f.text("policy");
        for (GoAway each : GoAway.values()) {
            if (each.name().equals(policy)) {
                return each;
            }
        }
        throw f.illegal("policy", "must be ANSWERED, REFUSED or UNANSWERED");
    }
}
