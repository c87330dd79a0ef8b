package io.offlinepush.testkit;

import static io.offlinepush.testkit.Scene.BOB;
import static io.offlinepush.testkit.Scene.CAROL;
import static io.offlinepush.testkit.Scene.CHAT;
import static io.offlinepush.testkit.Scene.TEAM;
import static io.offlinepush.testkit.Scene.newPart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.CursorKey;
import io.offlinepush.spi.Cursors;
import io.offlinepush.spi.Entry;
import io.offlinepush.spi.MessageStore;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.StoredEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link MessageStore#removeOlderThan} and {@link MessageStore#forget} say of themselves, and rule 2 over both. */
public interface RetentionRules extends StoreSubject {

    /** What a host says of a notification of its own. */
    Timeline NOTICE = Timeline.notification(new NotificationKey("notice"));

    @Test
    @DisplayName("retention: what is old enough is removed with its key, its id, its trace and its dead parts")
    default void removesAllOfAMessage() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Entry entry = scene.owing(TEAM);
            Part parent = Scene.only(scene.stored(node, entry).parts());
            Part child = Scene.only(scene.split(node, parent, false, newPart(1, CHAT)));
            scene.end(node, parent.id());
            scene.die(node, child);
            passTime(kept());
            assertThat(scene.store().removeOlderThan(kept(), 10)).isEqualTo(1);
            assertThat(scene.read(TEAM)).isEmpty();
            assertThat(scene.head(TEAM)).isZero();
            assertThat(scene.store().outbox().dead(null, 10)).isEmpty();
            assertThat(scene.store().outbox().requeue(List.of(child.id()), Duration.ofHours(1)))
                    .isEmpty();
            assertThat(scene.store().outbox().trace(entry.messageId())).isEmpty();
            assertThat(scene.store().find(entry.messageId())).isEmpty();
            assertThat(scene.depth()).isZero();
            assertThat(scene.append(node, scene.resent(entry)))
                    .as("the same key, once it is free")
                    .isInstanceOf(AppendResult.Stored.class);
        }
    }

    @Test
    @DisplayName("retention: what is not old enough stays, and what is younger than 24 hours cannot be named")
    default void keepsWhatIsYoung() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            scene.stored(node, scene.message(BOB));
            passTime(kept().minus(kept().dividedBy(100)));
            assertThatThrownBy(() -> scene.store().removeOlderThan(kept().minusMillis(1), 10))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(scene.store().removeOlderThan(kept().multipliedBy(7), 10))
                    .isZero();
            assertThat(scene.store().removeOlderThan(kept(), 10)).isZero();
            assertThat(scene.read(BOB)).hasSize(1);
            passTime(kept().dividedBy(100));
            assertThat(scene.store().removeOlderThan(kept(), 10)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("rule 3: a key is remembered over retention for as long as its message is kept")
    default void keyIsKeptWithItsMessage() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Entry entry = scene.owing(BOB);
            AppendResult.Stored stored = scene.stored(node, entry);
            AppendResult repeated =
                    new AppendResult.Repeated(stored.messageId(), BOB, stored.sequence(), stored.storedAt());
            passTime(kept().minus(kept().dividedBy(100)));
            scene.store().removeOlderThan(kept(), 10);
            assertThat(scene.append(node, scene.resent(entry)))
                    .as("while it is young")
                    .isEqualTo(repeated);
            passTime(kept());
            scene.store().removeOlderThan(kept(), 10);
            assertThat(scene.append(node, scene.resent(entry)))
                    .as("while its part is open")
                    .isEqualTo(repeated);
        }
    }

    @Test
    @DisplayName("retention: goes step by step, the oldest first, and says when there is nothing more")
    default void goesStepByStep() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            List<Long> bob = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                AppendResult.Stored stored = scene.stored(node, scene.message(i % 2 == 0 ? BOB : CAROL));
                if (stored.timeline().equals(BOB)) {
                    bob.add(stored.sequence());
                }
                passTime(Duration.ofMillis(2));
            }
            passTime(kept());
            long young = scene.stored(node, scene.message(BOB)).sequence();
            assertThat(scene.store().removeOlderThan(kept(), 3)).isEqualTo(3);
            assertThat(scene.read(BOB)).extracting(StoredEntry::sequence).containsExactly(bob.get(2), young);
            assertThat(scene.read(CAROL)).hasSize(2);
            assertThat(scene.store().removeOlderThan(kept(), 2)).isEqualTo(2);
            assertThat(scene.store().removeOlderThan(kept(), 2)).isEqualTo(1);
            assertThat(scene.store().removeOlderThan(kept(), 2)).isZero();
            assertThat(scene.read(CAROL)).isEmpty();
            assertThat(scene.read(BOB)).extracting(StoredEntry::sequence).containsExactly(young);
        }
    }

    @Test
    @DisplayName("retention: a message with an open part stays until the last of them ends, and holds up no other")
    default void skipsWhatIsOpen() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part open = Scene.only(scene.stored(node, scene.owing(TEAM)).parts());
            scene.split(node, open, false, newPart(1, CHAT), newPart(2, CHAT));
            PartId free = scene.freePart();
            scene.stored(node, scene.message(CAROL));
            passTime(kept());
            assertThat(scene.store().removeOlderThan(kept(), 1)).as("one step").isEqualTo(1);
            assertThat(scene.read(CAROL)).isEmpty();
            assertThat(scene.store().removeOlderThan(kept(), 10)).isZero();
            assertThat(scene.read(TEAM)).hasSize(1);
            assertThat(scene.read(BOB)).hasSize(1);

            scene.end(node, open.id());
            scene.end(node, new PartId(open.id().number(), 1));
            assertThat(scene.store().removeOlderThan(kept(), 10)).isZero();
            scene.end(node, new PartId(open.id().number(), 2));
            assertThat(scene.store().removeOlderThan(kept(), 10)).isEqualTo(1);
            assertThat(scene.read(TEAM)).isEmpty();
            assertThat(scene.claim(node)).containsExactly(free);
        }
    }

    @Test
    @DisplayName("retention: a requeued part keeps its message")
    default void requeuedKeepsItsMessage() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Part part = scene.part(node);
            scene.die(node, part);
            passTime(kept());
            scene.store().outbox().requeue(List.of(part.id()), Duration.ofHours(1));
            assertThat(scene.store().removeOlderThan(kept(), 10)).isZero();
            assertThat(scene.claim(node)).containsExactly(part.id());
            scene.end(node, part.id());
            assertThat(scene.store().removeOlderThan(kept(), 10)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("retention: cursors stay")
    default void cursorsStay() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            long sequence = scene.stored(node, scene.message(BOB)).sequence();
            CursorKey key = new CursorKey(new UserId("bob"), new DeviceId("phone"), BOB);
            scene.store().cursors().advance(Map.of(key, sequence));
            passTime(kept());
            assertThat(scene.store().removeOlderThan(kept(), 10)).isEqualTo(1);
            assertThat(scene.store().cursors().read(List.of(key))).isEqualTo(Map.of(key, sequence));
        }
    }

    @Test
    @DisplayName("retention: all of a notification goes at once, with its cursors, and not while a part of it is open")
    default void notificationsGoTogether() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            PartId part =
                    Scene.only(scene.stored(node, scene.owing(NOTICE)).parts()).id();
            CursorKey bobs = key("bob", NOTICE);
            CursorKey inbox = key("bob", BOB);
            scene.store().cursors().advance(Map.of(bobs, 1L, inbox, 1L));
            passTime(kept());
            scene.stored(node, scene.message(NOTICE));
            passTime(kept());
            assertThat(scene.store().removeOlderThan(kept(), 10))
                    .as("while the part of the first is open")
                    .isZero();
            assertThat(scene.read(NOTICE)).hasSize(2);
            assertThat(scene.store().cursors().read(List.of(bobs))).hasSize(1);

            scene.end(node, part);
            assertThat(scene.store().removeOlderThan(kept(), 10))
                    .as("counts as one")
                    .isEqualTo(1);
            assertThat(scene.read(NOTICE)).isEmpty();
            assertThat(scene.head(NOTICE)).isZero();
            assertThat(scene.store().cursors().read(List.of(bobs, inbox))).containsOnlyKeys(inbox);
            assertThat(scene.store().cursors().highest(new UserId("bob"), List.of(NOTICE)))
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("retention: a cursor in a notification's timeline in which nothing stands is not kept")
    default void noCursorOfNoNotification() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            CursorKey bobs = key("bob", NOTICE);
            scene.store().cursors().advance(Map.of(bobs, 1L));
            assertThat(scene.store().cursors().read(List.of(bobs))).isEmpty();
            long sequence = scene.stored(node, scene.message(NOTICE)).sequence();
            scene.store().cursors().advance(Map.of(bobs, sequence));
            assertThat(scene.store().cursors().read(List.of(bobs))).isEqualTo(Map.of(bobs, sequence));
        }
    }

    @Test
    @DisplayName("retention: what was removed supersedes nothing any more")
    default void removedSupersedesNothing() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            PartId first = Scene.only(
                            scene.stored(node, scene.owingIn(BOB, "chat")).parts())
                    .id();
            PartId second = Scene.only(
                            scene.stored(node, scene.owingIn(BOB, "chat")).parts())
                    .id();
            PartId third = Scene.only(
                            scene.stored(node, scene.owingIn(BOB, "chat")).parts())
                    .id();
            scene.end(node, third);
            passTime(kept());
            assertThat(scene.store().removeOlderThan(kept(), 10)).isEqualTo(1);
            assertThat(scene.store().outbox().superseded(List.of(first, second)))
                    .containsOnlyKeys(first);
        }
    }

    @Test
    @DisplayName("rule 2: sequences grow on after the newest message, or every message, of a timeline was removed")
    default void sequencesGrowOverRetention() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            scene.stored(node, scene.owing(BOB));
            long newestOfBob = scene.stored(node, scene.message(BOB)).sequence();
            long newestOfCarol = 0;
            for (int i = 0; i < 5; i++) {
                newestOfCarol = scene.stored(node, scene.message(CAROL)).sequence();
            }
            passTime(kept());
            assertThat(scene.store().removeOlderThan(kept(), 100)).isEqualTo(6);
            assertThat(scene.stored(node, scene.message(BOB)).sequence()).isGreaterThan(newestOfBob);
            assertThat(scene.stored(node, scene.message(CAROL)).sequence()).isGreaterThan(newestOfCarol);
        }
    }

    @Test
    @DisplayName("rule 2: sequences of an emptied timeline grow over closing and opening, at the declared durability")
    default void sequencesGrowOverReopening() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            scene.stored(node, scene.message(BOB));
            long newest = scene.stored(node, scene.message(BOB)).sequence();
            passTime(kept());
            assertThat(scene.store().removeOlderThan(kept(), 100)).isEqualTo(2);
            if (!scene.mustSurvive(this)) {
                return;
            }
            assertThat(scene.read(BOB)).isEmpty();
            assertThat(scene.stored(scene.liveNode(), scene.message(BOB)).sequence())
                    .isGreaterThan(newest);
        }
    }

    @Test
    @DisplayName(
            "retention: of several that remove at the same time, while others append, each message is counted once")
    default void removesOnceAmongOthers() {
        try (Scene scene = new Scene(this);
                MessageStore other = openOnAnotherNode(scene.store())) {
            NodeId node = scene.liveNode();
            for (int i = 0; i < 100; i++) {
                scene.stored(node, scene.message(i % 2 == 0 ? BOB : CAROL));
            }
            passTime(kept());
            List<Callable<Integer>> all = new ArrayList<>();
            for (MessageStore store : List.of(scene.store(), other, scene.store(), other)) {
                all.add(() -> {
                    int removed = 0;
                    for (int i = 0; i < 20; i++) {
                        removed += store.removeOlderThan(kept(), 3);
                        Scene.stored(Scene.only(store.append(node, List.of(scene.message(TEAM)))));
                    }
                    return removed;
                });
            }
            int removed = Together.run(all).stream().mapToInt(Integer::intValue).sum();
            removed += scene.store().removeOlderThan(kept(), 1000);
            assertThat(removed).isEqualTo(100);
            assertThat(scene.read(BOB)).isEmpty();
            assertThat(scene.read(CAROL)).isEmpty();
            assertThat(scene.read(TEAM)).hasSize(80);
        }
    }

    @Test
    @DisplayName("forget: removes a user's inbox with its keys, all that it owes, its dead parts and traces")
    default void forgetsTheInbox() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            Entry held = scene.owing(BOB);
            Part mine = Scene.only(scene.stored(node, held).parts());
            Part dead = scene.part(node);
            scene.die(node, dead);
            PartId free = scene.freePart();
            long newest = scene.head(BOB);
            PartId carols =
                    Scene.only(scene.stored(node, scene.owing(CAROL)).parts()).id();

            scene.store().forget(new UserId("bob"));
            assertThat(scene.read(BOB)).isEmpty();
            assertThat(scene.head(BOB)).isZero();
            assertThat(scene.depth()).isEqualTo(1);
            assertThat(scene.held(node)).containsExactly(carols);
            assertThat(scene.end(node, mine.id())).containsExactly(mine.id());
            assertThat(scene.claim(node)).doesNotContain(free).isEmpty();
            assertThat(scene.store().outbox().dead(null, 10)).isEmpty();
            assertThat(scene.store().outbox().trace(dead.messageId())).isEmpty();
            assertThat(scene.read(CAROL)).hasSize(1);
            assertThat(scene.stored(node, scene.resent(held)).sequence())
                    .as("stored under the key that is free again")
                    .isGreaterThan(newest);
            scene.store().forget(new UserId("nobody"));
        }
    }

    @Test
    @DisplayName("forget: removes the user's cursors in every timeline, nobody else's, and not what the user sent")
    default void forgetsTheCursors() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            scene.stored(node, scene.message(BOB));
            scene.stored(node, scene.message(TEAM));
            Cursors cursors = scene.store().cursors();
            CursorKey inbox = key("alice", Timeline.inbox(new UserId("alice")));
            CursorKey team = key("alice", TEAM);
            CursorKey bobs = key("bob", TEAM);
            cursors.advance(Map.of(inbox, 5L, team, 6L, bobs, 7L));
            scene.store().forget(new UserId("alice"));
            assertThat(cursors.read(List.of(inbox, team, bobs))).isEqualTo(Map.of(bobs, 7L));
            assertThat(cursors.highest(new UserId("alice"), List.of(TEAM))).isEmpty();
            assertThat(cursors.highest(new UserId("bob"), List.of(TEAM))).isEqualTo(Map.of(TEAM, 7L));
            assertThat(scene.read(BOB)).as("what alice sent to bob").hasSize(1);
            assertThat(scene.read(TEAM)).as("what alice sent to a group").hasSize(1);
            cursors.advance(Map.of(team, 2L));
            assertThat(cursors.read(List.of(team)))
                    .as("written anew, from the beginning")
                    .isEqualTo(Map.of(team, 2L));
        }
    }

    @Test
    @DisplayName("forget: survives closing and opening, at the declared durability")
    default void forgottenStaysForgotten() {
        try (Scene scene = new Scene(this)) {
            NodeId node = scene.liveNode();
            scene.part(node);
            scene.store().cursors().advance(Map.of(key("bob", BOB), 1L));
            scene.store().forget(new UserId("bob"));
            if (!scene.mustSurvive(this)) {
                return;
            }
            assertThat(scene.read(BOB)).isEmpty();
            assertThat(scene.depth()).isZero();
            assertThat(scene.store().cursors().read(List.of(key("bob", BOB)))).isEmpty();
        }
    }

    private static CursorKey key(String user, Timeline timeline) {
        return new CursorKey(new UserId(user), new DeviceId("phone"), timeline);
    }
}
