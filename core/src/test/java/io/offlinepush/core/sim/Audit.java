package io.offlinepush.core.sim;

import io.offlinepush.api.MessageId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.Trace;
import io.offlinepush.core.OfflinePush;
import io.offlinepush.core.sim.History.Deed;
import io.offlinepush.core.sim.History.Kind;
import io.offlinepush.testkit.ManualRuntime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Has a life judged at its end, by what a process without a past tells of it and gives its clients to read. */
final class Audit {

    private final History history;
    private final Team team;
    private final Phones phones;
    private final ManualRuntime runtime;
    private final SimProcess process;
    private final OfflinePush push;

    Audit(History history, Team team, Phones phones, ManualRuntime runtime, SimProcess process, OfflinePush push) {
        this.history = history;
        this.team = team;
        this.phones = phones;
        this.runtime = runtime;
        this.process = process;
        this.push = push;
    }

    void judge(List<Sent> messages, List<Notice> notices, Room room) {
        Judge judge = new Judge(history, team);
        Punctuality punctuality = new Punctuality(history, judge, phones, room);
        for (Sent message : messages) {
            if (message.pushed) {
                judge.left(message);
                judge.replaced(message);
                punctuality.check(message);
                judge.ended(message, trace(message.message()));
            } else {
                judge.nothing(message, trace(message.message()));
            }
        }
        notices.forEach(notice -> judge(judge, punctuality, notice));
        punctuality.noneIsWaitedForAgain();
        punctuality.turns();
        read(new Reading(history, messages, team));
    }

    private void judge(Judge judge, Punctuality punctuality, Notice notice) {
        if (notice.granted() == null) {
            history.wrong(notice + " got no answer that says since when it is owed");
            return;
        }
        Trace trace = trace(notice.message());
        NoticeJudge hosts = new NoticeJudge(history);
        judge.left(notice);
        punctuality.check(notice);
        judge.ended(notice, trace);
        hosts.answers(notice);
        hosts.left(notice);
        hosts.counted(notice, trace);
    }

    private void read(Reading reading) {
        phones.clients.forEach(reading::session);
        Set<String> audited = new HashSet<>();
        for (Deed login : List.copyOf(history.deeds)) {
            if (login.kind == Kind.LOGIN && audited.add(login.user + " on " + login.device)) {
                SimClient client = phones.login(process, push, login.user(), login.device);
                client.takeEverything();
                runtime.runAll();
                while (readsOn(client)) {
                    runtime.runAll();
                }
                reading.session(client);
                reading.hasEverything(client, Set.of(Timeline.inbox(login.user()), Timeline.group(Team.ID)));
            }
        }
    }

    private static boolean readsOn(SimClient client) {
        int before = client.acknowledged();
        client.acknowledgeAll();
        return client.acknowledged() > before;
    }

    private Trace trace(MessageId message) {
        List<Trace> traces = new ArrayList<>();
        push.diagnostics().trace(message).thenAccept(traces::add);
        runtime.runAll();
        return traces.get(0);
    }
}
