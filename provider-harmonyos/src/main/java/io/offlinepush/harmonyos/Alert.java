package io.offlinepush.harmonyos;

import io.netty.util.AsciiString;
import io.offlinepush.spi.PushRequest;
import io.offlinepush.spi.Target;
import io.offlinepush.spi.VendorAnswer;
import io.offlinepush.spi.Verdict;
import io.offlinepush.spi.Verdict.Rejected.Cause;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One request with an alert, from the bearer to the verdicts. Sent once more if its bearer is refused. */
final class Alert implements HttpRequest {

    private static final AsciiString PUSH_TYPE = AsciiString.cached("0");
    private static final int ANSWER_BYTES = 16 * 1024;
    private static final int ANSWER_BYTES_PER_TOKEN = 512;

    private final PushRequest request;
    private final AlertTemplate template;
    private final @Nullable String profile;
    private final List<Target> targets;
    private final Lane lane;
    private final long deadlineNanos;
    private final CompletableFuture<List<Verdict>> result = new CompletableFuture<>();

    // Written by the thread that hands the request on, before it does.
    private @Nullable Bearer bearer;
    private boolean again;
    private VendorAnswer said = VendorAnswer.NONE;

    Alert(
            PushRequest request,
            AlertTemplate template,
            @Nullable String profile,
            List<Target> targets,
            Lane lane,
            long deadlineNanos) {
        this.request = request;
        this.template = template;
        this.profile = profile;
        this.targets = targets;
        this.lane = lane;
        this.deadlineNanos = deadlineNanos;
    }

    CompletionStage<List<Verdict>> start() {
        send(lane.bearers().get());
        return result;
    }

    private void send(CompletionStage<Bearer> with) {
        lane.bearerQueue().await(with, deadlineNanos, this::sendWith, this::notSent);
    }

    private void sendWith(Bearer ready) {
        bearer = ready;
        lane.http().send(this);
    }

    private Bearer bearer() {
        return Objects.requireNonNull(bearer, "sent without a bearer");
    }

    @Override
    public AsciiString path() {
        return bearer().path();
    }

    @Override
    public AsciiString authorization() {
        return bearer().authorization();
    }

    @Override
    public AsciiString pushType() {
        return PUSH_TYPE;
    }

    @Override
    public int weight() {
        return targets.size();
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public int mostAnswerBytes() {
        return ANSWER_BYTES + ANSWER_BYTES_PER_TOKEN * targets.size();
    }

    /** None if less than a second is left: a ttl of 0 is not documented. */
    @Override
    public byte @Nullable [] body() {
        try {
            long ttl = Math.min(AlertTemplate.MOST_TTL, request.timeLeft().toSeconds());
            return ttl < 1 ? null : template.body(profile, ttl, targets);
        } catch (RuntimeException e) {
            return null;
        }
    }

    @Override
    public void sendIfCurrent(Runnable write) {
        try {
            boolean unused = request.sendIfCurrent(write);
        } catch (RuntimeException e) {
            // The core's fault must not hold up the others on this connection. Whether it ran shows in the write.
            lane.alarms().raise(request.app() + " could not leave", e.getClass().getName());
        }
    }

    @Override
    public void notSent(String why) {
        result.complete(Verdicts.all(new Verdict.RetryLater(null, said, why), targets));
    }

    @Override
    public void unknown(String why) {
        result.complete(Verdicts.all(new Verdict.Unknown(said, "no answer from Push Kit: " + why), targets));
    }

    @Override
    public void answered(HttpHead head, byte[] body) {
        Answer answer = Answer.parse(head.status(), body);
        Verdicts meaning = Verdicts.of(answer);
        said = answer.vendorAnswer();
        if (meaning == Verdicts.UNREADABLE) {
            unknown("the answer cannot be read");
            return;
        }
        if (meaning == Verdicts.NOT_AUTHENTICATED) {
            if (!again) {
                again = true;
                var fresh = lane.bearers().insteadOf(bearer());
                if (fresh.isPresent()) {
                    send(fresh.get());
                    return;
                }
            }
        } else if (meaning != Verdicts.APP_REFUSED) {
            bearer().prove();
        }
        String clocks = meaning == Verdicts.NOT_AUTHENTICATED || answer.code().equals(Verdicts.LIVES_TOO_LONG)
                ? Clocks.difference(head, lane.clock())
                : "";
        List<Verdict> verdicts = meaning.verdicts(answer, targets, head.waitFor(lane.clock()), clocks);
        if (meaning != Verdicts.ACCEPTED) {
            alarm(verdicts, clocks);
        }
        result.complete(verdicts);
    }

    /** One for each code and reason: what is refused for the app's fault does not mend itself. */
    private void alarm(List<Verdict> verdicts, String clocks) {
        VendorAnswer told = null;
        for (Verdict verdict : verdicts) {
            String todo = todo(verdict);
            if (todo != null && !verdict.answer().equals(told)) {
                told = verdict.answer();
                lane.alarms()
                        .raise(
                                request.app() + " refused with " + told.code(),
                                todo + clocks + "; request " + told.requestId());
            }
        }
    }

    private static @Nullable String todo(Verdict verdict) {
        if (verdict instanceof Verdict.AppRefused) {
            return Verdicts.MEND;
        }
        Cause cause = verdict instanceof Verdict.Rejected rejected ? rejected.cause() : Cause.MESSAGE;
        if (cause == Cause.MESSAGE) {
            return null;
        }
        return cause == Cause.APP ? Verdicts.MEND : "this answer is not known here, and the push is not repeated";
    }
}
