package io.offlinepush.core.sim;

import io.offlinepush.api.Audience;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.NotifyResult;
import io.offlinepush.api.Trace;
import io.offlinepush.api.UserId;
import io.offlinepush.core.sim.History.Write;
import io.offlinepush.core.sim.Notice.Call;
import io.offlinepush.core.sim.Notice.Kind;
import io.offlinepush.core.sim.Notice.Wish;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a host may count on besides: one push for a key, what it asked for, and not after it said that it is not needed.
 */
final class NoticeJudge {

    private final History history;

    NoticeJudge(History history) {
        this.history = history;
    }

    /** The calls of one key agree. */
    void answers(Notice notice) {
        Set<MessageId> ids = new HashSet<>();
        Set<Instant> times = new HashSet<>();
        Set<@Nullable Wish> granted = new HashSet<>();
        Set<@Nullable Wish> refused = new HashSet<>();
        int first = 0;
        for (Call call : notice.calls) {
            MessageId id = call.messageId();
            if (id != null) {
                ids.add(id);
            }
            Instant storedAt = call.storedAt();
            if (storedAt != null) {
                times.add(storedAt);
                granted.add(call.wish);
            }
            if (call.answer instanceof NotifyResult.Conflict) {
                refused.add(call.wish);
            }
            first += call.answer instanceof NotifyResult.Owed ? 1 : 0;
            expect(
                    call.kind == Kind.NOTIFY || call.isKnown() || call.answer == null || mayBeUnknown(notice, call),
                    notice + ": " + call.kind + " on " + call.process + " did not know it");
        }
        expect(ids.size() == 1 && times.size() == 1, notice + " is several: " + ids + " at " + times);
        expect(first <= 1, notice + " was owed anew by " + first + " calls");
        expect(granted.size() == 1, notice + " stands for " + granted);
        expect(granted.stream().noneMatch(refused::contains), notice + " conflicts with itself");
    }

    /** Calls of one process take effect in their order; those of another one count once they have returned. */
    private static boolean mayBeUnknown(Notice notice, Call call) {
        return notice.calls.stream()
                .noneMatch(other -> other.kind == Kind.NOTIFY
                        && other.isKnown()
                        && (other.end < call.begin
                                || (other.process.equals(call.process) && other.begin < call.begin)));
    }

    /** What left says what was asked for, under one identity, and not after a report or a withdrawal. */
    void left(Notice notice) {
        for (Write write : history.writes) {
            if (!write.notification().content().title().equals(notice.key.value())) {
                continue;
            }
            String what = notice + " left " + write.process() + " for " + write.user() + " on " + write.device();
            Wish wish = notice.wish();
            expect(write.notification().messageId().equals(notice.message()), what + " as another one");
            expect(write.notification().content().equals(wish.content()), what + " with other content");
            expect(
                    Objects.equals(write.notification().sender(), wish.options().sender())
                            && Objects.equals(
                                    write.notification().conversation(),
                                    wish.options().conversation()),
                    what + " from somebody else or about something else");
            for (Call call : notice.calls) {
                boolean over = call.isKnown() && call.end < write.at();
                boolean late = over && History.isStale(call.endTime, write.time());
                if (call.kind == Kind.WITHDRAW) {
                    // In the same process it holds at once, in others after a moment.
                    expect(!(late || (over && call.process.equals(write.process()))), what + " after it was withdrawn");
                } else if (call.kind == Kind.DELIVERED) {
                    boolean there =
                            write.user().equals(call.user) && write.device().equals(call.device);
                    expect(!(late && there), what + " after it was reported to be there");
                }
            }
        }
    }

    /** Who has no device is counted, once, though there is no line for them where the audience is split first. */
    void counted(Notice notice, Trace trace) {
        int all = trace.counts().values().stream().mapToInt(count -> count).sum();
        int unnamed = all - Judge.ends(trace).size();
        int strangers = 0;
        int known = History.USERS.size();
        if (notice.wish().audience() instanceof Audience.Users named) {
            Set<UserId> others = new HashSet<>(named.users());
            History.USERS.forEach(others::remove);
            strangers = others.size();
            known = named.users().size() - strangers;
        }
        boolean neverSplit = unnamed == 0 && Judge.endedWhole(trace);
        expect(
                neverSplit || (unnamed >= strangers && unnamed <= strangers + known),
                notice + " counts " + trace.counts() + ", without a line " + unnamed + " where " + strangers
                        + " have no device");
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            history.wrong(otherwise);
        }
    }
}
