package io.offlinepush.harmonyos;

import io.netty.util.AsciiString;
import java.time.Instant;

/** What authorises requests for an hour: a JWT, as the header carries it, and the project that it speaks for. */
final class Bearer {

    private final String projectId;
    private final AsciiString path;
    private final AsciiString authorization;
    private final Instant renewAt;
    private final Instant endsAt;
    private final boolean replacement;
    private final long madeAtNanos;
    private volatile boolean proven;

    Bearer(String projectId, String jwt, Instant renewAt, Instant endsAt, boolean replacement, long madeAtNanos) {
        this.projectId = projectId;
        this.path = AsciiString.of("/v3/" + projectId + "/messages:send");
        this.authorization = AsciiString.of("Bearer " + jwt);
        this.renewAt = renewAt;
        this.endsAt = endsAt;
        this.replacement = replacement;
        this.madeAtNanos = madeAtNanos;
    }

    AsciiString path() {
        return path;
    }

    AsciiString authorization() {
        return authorization;
    }

    /** When a successor is made in the background. */
    Instant renewAt() {
        return renewAt;
    }

    /** From when on it is not used. */
    Instant endsAt() {
        return endsAt;
    }

    /** Whether it was made because another was refused. */
    boolean replacement() {
        return replacement;
    }

    /** When it was made, by the ticker. */
    long madeAtNanos() {
        return madeAtNanos;
    }

    /** Push Kit let a request with it pass. */
    void prove() {
        if (!proven) {
            proven = true;
        }
    }

    boolean proven() {
        return proven;
    }

    @Override
    public String toString() {
        return "Bearer[project " + projectId + "]";
    }
}
