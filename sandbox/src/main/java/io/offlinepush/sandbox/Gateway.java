package io.offlinepush.sandbox;

import io.offlinepush.sandbox.faults.BodyFault;
import io.offlinepush.sandbox.faults.FixedAnswer;
import io.offlinepush.sandbox.faults.QpsLimit;
import io.offlinepush.sandbox.faults.StreamLimit;
import io.offlinepush.sandbox.faults.TokenRefusal;
import io.offlinepush.sandbox.phone.Message;
import io.offlinepush.sandbox.rules.AlertMessage;
import io.offlinepush.sandbox.rules.Codes;
import io.offlinepush.sandbox.rules.HeaderRules;
import io.offlinepush.sandbox.rules.JwtVerifier;
import io.offlinepush.sandbox.rules.Observed;
import io.offlinepush.sandbox.rules.Payload;
import io.offlinepush.sandbox.rules.PushRequest;
import io.offlinepush.sandbox.rules.Recipients;
import io.offlinepush.sandbox.rules.Refusal;
import io.offlinepush.sandbox.rules.Reply;
import io.offlinepush.sandbox.rules.RequestHead;
import io.offlinepush.sandbox.rules.RevokeRequest;
import io.offlinepush.sandbox.rules.ServiceAccount;
import io.offlinepush.sandbox.wire.Outcome;
import io.offlinepush.sandbox.wire.RequestHandler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Judges requests, whatever protocol brought them: path, bearer, headers, body, tokens, in this order; delivers what is
 * accepted, and logs every request with its answer. Safe for any number of threads.
 */
final class Gateway implements RequestHandler {
    private static final Logger LOG = System.getLogger(Gateway.class.getName());
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final AtomicLong lastRequestId = new AtomicLong(170_000_000_000_000L);
    private final RequestLog log = new RequestLog();
    private final ServiceAccount account;
    private final JwtVerifier verifier;
    private final DeviceDirectory devices;
    private final Revocation revocation;
    private final InstantSource clock;
    private final Faults faults;

    /** An answer, and whether phones were given the message. */
    private record Verdict(Reply reply, boolean delivered) {
        static Verdict undelivered(Reply reply) {
            return new Verdict(reply, false);
        }
    }

    Gateway(
            ServiceAccount account,
            JwtVerifier verifier,
            DeviceDirectory devices,
            Revocation revocation,
            InstantSource clock,
            Faults faults) {
        this.account = account;
        this.verifier = verifier;
        this.devices = devices;
        this.revocation = revocation;
        this.clock = clock;
        this.faults = faults;
    }

    Faults faults() {
        return faults;
    }

    List<SeenRequest> requests() {
        return log.newest();
    }

    void reset() {
        log.clear();
        faults.reset();
        devices.clear();
    }

    @Override
    public Optional<ConnectionFault> faultOfNextConnection() {
        return faults.forConnection();
    }

    @Override
    public void happened(ConnectionFault fault, int connection) {
        faults.happened(fault, connection, "");
    }

    /** Whatever was sent, there is an answer, though a fault may keep it back. */
    @Override
    public Outcome answer(RequestHead head, byte[] body, @Nullable RequestFault ofConnection) {
        String requestId = nextRequestId();
        Optional<RequestFault> fault =
                faults.forRequest(ofConnection).filter(what -> head.isHttp2() || !(what instanceof StreamLimit));
        Observed observed = Observed.NOTHING;
        Verdict verdict;
        try {
            observed = Observed.of(head, body, verifier);
            verdict = judge(head, observed, fault, requestId);
        } catch (Refusal refusal) {
            verdict = Verdict.undelivered(Reply.business(refusal.code(), refusal.msg(), requestId));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A fault in the sandbox, or in a predicate given to it; answered 81000001", e);
            verdict = Verdict.undelivered(Reply.business(Codes.INNER_ERROR, "Inner Error.", requestId));
        }
        fault.ifPresent(what -> faults.happened(what, head.connection(), requestId));
        faults.clockSkew().ifPresent(skew -> faults.happened(skew, head.connection(), requestId));
        log(head, observed, verdict, fault, new String(body, StandardCharsets.UTF_8));
        Reply reply = fault.orElse(null) instanceof BodyFault damage ? damage.damage(verdict.reply) : verdict.reply;
        return new Outcome(dated(reply), fault);
    }

    @Override
    public Reply tooLarge(RequestHead head) {
        return unread(head, 413, Codes.MESSAGE_TOO_LONG, "Push message size is too long.");
    }

