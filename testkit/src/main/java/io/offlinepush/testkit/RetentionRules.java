package io.offlinepush.testkit;

import static io.offlinepush.testkit.StoreFixture.BOB;
import static io.offlinepush.testkit.StoreFixture.CAROL;
import static io.offlinepush.testkit.StoreFixture.CHAT;
import static io.offlinepush.testkit.StoreFixture.TEAM;
import static io.offlinepush.testkit.StoreFixture.newPart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.NotificationKey;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.spi.AppendResult;
import io.offlinepush.spi.CursorKey;
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

/** What {@link MessageStore#removeOlderThan} says of itself, and rule 2 over it. */
public interface RetentionRules extends StoreSubject {

    /** What a host says of a notification of its own. */
    Timeline NOTICE = Timeline.notification(new NotificationKey("notice"));

    @Test
    @DisplayName("retention: what is old enough is removed with its key, its id, its trace and its dead parts")
    default void removesAllOfAMessage() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Entry entry = fixture.owing(TEAM);
            Part parent = StoreFixture.only(fixture.stored(node, entry).parts());
            Part child = StoreFixture.only(fixture.split(node, parent, false, newPart(1, CHAT)));
            fixture.end(node, parent.id());
            fixture.die(node, child);
            passTime(kept());
            assertThat(fixture.store().removeOlderThan(kept(), 10)).isEqualTo(1);
            assertThat(fixture.read(TEAM)).isEmpty();
            assertThat(fixture.head(TEAM)).isZero();
            assertThat(fixture.store().outbox().dead(null, 10)).isEmpty();
            assertThat(fixture.store().outbox().requeue(List.of(child.id()), Duration.ofHours(1)))
                    .isEmpty();
            assertThat(fixture.store().outbox().trace(entry.messageId())).isEmpty();
            assertThat(fixture.store().find(entry.messageId())).isEmpty();
            assertThat(fixture.depth()).isZero();
            assertThat(fixture.append(node, fixture.resent(entry)))
                    .as("the same key, once it is free")
                    .isInstanceOf(AppendResult.Stored.class);
        }
    }

    @Test
    @DisplayName("retention: what is not old enough stays, and what is younger than 24 hours cannot be named")
    default void keepsWhatIsYoung() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            fixture.stored(node, fixture.message(BOB));
            passTime(kept().minus(kept().dividedBy(100)));
            assertThatThrownBy(() -> fixture.store().removeOlderThan(kept().minusMillis(1), 10))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(fixture.store().removeOlderThan(kept().multipliedBy(7), 10))
                    .isZero();
            assertThat(fixture.store().removeOlderThan(kept(), 10)).isZero();
            assertThat(fixture.read(BOB)).hasSize(1);
            passTime(kept().dividedBy(100));
            assertThat(fixture.store().removeOlderThan(kept(), 10)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("rule 3: a key is remembered over retention for as long as its message is kept")
    default void keyIsKeptWithItsMessage() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Entry entry = fixture.owing(BOB);
            AppendResult.Stored stored = fixture.stored(node, entry);
            AppendResult repeated =
                    new AppendResult.Repeated(stored.messageId(), BOB, stored.sequence(), stored.storedAt());
            passTime(kept().minus(kept().dividedBy(100)));
            fixture.store().removeOlderThan(kept(), 10);
            assertThat(fixture.append(node, fixture.resent(entry)))
                    .as("while it is young")
                    .isEqualTo(repeated);
            passTime(kept());
            fixture.store().removeOlderThan(kept(), 10);
            assertThat(fixture.append(node, fixture.resent(entry)))
                    .as("while its part is open")
                    .isEqualTo(repeated);
        }
    }

    @Test
    @DisplayName("retention: goes step by step, the oldest first, and says when there is nothing more")
    default void goesStepByStep() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            List<Long> bob = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                AppendResult.Stored stored = fixture.stored(node, fixture.message(i % 2 == 0 ? BOB : CAROL));
                if (stored.timeline().equals(BOB)) {
                    bob.add(stored.sequence());
                }
                passTime(Duration.ofMillis(2));
            }
            passTime(kept());
            long young = fixture.stored(node, fixture.message(BOB)).sequence();
            assertThat(fixture.store().removeOlderThan(kept(), 3)).isEqualTo(3);
            assertThat(fixture.read(BOB)).extracting(StoredEntry::sequence).containsExactly(bob.get(2), young);
            assertThat(fixture.read(CAROL)).hasSize(2);
            assertThat(fixture.store().removeOlderThan(kept(), 2)).isEqualTo(2);
            assertThat(fixture.store().removeOlderThan(kept(), 2)).isEqualTo(1);
            assertThat(fixture.store().removeOlderThan(kept(), 2)).isZero();
            assertThat(fixture.read(CAROL)).isEmpty();
            assertThat(fixture.read(BOB)).extracting(StoredEntry::sequence).containsExactly(young);
        }
    }

    @Test
    @DisplayName("retention: a message with an open part stays until the last of them ends, and holds up no other")
    default void skipsWhatIsOpen() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part open =
                    StoreFixture.only(fixture.stored(node, fixture.owing(TEAM)).parts());
            fixture.split(node, open, false, newPart(1, CHAT), newPart(2, CHAT));
            PartId free = fixture.freePart();
            fixture.stored(node, fixture.message(CAROL));
            passTime(kept());
            assertThat(fixture.store().removeOlderThan(kept(), 1))
                    .as("one step")
                    .isEqualTo(1);
            assertThat(fixture.read(CAROL)).isEmpty();
            assertThat(fixture.store().removeOlderThan(kept(), 10)).isZero();
            assertThat(fixture.read(TEAM)).hasSize(1);
            assertThat(fixture.read(BOB)).hasSize(1);

            fixture.end(node, open.id());
            fixture.end(node, new PartId(open.id().number(), 1));
            assertThat(fixture.store().removeOlderThan(kept(), 10)).isZero();
            fixture.end(node, new PartId(open.id().number(), 2));
            assertThat(fixture.store().removeOlderThan(kept(), 10)).isEqualTo(1);
            assertThat(fixture.read(TEAM)).isEmpty();
            assertThat(fixture.claim(node)).containsExactly(free);
        }
    }

    @Test
    @DisplayName("retention: a requeued part keeps its message")
    default void requeuedKeepsItsMessage() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            Part part = fixture.part(node);
            fixture.die(node, part);
            passTime(kept());
            fixture.store().outbox().requeue(List.of(part.id()), Duration.ofHours(1));
            assertThat(fixture.store().removeOlderThan(kept(), 10)).isZero();
            assertThat(fixture.claim(node)).containsExactly(part.id());
            fixture.end(node, part.id());
            assertThat(fixture.store().removeOlderThan(kept(), 10)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("retention: cursors stay")
    default void cursorsStay() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            long sequence = fixture.stored(node, fixture.message(BOB)).sequence();
            CursorKey key = new CursorKey(new UserId("bob"), new DeviceId("phone"), BOB);
            fixture.store().cursors().advance(Map.of(key, sequence));
            passTime(kept());
            assertThat(fixture.store().removeOlderThan(kept(), 10)).isEqualTo(1);
            assertThat(fixture.store().cursors().read(List.of(key))).isEqualTo(Map.of(key, sequence));
        }
    }

    @Test
    @DisplayName("retention: all of a notification goes at once, with its cursors, and not while a part of it is open")
    default void notificationsGoTogether() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            PartId part = StoreFixture.only(
                            fixture.stored(node, fixture.owing(NOTICE)).parts())
                    .id();
            CursorKey bobs = key("bob", NOTICE);
            CursorKey inbox = key("bob", BOB);
            fixture.store().cursors().advance(Map.of(bobs, 1L, inbox, 1L));
            passTime(kept());
            fixture.stored(node, fixture.message(NOTICE));
            passTime(kept());
            assertThat(fixture.store().removeOlderThan(kept(), 10))
                    .as("while the part of the first is open")
                    .isZero();
            assertThat(fixture.read(NOTICE)).hasSize(2);
            assertThat(fixture.store().cursors().read(List.of(bobs))).hasSize(1);

            fixture.end(node, part);
            assertThat(fixture.store().removeOlderThan(kept(), 10))
                    .as("counts as one")
                    .isEqualTo(1);
            assertThat(fixture.read(NOTICE)).isEmpty();
            assertThat(fixture.head(NOTICE)).isZero();
            assertThat(fixture.store().cursors().read(List.of(bobs, inbox))).containsOnlyKeys(inbox);
            assertThat(fixture.store().cursors().highest(new UserId("bob"), List.of(NOTICE)))
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("retention: a cursor in a notification's timeline in which nothing stands is not kept")
    default void noCursorOfNoNotification() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            CursorKey bobs = key("bob", NOTICE);
            fixture.store().cursors().advance(Map.of(bobs, 1L));
            assertThat(fixture.store().cursors().read(List.of(bobs))).isEmpty();
            long sequence = fixture.stored(node, fixture.message(NOTICE)).sequence();
            fixture.store().cursors().advance(Map.of(bobs, sequence));
            assertThat(fixture.store().cursors().read(List.of(bobs))).isEqualTo(Map.of(bobs, sequence));
        }
    }

    @Test
    @DisplayName("retention: what was removed supersedes nothing any more")
    default void removedSupersedesNothing() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            PartId first = StoreFixture.only(
                            fixture.stored(node, fixture.owingIn(BOB, "chat")).parts())
                    .id();
            PartId second = StoreFixture.only(
                            fixture.stored(node, fixture.owingIn(BOB, "chat")).parts())
                    .id();
            PartId third = StoreFixture.only(
                            fixture.stored(node, fixture.owingIn(BOB, "chat")).parts())
                    .id();
            fixture.end(node, third);
            passTime(kept());
            assertThat(fixture.store().removeOlderThan(kept(), 10)).isEqualTo(1);
            assertThat(fixture.store().outbox().superseded(List.of(first, second)))
                    .containsOnlyKeys(first);
        }
    }

    @Test
    @DisplayName("rule 2: sequences grow on after the newest message, or every message, of a timeline was removed")
    default void sequencesGrowOverRetention() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            fixture.stored(node, fixture.owing(BOB));
            long newestOfBob = fixture.stored(node, fixture.message(BOB)).sequence();
            long newestOfCarol = 0;
            for (int i = 0; i < 5; i++) {
                newestOfCarol = fixture.stored(node, fixture.message(CAROL)).sequence();
            }
            passTime(kept());
            assertThat(fixture.store().removeOlderThan(kept(), 100)).isEqualTo(6);
            assertThat(fixture.stored(node, fixture.message(BOB)).sequence()).isGreaterThan(newestOfBob);
            assertThat(fixture.stored(node, fixture.message(CAROL)).sequence()).isGreaterThan(newestOfCarol);
        }
    }

    @Test
    @DisplayName("rule 2: sequences of an emptied timeline grow over closing and opening, at the declared durability")
    default void sequencesGrowOverReopening() {
        try (StoreFixture fixture = new StoreFixture(this)) {
            NodeId node = fixture.liveNode();
            fixture.stored(node, fixture.message(BOB));
            long newest = fixture.stored(node, fixture.message(BOB)).sequence();
            passTime(kept());
            assertThat(fixture.store().removeOlderThan(kept(), 100)).isEqualTo(2);
            if (!fixture.mustSurvive(this)) {
                return;
            }
            assertThat(fixture.read(BOB)).isEmpty();
            assertThat(fixture.stored(fixture.liveNode(), fixture.message(BOB)).sequence())
                    .isGreaterThan(newest);
        }
    }

    @Test
    @DisplayName(
            "retention: of several that remove at the same time, while others append, each message is counted once")
    default void removesOnceAmongOthers() {
        try (StoreFixture fixture = new StoreFixture(this);
                MessageStore other = openOnAnotherNode(fixture.store())) {
            NodeId node = fixture.liveNode();
            for (int i = 0; i < 100; i++) {
                fixture.stored(node, fixture.message(i % 2 == 0 ? BOB : CAROL));
            }
            passTime(kept());
            List<Callable<Integer>> all = new ArrayList<>();
            for (MessageStore store : List.of(fixture.store(), other, fixture.store(), other)) {
                all.add(() -> {
                    int removed = 0;
                    for (int i = 0; i < 20; i++) {
                        removed += store.removeOlderThan(kept(), 3);
                        StoreFixture.stored(StoreFixture.only(store.append(node, List.of(fixture.message(TEAM)))));
                    }
                    return removed;
                });
            }
            int removed = Together.run(all).stream().mapToInt(Integer::intValue).sum();
            removed += fixture.store().removeOlderThan(kept(), 1000);
            assertThat(removed).isEqualTo(100);
            assertThat(fixture.read(BOB)).isEmpty();
            assertThat(fixture.read(CAROL)).isEmpty();
            assertThat(fixture.read(TEAM)).hasSize(80);
        }
    }

    private static CursorKey key(String user, Timeline timeline) {
        return new CursorKey(new UserId(user), new DeviceId("phone"), timeline);
    }
}
