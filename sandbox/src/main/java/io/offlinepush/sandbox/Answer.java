package io.offlinepush.sandbox;

import io.offlinepush.sandbox.faults.FixedAnswer;
import io.offlinepush.sandbox.faults.TokenRefusal;
import io.offlinepush.sandbox.rules.Codes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the sandbox answers instead of its own verdict, for {@link PushKitSandbox#answerNext(Answer)}.
 *
 * <pre>{@code
 * sandbox.answerNext(Answer.status(503));                                 // flow control
 * sandbox.answerNext(2, Answer.code("81000001", "Inner Error."));
 * sandbox.answerNext(Answer.refuseTokens("noRight", Set.of(token)));
 * }</pre>
 *
 * <p>A status or a code answers whatever was asked, right or wrong, and delivers nothing. Refused tokens come on top of
 * the usual checks: if those refuse the request, that refusal is the answer.
 */
public sealed interface Answer extends RequestFault permits FixedAnswer, TokenRefusal {

    /**
     * An HTTP status with an empty body, as a proxy in front of the gateway gives it.
     *
     * @param httpStatus 200 to 599
     * @throws IllegalArgumentException if it is out of range
     */
    static Answer status(int httpStatus) {
        return new FixedAnswer(httpStatus, "", "");
    }

    /**
     * A business code with the HTTP status the sandbox gives it, see {@link PushKitSandbox}.
     *
     * @param code for example {@code 80300002}; not checked, so that unknown codes can be tried
     * @param msg the text next to it, for example {@code No permission to send message to these tmIDs.}
     * @throws IllegalArgumentException if the code is empty
     */
    static Answer code(String code, String msg) {
        return of(Codes.httpStatus(code), code, msg);
    }

    /**
     * A business code with an HTTP status of your choice.
     *
     * @param httpStatus 200 to 599
     * @param code as for {@link #code}
     * @param msg as for {@link #code}
     * @throws IllegalArgumentException if the status is out of range or the code is empty
     */
    static Answer of(int httpStatus, String code, String msg) {
        if (code.isEmpty()) {
            throw new IllegalArgumentException("code must not be empty");
        }
        return new FixedAnswer(httpStatus, code, msg);
    }

    /**
     * Refuses some tokens of an otherwise good request and delivers to the rest: 80100000, or 80300007 when none is
     * left, with {@code illegalTokens} as JSON text in {@code msg}.
     *
     * @param reason the key the tokens are listed under, for example {@code tokenFormatError} or {@code noRight}
     * @param tokens says of a token whether it is refused; called on a thread of the sandbox
     * @throws IllegalArgumentException if the reason is empty
     */
    static Answer refuseTokens(String reason, Predicate<? super String> tokens) {
        return TokenRefusal.of(reason, tokens);
    }

    /**
     * {@link #refuseTokens(String, Predicate)} for tokens known beforehand.
     *
     * @param reason the key the tokens are listed under
     * @param tokens copied
     * @throws IllegalArgumentException if the reason is empty
     */
    static Answer refuseTokens(String reason, Set<String> tokens) {
        return TokenRefusal.of(reason, Set.copyOf(tokens)::contains);
    }

    /**
     * Refuses tokens of an otherwise good request, each for a reason of its own, and delivers to the rest. A reason may
     * have blanks around it, as in Huawei's own sample: {@code " tokenFormatError "}.
     *
     * @param reasonByToken {@code token -> reason}; copied
     * @throws IllegalArgumentException if a reason is empty
     */
    static Answer refuseTokens(Map<String, String> reasonByToken) {
        Map<String, String> copy = Map.copyOf(reasonByToken);
        copy.values().forEach(TokenRefusal::checkReason);
        return new TokenRefusal(Set.copyOf(copy.values()).toString(), token -> Optional.ofNullable(copy.get(token)));
    }
}
