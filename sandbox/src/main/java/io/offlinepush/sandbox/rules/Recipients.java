package io.offlinepush.sandbox.rules;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The tokens of a request, sorted into those that are accepted and those that are not, {@code reason -> tokens}. Push
 * Kit REST API, messages:send, response parameters.
 */
public record Recipients(List<String> accepted, Map<String, List<String>> illegal) {

    /**
     * Sorts the tokens.
     *
     * @param reasonAgainst the reason a token is refused for, empty when it is accepted
     */
    public static Recipients sort(List<String> tokens, Function<String, Optional<String>> reasonAgainst) {
        List<String> accepted = new ArrayList<>(tokens.size());
        Map<String, List<String>> illegal = new LinkedHashMap<>();
        for (String token : tokens) {
            Optional<String> reason = reasonAgainst.apply(token);
            if (reason.isPresent()) {
                illegal.computeIfAbsent(reason.get(), r -> new ArrayList<>()).add(token);
            } else {
                accepted.add(token);
            }
        }
        return new Recipients(accepted, illegal);
    }

    /** The reply, with the code that the endpoint has for a partial success. */
    public Reply reply(String partialSuccess, String requestId) {
        if (illegal.isEmpty()) {
            return Reply.business(Codes.SUCCESS, "Success", requestId);
        }
        String code = accepted.isEmpty() ? Codes.ALL_TOKENS_INVALID : partialSuccess;
        return Reply.business(code, illegalTokens(), requestId);
    }

    /** JSON text inside the JSON answer, as the gateway does it; {@code success} is left out when there is none. */
    private String illegalTokens() {
        ObjectNode msg = StrictJson.object();
        ObjectNode byReason = msg.putObject("illegalTokens");
        int failure = 0;
        for (Map.Entry<String, List<String>> each : illegal.entrySet()) {
            ArrayNode tokens = byReason.putArray(each.getKey());
            each.getValue().forEach(tokens::add);
            failure += each.getValue().size();
        }
        if (!accepted.isEmpty()) {
            msg.put("success", accepted.size());
        }
        msg.put("failure", failure);
        return StrictJson.compact(msg);
    }

    @Override
    public String toString() {
        return "Recipients[accepted=" + accepted.size() + "]";
    }
}
