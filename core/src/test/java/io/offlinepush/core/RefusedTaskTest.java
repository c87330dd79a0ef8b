package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.APP;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.CAROL;
import static io.offlinepush.core.World.PHONE;
import static io.offlinepush.core.World.TABLET;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.Conversation;
import io.offlinepush.api.DeviceToken;
import io.offlinepush.api.GroupId;
import io.offlinepush.api.Health;
import io.offlinepush.api.Message;
import io.offlinepush.api.OfflinePushListener;
import io.offlinepush.api.Platform;
import io.offlinepush.api.Registration;
import io.offlinepush.inmemory.InMemoryGroupDirectory;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An executor of the host that refuses a task costs that task a retry, and nothing else (promise 8). */
class RefusedTaskTest {

    private static final GroupId TEAM = new GroupId("team");

    private final InMemoryGroupDirectory groups = new InMemoryGroupDirectory();
    private final AtomicInteger heard = new AtomicInteger();
    private final World world = new World(OfflinePush.builder().groups(groups).listener(new OfflinePushListener() {
        @Override
        public void stored(int count, Duration took) {
            heard.addAndGet(count);
        }
    }));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "blocking",
                "callbacks",
                "appends",
                "loop",
                "decisions",
                "settlements",
                "claims",
                "lease",
                "listener",
                "health",
                "retention",
                "session-reads",
                "user-groups",
                "group-pages"
            })
    void anExecutorThatRefusesSomeTasks_costsThemARetry(String purpose) {
        groups.join(TEAM, BOB, world.store.nodes().now());
        groups.join(TEAM, CAROL, world.store.nodes().now());
        world.refusals.refuse(purpose, 3);

        done(world.push.devices().registerPush(new Registration(PHONE, APP, new DeviceToken("token-1"))));
        done(world.push.devices().registerPush(new Registration(TABLET, APP, new DeviceToken("token-2"))));
        Client bob = new Client();
        bob.session = done(world.push.sessions().login(BOB, PHONE, Platform.HARMONY_OS, bob));
        done(world.push.devices().login(CAROL, TABLET, Platform.HARMONY_OS));
        for (int i = 0; i < 5; i++) {
            done(world.sending(World.text(ALICE, BOB, "to one " + i)));
            done(world.sending(Message.text(ALICE, Conversation.group(TEAM), "to all " + i)));
        }
        for (int i = 0; i < 5; i++) {
            Health health = done(world.push.diagnostics().health());
            assertThat(health.status()).isEqualTo(Health.Status.UP);
        }
        // Long enough for old messages to be looked for four times.
        world.pass(Duration.ofMinutes(50));

        assertThat(world.refusals.toCome(purpose)).as("it did refuse").isZero();
        assertThat(bob.texts()).as("delivered").hasSize(10);
        assertThat(world.pushed()).as("pushed").hasSize(15);
        assertThat(world.store.outbox().backlog(1_000).owed()).as("settled").isZero();
        assertThat(heard).as("the listener was told").hasValue(10);
        world.close();
    }

    @Test
    void afterTheClose_nothingIsSubmittedAnyMore() {
        world.refusals.refuse("lease", Integer.MAX_VALUE);
        world.pass(Duration.ofSeconds(6));
        world.close();
        int left = world.refusals.toCome("lease");

        world.pass(Duration.ofMinutes(1));

        assertThat(world.refusals.toCome("lease")).isEqualTo(left);
        assertThat(world.runtime.scheduled()).isZero();
    }

    private <T> T done(CompletionStage<T> stage) {
        world.pass(Duration.ofMillis(500));
        return world.done(stage);
    }
}
