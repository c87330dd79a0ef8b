package io.offlinepush.core.dispatch;

import io.offlinepush.api.UserId;
import io.offlinepush.api.VendorApp;
import io.offlinepush.core.decision.PreparedFacts;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.core.format.Scope;
import io.offlinepush.spi.Bytes;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.NewPart;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.PushBinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a page of users becomes parts: by lane, each of at most 1,000 devices.
 *
 * @param parts the parts, with their users
 * @param unreachable how many users have no device that could be pushed
 * @param facts what was read of the users
 */
record SplitPlan(List<Planned> parts, int unreachable, PreparedFacts facts) {

    private static final int MOST_DEVICES = 1_000;

    /** A part that is to be written. */
    record Planned(NewPart part, List<UserId> users) {}

    static SplitPlan of(List<UserId> audience, PreparedFacts facts, int firstIndex) {
        Map<VendorApp, Batch> lanes = new LinkedHashMap<>();
        List<Planned> parts = new ArrayList<>();
        int unreachable = 0;
        Set<Batch> ofUser = new LinkedHashSet<>(2);
        for (UserId user : audience) {
            if (facts.unread().contains(user)) {
                // Whoever can be read must not wait for them.
                NewPart alone = new NewPart(firstIndex + parts.size(), "", new Scope(List.of(user)).encode());
                parts.add(new Planned(alone, List.of(user)));
                continue;
            }
            for (DeviceRow row : facts.rows().getOrDefault(user, List.of())) {
                PushBinding push = row.push();
                if (push != null) {
                    Batch batch = lanes.computeIfAbsent(push.app(), app -> new Batch(app.toString()));
                    batch.add(user);
                    ofUser.add(batch);
                }
            }
            unreachable += ofUser.isEmpty() ? 1 : 0;
            ofUser.forEach(batch -> batch.endUser(parts, firstIndex));
            ofUser.clear();
        }
        lanes.values().forEach(batch -> batch.flush(parts, firstIndex));
        return new SplitPlan(parts, unreachable, facts);
    }

    List<NewPart> newParts() {
        return parts.stream().map(Planned::part).toList();
    }

    List<PartId> ids(Part parent) {
        return parts.stream()
                .map(planned -> new PartId(parent.id().number(), planned.part.index()))
                .toList();
    }

    /** The new parts as this process holds them, once they are written. */
    List<NewWork> works(Part parent, PushBody body) {
        return parts.stream()
                .map(planned -> new NewWork(
                        child(parent, planned.part),
                        body,
                        planned.users,
                        facts.unread().containsAll(planned.users) ? null : facts))
                .toList();
    }

    private static Part child(Part parent, NewPart fresh) {
        return new Part(
                new PartId(parent.id().number(), fresh.index()),
                parent.messageId(),
                parent.timeline(),
                parent.sequence(),
                parent.urgency(),
                parent.storedAt(),
                parent.expiresAt(),
                fresh.lane(),
                fresh.scope(),
                parent.body(),
                Bytes.EMPTY,
                0);
    }

    /** The users that go into the next part of a lane. A user's devices of one lane stay together. */
    private static final class Batch {
        private final String lane;
        private List<UserId> users = new ArrayList<>();
        private int devices;
        private int devicesOfLast;

        private Batch(String lane) {
            this.lane = lane;
        }

        private void add(UserId user) {
            if (devicesOfLast == 0) {
                users.add(user);
            }
            devices++;
            devicesOfLast++;
        }

        /** The user has no more devices: if they do not fit, they begin the next part. */
        private void endUser(List<Planned> parts, int firstIndex) {
            if (devicesOfLast == 0) {
                return;
            }
            if (devices > MOST_DEVICES && users.size() > 1) {
                UserId last = users.remove(users.size() - 1);
                int count = devicesOfLast;
                flush(parts, firstIndex);
                users.add(last);
                devices = count;
            }
            devicesOfLast = 0;
        }

        private void flush(List<Planned> parts, int firstIndex) {
            if (!users.isEmpty()) {
                NewPart part = new NewPart(firstIndex + parts.size(), lane, new Scope(users).encode());
                parts.add(new Planned(part, users));
                users = new ArrayList<>();
                devices = 0;
            }
        }
    }
}
