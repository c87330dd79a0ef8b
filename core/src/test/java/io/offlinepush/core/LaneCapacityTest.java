package io.offlinepush.core;

import static io.offlinepush.core.World.ALICE;
import static io.offlinepush.core.World.BOB;
import static io.offlinepush.core.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.SendConfig;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * More than fits: into a lane, and into memory. All of it goes out, at the speed of the vendor and not of the sweeps.
 */
class LaneCapacityTest {

    private final World world = new World(OfflinePush.builder()
            .setting("partsInMemory", "50")
            .setting("laneInFlight", "5")
            .setting("laneParts", "20"));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aLaneThatIsFullGoesOnAsVerdictsCome() {
        world.offline(BOB, PHONE, "token-1");
        for (int i = 0; i < 500; i++) {
            world.push.messages().send(World.text(ALICE, BOB, "message " + i), SendConfig.push(World.PUSH));
        }
        world.runtime.runAll();
        world.pass(Duration.ofSeconds(3));

        assertThat(world.pushed()).doesNotHaveDuplicates().hasSize(500);
        assertThat(world.store.outbox().backlog(1_000_000).owed()).isZero();
    }
}
