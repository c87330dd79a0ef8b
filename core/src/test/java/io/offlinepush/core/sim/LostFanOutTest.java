package io.offlinepush.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Audience;
import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceId;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Message;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.NotifyOptions;
import io.offlinepush.api.Platform;
import io.offlinepush.api.PushConfig;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Registration;
import io.offlinepush.api.SendConfig;
import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.OfflinePush;
import io.offlinepush.inmemory.InMemoryBindingRegistry;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import io.offlinepush.inmemory.InMemoryMessageStore;
import io.offlinepush.inmemory.InMemoryPushProvider;
import io.offlinepush.inmemory.InMemoryPushProvider.Pushed;
import io.offlinepush.spi.Target;
import io.offlinepush.testkit.ManualRuntime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process pushes to a large group, or to all users, and is lost in the middle, at each place where it can be: after
 * its first task, after its fourth, and so on. Another one goes on. Every member's phone shows the message, once, and
 * counts it once.
 */
class LostFanOutTest {

    private static final VendorApp APP = new VendorApp("test", "chat");
    private static final GroupId TOWN = new GroupId("town");
    private static final int MEMBERS = 5_500;

    @ParameterizedTest
    @CsvSource({"true, false", "false, false", "true, true", "false, true"})
    void everybodyIsPushedOnce(boolean comesBack, boolean toAllUsers) {
        boolean lostInTime = true;
        for (int tasks = 1; lostInTime; tasks += toAllUsers ? 5 : 3) {
            lostInTime = new Town().loseAfter(tasks, comesBack, toAllUsers);
            assertThat(tasks).as("the fan-out comes to an end").isLessThan(200);
        }
    }

    private static final class Town {

        private final ManualRuntime runtime = new ManualRuntime();
        private final InMemoryMessageStore store = new InMemoryMessageStore(runtime);
        private final InMemoryBindingRegistry registry = new InMemoryBindingRegistry();
        private final InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
        private final InMemoryPushProvider vendor = new InMemoryPushProvider(APP);

        private Town() {
            for (int i = 0; i < MEMBERS; i++) {
                UserId user = new UserId("user-" + i);
                DeviceId device = new DeviceId("phone-" + i);
                groups.join(TOWN, user, runtime.clock().instant());
                registry.register(
                        new Registration(device, APP, new DeviceToken("token-" + i)), new PushId("push-id-" + i));
                registry.login(user, device, Platform.HARMONY_OS, null, 10);
            }
        }

        private OfflinePush start(SimProcess process) {
            OfflinePush push = OfflinePush.builder()
                    .messageStore(store)
                    .bindingRegistry(registry)
                    .groups(groups)
                    .pushProvider(vendor)
                    .environment(process)
                    .build();
            push.start();
            return push;
        }

        /** Whether it was not through when it was lost. */
        private boolean loseAfter(int tasks, boolean comesBack, boolean toAllUsers) {
            SimProcess first = new SimProcess("first", runtime);
            OfflinePush sender = start(first);
            start(new SimProcess("second", runtime));
            runtime.runAll();
            send(sender, toAllUsers);
            boolean more = true;
            for (int i = 0; more && i < tasks; i++) {
                more = runtime.runNext();
            }
            if (comesBack) {
                first.pause();
                runtime.advance(Duration.ofSeconds(60));
                first.resume();
            } else {
                first.kill();
            }
            runtime.advance(Duration.ofSeconds(60));

            // Before the first append nothing was acknowledged, and nothing is owed.
            boolean stored = !vendor.pushed().isEmpty();
            assertThat(store.outbox().backlog(1_000_000).owed())
                    .as("open after %d tasks", tasks)
                    .isZero();
            assertThat(stored || tasks <= 2).as("pushed after %d tasks", tasks).isTrue();
            if (stored) {
                check(tasks);
            }
            return more;
        }

        private static void send(OfflinePush sender, boolean toAllUsers) {
            PushConfig hello = PushConfig.of("Mayor", "hello").withBadge(1);
            if (toAllUsers) {
                sender.notifications()
                        .notify(new NotificationKey("hello"), Audience.allUsers(), hello, NotifyOptions.DEFAULT);
            } else {
                Message message = Message.text(new UserId("mayor"), Conversation.group(TOWN), "hello");
                sender.messages().send(message, SendConfig.push(hello));
            }
        }

        private void check(int tasks) {
            Map<DeviceToken, Integer> badges = new HashMap<>();
            Set<Long> numbers = new HashSet<>();
            for (Pushed pushed : vendor.pushed()) {
                numbers.add(pushed.notification().number());
                for (Target target : pushed.targets()) {
                    badges.merge(target.token(), pushed.notification().withBadge() ? 1 : 0, Integer::sum);
                }
            }
            assertThat(numbers).as("one identity, after %d tasks", tasks).hasSize(1);
            assertThat(badges).as("every member, after %d tasks", tasks).hasSize(MEMBERS);
            assertThat(badges.values()).as("badges, after %d tasks", tasks).allMatch(badge -> badge <= 1);
        }
    }
}
