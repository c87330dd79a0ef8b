package io.offlinepush.testkit;

import static io.offlinepush.testkit.StoreFixture.BOB;
import static io.offlinepush.testkit.StoreFixture.CAROL;
import static io.offlinepush.testkit.StoreFixture.TEAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Cursors;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link MessageStore#forget} says of itself. */
public interface ForgetRules extends StoreSubject {

    @Test
    @DisplayName("forget: removes a user's inbox with its keys, all that it owes, its dead parts and traces")
    default void forgetsTheInbox() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Entry held = fixture.owing(BOB);
            Part mine = StoreFixture.only(fixture.stored(node, held).parts());
            Part dead = fixture.part(node);
            fixture.die(node, dead);
            PartId free = fixture.freePart();
            long newest = fixture.head(BOB);
            PartId carols = StoreFixture.only(
                            fixture.stored(node, fixture.owing(CAROL)).parts())
                    .id();

            fixture.store().forget(new UserId("bob"));
            assertThat(fixture.read(BOB)).isEmpty();
            assertThat(fixture.head(BOB)).isZero();
            assertThat(fixture.depth()).isEqualTo(1);
            assertThat(fixture.held(node)).containsExactly(carols);
            assertThat(fixture.end(node, mine.id())).containsExactly(mine.id());
            assertThat(fixture.claim(node)).doesNotContain(free).isEmpty();
            assertThat(fixture.store().outbox().dead(null, 10)).isEmpty();
            assertThat(fixture.store().outbox().trace(dead.messageId())).isEmpty();
            assertThat(fixture.read(CAROL)).hasSize(1);
            assertThat(fixture.stored(node, fixture.resent(held)).sequence())
                    .as("stored under the key that is free again")
                    .isGreaterThan(newest);
            fixture.store().forget(new UserId("nobody"));
        }
    }

    @Test
    @DisplayName("forget: removes the user's cursors in every timeline, nobody else's, and not what the user sent")
    default void forgetsTheCursors() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            fixture.stored(node, fixture.message(BOB));
            fixture.stored(node, fixture.message(TEAM));
            Cursors cursors = fixture.store().cursors();
            CursorKey inbox = key("alice", Timeline.inbox(new UserId("alice")));
            CursorKey team = key("alice", TEAM);
            CursorKey bobs = key("bob", TEAM);
            cursors.advance(Map.of(inbox, 5L, team, 6L, bobs, 7L));
            fixture.store().forget(new UserId("alice"));
            assertThat(cursors.read(List.of(inbox, team, bobs))).isEqualTo(Map.of(bobs, 7L));
            assertThat(cursors.highest(new UserId("alice"), List.of(TEAM))).isEmpty();
            assertThat(cursors.highest(new UserId("bob"), List.of(TEAM))).isEqualTo(Map.of(TEAM, 7L));
            assertThat(fixture.read(BOB)).as("what alice sent to bob").hasSize(1);
            assertThat(fixture.read(TEAM)).as("what alice sent to a group").hasSize(1);
            cursors.advance(Map.of(team, 2L));
            assertThat(cursors.read(List.of(team)))
                    .as("written anew, from the beginning")
                    .isEqualTo(Map.of(team, 2L));
        }
    }

    @Test
    @DisplayName("forget: survives closing and opening, at the declared durability")
    default void forgottenStaysForgotten() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            fixture.part(node);
            fixture.store().cursors().advance(Map.of(key("bob", BOB), 1L));
            fixture.store().forget(new UserId("bob"));
            if (!fixture.mustSurvive(this)) {
                return;
            }
            assertThat(fixture.read(BOB)).isEmpty();
            assertThat(fixture.depth()).isZero();
            assertThat(fixture.store().cursors().read(List.of(key("bob", BOB)))).isEmpty();
        }
    }

    private static CursorKey key(String user, Timeline timeline) {
        return new CursorKey(new UserId(user), new DeviceId("phone"), timeline);
    }
}
