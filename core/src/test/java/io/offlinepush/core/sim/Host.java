package io.offlinepush.core.sim;

import io.offlinepush.api.Audience;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.Notifications;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.Priority;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Replace;
import io.offlinepush.api.UserId;
import io.offlinepush.core.sim.Notice.Call;
import io.offlinepush.core.sim.Notice.Kind;
import io.offlinepush.core.sim.Notice.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;

/** A host that keeps its own messages: asks for pushes, asks again, reports what arrived, and takes back. */
final class Host {

    /** With these an audience is too large for one part. */
    private static final int STRANGERS = 101;

    private final Random random;
    private final History history;
    private final Team team;
    final List<Notice> notices = new ArrayList<>();

    Host(Random random, History history, Team team) {
        this.random = random;
        this.history = history;
        this.team = team;
    }

    /**
     * Does something, by one process.
     *
     * @param device one of those that somebody may have it on
     * @param owner whose it is, as far as the host knows
     */
    void act(SimProcess process, Notifications calls, DeviceId device, UserId owner) {
        int luck = random.nextInt(20);
        if (notices.isEmpty() || luck < 9) {
            Notice notice = new Notice(new NotificationKey("key-" + notices.size()), history, team, notices);
            notices.add(notice);
            notice.wishes.add(wish(notice.key));
            notify(process, calls, notice, notice.wishes.get(0));
            // What follows in the same breath must not overtake it.
            int breath = random.nextInt(8);
            if (breath == 0) {
                withdraw(process, calls, notice);
            } else if (breath == 1) {
                delivered(process, calls, notice, owner, device);
            }
        } else if (luck < 12) {
            notifyAgain(process, calls, recent());
        } else if (luck < 17) {
            delivered(process, calls, recent(), random.nextInt(8) == 0 ? any(History.USERS) : owner, device);
        } else {
            withdraw(process, calls, recent());
        }
    }

    /** Asks once more for what has no answer yet. */
    void askAgain(SimProcess process, Notifications calls) {
        notices.stream()
                .filter(notice -> notice.granted() == null)
                .forEach(notice -> notice.wishes.forEach(wish -> notify(process, calls, notice, wish)));
    }

    private Notice recent() {
        return notices.get(Math.max(0, notices.size() - 1 - random.nextInt(4)));
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private Wish wish(NotificationKey key) {
        PushConfig content = PushConfig.of(key.value(), "news").withBadge(random.nextInt(4));
        NotifyOptions options = NotifyOptions.DEFAULT
                .withPriority(any(List.of(Priority.values())))
                .withReach(random.nextInt(4) == 0 ? Reach.EVERYONE : Reach.OFFLINE);
        if (random.nextInt(3) > 0) {
            options = options.withSender(any(History.USERS));
        }
        if (random.nextBoolean()) {
            options = options.withConversation(Conversation.group(Team.ID))
                    .withReplace(random.nextInt(3) == 0 ? Replace.CONVERSATION : Replace.NOTHING);
        }
        if (random.nextInt(6) == 0) {
            options = options.withExpireAfter(Duration.ofSeconds(1 + random.nextInt(30)));
        }
        return new Wish(audience(), content, options);
    }

    private Audience audience() {
        int luck = random.nextInt(10);
        if (luck < 2) {
            return Audience.group(Team.ID);
        } else if (luck < 4) {
            return Audience.allUsers();
        } else if (luck < 6) {
            return Audience.users(History.USERS);
        }
        List<UserId> named = new ArrayList<>(List.of(any(History.USERS)));
        for (int i = luck == 6 ? STRANGERS : 0; i > 0; i--) {
            named.add(new UserId("stranger-" + i));
        }
        return Audience.users(named);
    }

    private void notifyAgain(SimProcess process, Notifications calls, Notice notice) {
        Wish again = any(notice.wishes);
        if (random.nextInt(3) == 0) {
            again = random.nextBoolean()
                    ? new Wish(again.audience(), PushConfig.of(notice.key.value(), "other news"), again.options())
                    : new Wish(audience(), again.content(), again.options());
            notice.wishes.add(again);
        }
        notify(process, calls, notice, again);
    }

    private void notify(SimProcess process, Notifications calls, Notice notice, Wish wish) {
        Call call = begin(Kind.NOTIFY, process, notice);
        call.wish = wish;
        follow(call, notice, calls.notify(notice.key, wish.audience(), wish.content(), wish.options()));
    }

    private void delivered(SimProcess process, Notifications calls, Notice notice, UserId user, DeviceId device) {
        Call call = begin(Kind.DELIVERED, process, notice);
        call.user = user;
        call.device = device;
        follow(call, notice, calls.delivered(notice.key, user, device));
    }

    private void withdraw(SimProcess process, Notifications calls, Notice notice) {
        follow(begin(Kind.WITHDRAW, process, notice), notice, calls.withdraw(notice.key));
    }

    private Call begin(Kind kind, SimProcess process, Notice notice) {
        Call call = new Call(kind, process.name, history.now(), history.time());
        notice.calls.add(call);
        history.tell(process.name + " begins " + kind + " of " + notice.key);
        return call;
    }

    private void follow(Call call, Notice notice, CompletionStage<?> stage) {
        stage.whenComplete((answer, failure) -> {
            call.end = history.now();
            call.endTime = history.time();
            call.answer = answer;
            history.tell(call.process + " ends " + call.kind + " of " + notice.key + ": "
                    + (answer == null ? "no answer" : answer.getClass().getSimpleName()));
        });
    }
}
