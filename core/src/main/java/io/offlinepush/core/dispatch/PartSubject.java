package io.offlinepush.core.dispatch;

import io.offlinepush.api.GroupId;
import io.offlinepush.api.MessageId;
import io.offlinepush.api.Reach;
import io.offlinepush.api.Timeline;
import io.offlinepush.api.UserId;
import io.offlinepush.core.decision.AudiencePages;
import io.offlinepush.core.decision.PreparedFacts;
import io.offlinepush.core.decision.Subject;
import io.offlinepush.core.format.PushBody;
import io.offlinepush.core.format.Scope;
import io.offlinepush.spi.DeviceRow;
import io.offlinepush.spi.NodeId;
import io.offlinepush.spi.Part;
import io.offlinepush.spi.PartId;
import io.offlinepush.spi.PushBinding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a part is, apart from where it stands: its push, its recipients, its times. Never changes while it is being
 * decided, and so may be read on any thread.
 */
abstract class PartSubject implements Subject {

    private final NodeId holder;
    private final Part part;
    private final PushBody body;
    private final List<UserId> users;
    private final @Nullable GroupId group;
    private volatile @Nullable PreparedFacts prepared;

    /**
     * A part.
     *
     * @param holder the node id under which this process holds it
     * @param work the part, with what is known of it already
     */
    PartSubject(NodeId holder, NewWork work) {
        this.holder = holder;
        this.part = work.part();
        this.body = work.body() == null ? PushBody.decode(part.body()) : work.body();
        this.prepared = work.prepared();
        this.group = AudiencePages.group(part, body);
        this.users = work.users() != null
                ? work.users()
                : part.scope().size() > 0
                        ? Scope.decode(part.scope()).users()
                        : AudiencePages.few(part, body).orElseThrow();
    }

    final NodeId holder() {
        return holder;
    }

    /** As the store has it. */
    final Part stored() {
        return part;
    }

    final PartId id() {
        return part.id();
    }

    final MessageId messageId() {
        return part.messageId();
    }

    final PushBody body() {
        return body;
    }

    /** What was read before the part was made has been used. */
    final void preparedIsUsed() {
        prepared = null;
    }

    @Override
    public final List<PartId> parts() {
        return List.of(part.id());
    }

    @Override
    public final Timeline timeline() {
        return part.timeline();
    }

    @Override
    public final long sequence() {
        return part.sequence();
    }

    @Override
    public final Instant storedAt() {
        return part.storedAt();
    }

    @Override
    public final Instant expiresAt() {
        return part.expiresAt();
    }

    @Override
    public final List<UserId> users() {
        return users;
    }

    @Override
    public final @Nullable GroupId group() {
        return group;
    }

    @Override
    public final Reach reach() {
        return body.reach();
    }

    @Override
    public final boolean concerns(DeviceRow row) {
        PushBinding push = row.push();
        return part.lane().isEmpty()
                || (push != null && part.lane().equals(push.app().toString()));
    }

    @Override
    public final @Nullable PreparedFacts prepared() {
        return prepared;
    }
}
