package io.offlinepush.core.format;

import io.offlinepush.api.UserId;
import io.offlinepush.spi.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom a part of a group's push is for.
 *
 * @param users the members of whose devices the part's lane decides which
 */
public record Scope(List<UserId> users) {

    private static final int FORMAT = 1;

    /** Copies the list. */
    public Scope {
        users = List.copyOf(users);
    }

    /** For the store. */
    public Bytes encode() {
        BodyWriter out = BodyWriter.begin(FORMAT).number(users.size());
        users.forEach(user -> out.text(user.value()));
        return out.done();
    }

    /** From the store. */
    public static Scope decode(Bytes scope) {
        BodyReader in = new BodyReader("a part's scope", FORMAT, scope);
        int count = in.number();
        List<UserId> users = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            users.add(new UserId(in.text()));
        }
        return new Scope(users);
    }
}
