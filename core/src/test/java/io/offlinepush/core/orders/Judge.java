package io.offlinepush.core.orders;

import io.offlinepush.api.EndReason;
import io.offlinepush.core.orders.Facts.Asked;
import io.offlinepush.spi.SettledEnd;
import java.util.ArrayList;
import java.util.List;

/** Looks at a life that is over, and knows the promises only. */
final class Judge {

    private final Kind kind;
    private final List<Step> order;
    private final Life life;
    private final Facts facts;
    private final List<String> wrongs = new ArrayList<>();

    private Judge(Kind kind, List<Step> order, Life life) {
        this.kind = kind;
        this.order = order;
        this.life = life;
        this.facts = life.facts;
    }

    /** What was wrong; nothing if all was well. */
    static List<String> wrongs(Kind kind, List<Step> order, Life life) {
        Judge judge = new Judge(kind, order, life);
        judge.itEndsOnceForAReasonThatIsTrue();
        judge.noPushIsDecidedOnceItMustNotBe();
        judge.attentiveDevicesAreLeftAlone();
        judge.itIsNotMissed();
        return judge.wrongs;
    }

    /** Promise 2. */
    private void itEndsOnceForAReasonThatIsTrue() {
        List<SettledEnd> ends = life.store.outbox().trace(life.sent().messageId());
        expect(life.store.outbox().backlog(1_000_000).owed() == 0, "its push is still owed");
        List<EndReason> reasons = ends.stream()
                .flatMap(end -> end.ends().lines().stream())
                .map(line -> line.reason())
                .toList();
        expect(reasons.size() == 1, "it ended " + reasons);
        for (EndReason reason : reasons) {
            boolean isTrue = switch (reason) {
                case ACCEPTED -> !facts.writes.isEmpty();
                case DELIVERED -> facts.isAcknowledged();
                case NO_BINDING -> facts.isLoggedOut();
                default -> false;
            };
            expect(isTrue, "it ended " + reason + ", and that is not true");
            expect(facts.writes.isEmpty() || reason == EndReason.ACCEPTED, "it was pushed, and ended " + reason);
        }
    }

    /** Promises 3 and 4: the logout has returned, or the client has the message. And promise 5: it is pushed once. */
    private void noPushIsDecidedOnceItMustNotBe() {
        for (Asked asked : facts.asked) {
            expect(asked.decidedFrom() < facts.logoutReturned, "a push was decided after the logout returned");
            expect(
                    !facts.isAcknowledged() || asked.decidedFrom() < facts.acknowledged,
                    "a push was decided after the client had acknowledged");
        }
        facts.writes.forEach(write -> expect(write < facts.logoutReturned, "a push left after the logout returned"));
        expect(facts.writes.size() <= 1, "it was pushed " + facts.writes.size() + " times");
    }

    /** Promise 4, its other half. If presence takes too long, nobody counts as online: a push too many. */
    private void attentiveDevicesAreLeftAlone() {
        boolean looksOnline = kind.connected && !facts.presenceWasLate;
        for (Asked asked : facts.asked) {
            expect(
                    !looksOnline || asked.time().compareTo(Life.ACKNOWLEDGEMENT_TIME) >= 0,
                    "a push was decided " + asked.time() + " after the message was sent");
        }
        boolean inTime = order.contains(Step.ACKNOWLEDGED)
                && order.indexOf(Step.ACKNOWLEDGED) < before(Step.TIME_OVER)
                && facts.isAcknowledged();
        expect(
                !inTime || !looksOnline || facts.writes.isEmpty(),
                "it was acknowledged in time and pushed all the same");
    }

    private int before(Step step) {
        return order.contains(step) ? order.indexOf(step) : order.size();
    }

    /** Promise 4, the whole. Who logged out is told at the next login. */
    private void itIsNotMissed() {
        boolean acknowledged = facts.isAcknowledged();
        boolean loggedOut = facts.isLoggedOut();
        expect(acknowledged || loggedOut || facts.writes.size() == 1, "it was neither acknowledged nor pushed");
        expect(!kind.connected || loggedOut || facts.taken >= 1, "its session was never given it");
        expect(facts.taken <= 1, "one session was given it " + facts.taken + " times");
        expect(!facts.givenTooLate, "it was given to a session that was over");
        expect(life.atNextLogin() == (acknowledged ? 0 : 1), "at the next login it is given as if that were not so");
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            wrongs.add(otherwise);
        }
    }
}
