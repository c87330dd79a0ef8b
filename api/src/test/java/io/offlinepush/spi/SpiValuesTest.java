package io.offlinepush.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offlinepush.api.DeviceId;
import io.offlinepush.api.EndReason;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.PushId;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpiValuesTest {

    private static final Timeline INBOX = Timeline.inbox(new UserId("bob"));
    private static final PartId PART = new PartId(1, 0);

    @Test
    void bytesAreCopiedInAndOut() {
        byte[] source = {1, 2, 3};
        Bytes bytes = Bytes.copyOf(source);
        source[0] = 9;
        bytes.toByteArray()[1] = 9;
        assertThat(bytes.toByteArray()).containsExactly(1, 2, 3);
        assertThat(bytes.size()).isEqualTo(3);
        assertThat(bytes)
                .isEqualTo(Bytes.copyOf(new byte[] {1, 2, 3}))
                .hasSameHashCodeAs(Bytes.copyOf(new byte[] {1, 2, 3}));
        assertThat(bytes).isNotEqualTo(Bytes.copyOf(new byte[] {1, 2}));
        assertThat(Bytes.copyOf(new byte[0])).isSameAs(Bytes.EMPTY);
    }

    @Test
    void nodeIdsHaveOneTo64Characters() {
        assertThat(new NodeId("n".repeat(64)).value()).hasSize(64);
        assertThat(new NodeId("n")).hasToString("n");
        assertThatThrownBy(() -> new NodeId("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NodeId("n".repeat(65)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("node id must have 1 to 64 characters, found 65");
    }

    @Test
    void listsAndSetsAreCopied() {
        List<OwedPush> owes = new ArrayList<>(List.of(new OwedPush(1, Urgency.LOW, Duration.ZERO, "", Bytes.EMPTY)));
        Entry entry = entry(owes);
        owes.clear();
        assertThat(entry.owes()).hasSize(1);

        List<DeviceEnd> lines = new ArrayList<>(List.of(new DeviceEnd(new PushId("p"), EndReason.ACCEPTED, "", "")));
        Map<EndReason, Integer> counts = new HashMap<>(Map.of(EndReason.ACCEPTED, 1));
        Settlement.Ends ends = new Settlement.Ends(counts, lines);
        lines.clear();
        counts.clear();
        assertThat(ends.lines()).hasSize(1);
        assertThat(ends.counts()).containsExactly(Map.entry(EndReason.ACCEPTED, 1));

        List<NewPart> parts = new ArrayList<>(List.of(new NewPart(1, "lane", Bytes.EMPTY)));
        Settlement.Split split = new Settlement.Split(PART, Settlement.Ends.NONE, Bytes.EMPTY, parts, true);
        parts.clear();
        assertThat(split.parts()).hasSize(1);

        List<StoredEntry> entries = new ArrayList<>(
                List.of(new StoredEntry(1, new MessageId("m"), new UserId("alice"), Instant.EPOCH, Bytes.EMPTY)));
        Page page = new Page(entries, false);
        entries.clear();
        assertThat(page.entries()).hasSize(1);

        Set<DeviceId> devices = new HashSet<>(Set.of(new DeviceId("d")));
        Online online = new Online(false, devices);
        devices.clear();
        assertThat(online.devices()).hasSize(1);
    }

    @Test
    void partsAreInOrderOfNumberThenIndex() {
        assertThat(Stream.of(new PartId(2, 0), new PartId(1, 10), new PartId(1, 9), new PartId(10, 0), PART)
                        .sorted())
                .containsExactly(PART, new PartId(1, 9), new PartId(1, 10), new PartId(2, 0), new PartId(10, 0));
    }

    @Test
    void onlineIncludesItsDevicesOrAll() {
        DeviceId phone = new DeviceId("phone");
        DeviceId tablet = new DeviceId("tablet");
        assertThat(Online.on(phone).includes(phone)).isTrue();
        assertThat(Online.on(phone).includes(tablet)).isFalse();
        assertThat(Online.everywhere().includes(tablet)).isTrue();
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without NullAway can do
    void nullIsRefusedByName() {
        VendorAnswer none = VendorAnswer.NONE;
        Stream.<Runnable>of(
                        () -> new NodeId(null),
                        () -> new OwedPush(1, null, Duration.ZERO, "", Bytes.EMPTY),
                        () -> new OwedPush(1, Urgency.LOW, null, "", Bytes.EMPTY),
                        () -> new OwedPush(1, Urgency.LOW, Duration.ZERO, null, Bytes.EMPTY),
                        () -> new OwedPush(1, Urgency.LOW, Duration.ZERO, "", null),
                        () -> new NewPart(1, null, Bytes.EMPTY),
                        () -> new NewPart(1, "lane", null),
                        () -> new VendorAnswer(null, ""),
                        () -> new VendorAnswer("", null),
                        () -> new Verdict.Accepted(null),
                        () -> new Verdict.Rejected(null, none),
                        () -> new Verdict.Rejected(Verdict.Rejected.Cause.APP, null),
                        () -> new Verdict.TokenInvalid(null),
                        () -> new Verdict.RetryLater(null, null),
                        () -> new ProviderContext(null, null))
                .forEach(made -> assertThatThrownBy(made::run)
                        .isInstanceOf(NullPointerException.class)
                        .hasMessageMatching("[A-Za-z]+"));
        assertThat(new Verdict.RetryLater(null, none).after()).isNull();
    }

    private static Entry entry(List<OwedPush> owes) {
        return new Entry(INBOX, new MessageId("m"), new UserId("alice"), "c", Bytes.EMPTY, Bytes.EMPTY, owes);
    }
}