    @Override
    public Reply notHttp(RequestHead head) {
        return unread(head, 400, Codes.PARAMETER, "Check Parameter Error.");
    }

    private Reply unread(RequestHead head, int httpStatus, String code, String msg) {
        Reply reply = Reply.business(httpStatus, code, msg, nextRequestId());
        log(head, Observed.NOTHING, Verdict.undelivered(reply), Optional.empty(), "");
        return dated(reply);
    }

    private Verdict judge(RequestHead head, Observed observed, Optional<RequestFault> fault, String requestId) {
        if (fault.orElse(null) instanceof FixedAnswer fixed) {
            return Verdict.undelivered(fixed.reply(requestId));
        }
        if (HeaderRules.isRevoke(head)) {
            return judgeRevoke(head, observed, fault, requestId);
        }
        return HeaderRules.isSend(head)
                ? judgeSend(head, observed, fault, requestId)
                : Verdict.undelivered(Reply.empty(404, requestId));
    }

    private Verdict judgeRevoke(RequestHead head, Observed observed, Optional<RequestFault> fault, String requestId) {
        observed.throwIfUnauthenticated();
        revocation.checkClient(head);
        HeaderRules.checkRevoke(head);
        observed.throwIfMalformed();
        RevokeRequest revoke = RevokeRequest.read(observed.json());
        Recipients recipients = revocation.sort(revoke);
        boolean delivered = Outcome.delivers(fault) && !recipients.accepted().isEmpty();
        if (delivered) {
            recipients.accepted().forEach(token -> devices.revoke(token, revoke.notifyId()));
        }
        return new Verdict(recipients.reply(Codes.PARTIAL_REVOKE, requestId), delivered);
    }

    private Verdict judgeSend(RequestHead head, Observed observed, Optional<RequestFault> fault, String requestId) {
        observed.throwIfUnauthenticated();
        HeaderRules.checkProject(head, account.projectId());
        Instant now = clock.instant();
        Optional<QpsLimit> exceeded = faults.exceeded(observed.tokenCount(), now);
        if (exceeded.isPresent()) {
            faults.happened(exceeded.get(), head.connection(), requestId);
            return Verdict.undelivered(flowControl(exceeded.get(), requestId));
        }
        int pushType = HeaderRules.checkSend(head);
        observed.throwIfMalformed();
        PushRequest push = PushRequest.read(pushType, observed.json());
        Recipients recipients = Recipients.sort(push.tokens(), token -> reasonAgainst(token, push.payload(), fault));
        boolean delivered = Outcome.delivers(fault) && !recipients.accepted().isEmpty();
        if (delivered) {
            Message message = new Message(
                    push.payload(),
                    push.options().collapseKey(),
                    requestId,
                    now.plusSeconds(push.options().ttlSeconds()));
            recipients.accepted().forEach(token -> devices.deliver(token, message));
        }
        return new Verdict(recipients.reply(Codes.PARTIAL_SUCCESS, requestId), delivered);
    }

    private static Reply flowControl(QpsLimit limit, String requestId) {
        Reply reply = Reply.empty(503, requestId);
        return limit.retryAfter().isZero()
                ? reply
                : reply.withHeader(
                        "retry-after", Long.toString(limit.retryAfter().toSeconds()));
    }

    private Optional<String> reasonAgainst(String token, Payload payload, Optional<RequestFault> fault) {
        if (!devices.isKnown(token)) {
            return Optional.of("tokenFormatError");
        }
        if (payload instanceof AlertMessage alert && alert.category().equals(AlertMessage.PLAY_VOICE)) {
            return Optional.of("notSupportPlayVoice");
        }
        return fault.orElse(null) instanceof TokenRefusal refusal
                ? refusal.reasonAgainst().apply(token)
                : Optional.empty();
    }

    private Reply dated(Reply reply) {
        return reply.withHeader("date", HTTP_DATE.format(clock.instant().plus(faults.skew())));
    }

    private void log(RequestHead head, Observed observed, Verdict verdict, Optional<RequestFault> fault, String body) {
        boolean answered = Outcome.answers(fault);
        log.add(new SeenRequest(
                head.protocol(),
                head.path(),
                head.pushType(),
                observed.tokenCount(),
                observed.unauthenticated() == null,
                answered ? verdict.reply.httpStatus() : 0,
                answered ? verdict.reply.code() : "",
                verdict.reply.requestId(),
                head.connection(),
                verdict.delivered,
                fault.map(Fault::name).orElse(""),
                body));
    }

    private String nextRequestId() {
        return Long.toString(lastRequestId.incrementAndGet());
    }
}
