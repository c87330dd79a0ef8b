package io.offlinepush.sandbox;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Judges requests, whatever protocol brought them: path, bearer, headers, body, tokens, in this order; delivers what is
 * accepted, and logs every request with its answer. Safe for any number of threads.
 */
final class Gateway {
    private static final Logger LOG = System.getLogger(Gateway.class.getName());

    private final AtomicLong lastRequestId = new AtomicLong(170_000_000_000_000L);
    private final RequestLog log = new RequestLog();
    private final Script script = new Script();
    private final ServiceAccount account;
    private final JwtVerifier verifier;
    private final DeviceDirectory devices;
    private final InstantSource clock;

    Gateway(ServiceAccount account, JwtVerifier verifier, DeviceDirectory devices, InstantSource clock) {
        this.account = account;
        this.verifier = verifier;
        this.devices = devices;
        this.clock = clock;
    }

    Script script() {
        return script;
    }

    List<SeenRequest> requests() {
        return log.newest();
    }

    /** Never throws: whatever was sent, there is an answer. */
    Reply answer(RequestHead head, byte[] body) {
        String requestId = nextRequestId();
        Observed observed = Observed.NOTHING;
        Reply reply;
        try {
            observed = Observed.of(head, body, verifier);
            reply = judge(head, observed, script.next(), requestId);
        } catch (Refusal refusal) {
            reply = Reply.business(refusal.code(), refusal.msg(), requestId);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A fault in the sandbox, or in a predicate given to it; answered 81000001", e);
            reply = Reply.business(Codes.INNER_ERROR, "Inner Error.", requestId);
        }
        boolean verified = observed.unauthenticated() == null;
        log(head, observed.tokenCount(), verified, reply, new String(body, StandardCharsets.UTF_8));
        return reply;
    }

    /** For a request whose body was not read to its end, being too long: HTTP 413. */
    Reply tooLarge(RequestHead head) {
        return unread(head, 413, Codes.MESSAGE_TOO_LONG, "Push message size is too long.");
    }

    /** For what is not even HTTP: HTTP 400. */
    Reply notHttp(RequestHead head) {
        return unread(head, 400, Codes.PARAMETER, "Check Parameter Error.");
    }

    private Reply unread(RequestHead head, int httpStatus, String code, String msg) {
        Reply reply = Reply.business(httpStatus, code, msg, nextRequestId());
        log(head, 0, false, reply, "");
        return reply;
    }

    private Reply judge(RequestHead head, Observed observed, Optional<Answer> scripted, String requestId) {
        if (scripted.orElse(null) instanceof FixedAnswer fixed) {
            return fixed.reply(requestId);
        }
        if (!HeaderRules.isSend(head)) {
            return Reply.empty(404, requestId);
        }
        observed.throwIfUnauthenticated();
        HeaderRules.checkProject(head, account.projectId());
        HeaderRules.checkHeaders(head);
        observed.throwIfMalformed();
        PushRequest push = PushRequest.read(observed.json());
        Recipients recipients = Recipients.sort(push.tokens(), token -> reasonAgainst(token, push.alert(), scripted));
        Message message = new Message(
                push.alert(),
                push.options().collapseKey(),
                requestId,
                clock.instant().plusSeconds(push.options().ttlSeconds()));
        recipients.accepted().forEach(token -> devices.deliver(token, message));
        return recipients.reply(requestId);
    }

    private Optional<String> reasonAgainst(String token, AlertMessage alert, Optional<Answer> scripted) {
        if (!devices.isKnown(token)) {
            return Optional.of("tokenFormatError");
        }
        if (alert.category().equals(AlertMessage.PLAY_VOICE)) {
            return Optional.of("notSupportPlayVoice");
        }
        if (scripted.orElse(null) instanceof TokenRefusal refusal
                && refusal.tokens().test(token)) {
            return Optional.of(refusal.reason());
        }
        return Optional.empty();
    }

    private void log(RequestHead head, int tokenCount, boolean jwtVerified, Reply reply, String body) {
        log.add(new SeenRequest(
                head.protocol(),
                head.path(),
                head.pushType(),
                tokenCount,
                jwtVerified,
                reply.httpStatus(),
                reply.code(),
                reply.requestId(),
                head.connection(),
                body));
    }

    private String nextRequestId() {
        return Long.toString(lastRequestId.incrementAndGet());
    }
}
