package io.offlinepush.sandbox.rules;

import java.util.Set;

/** The values of the header {@code push-type} that the sandbox knows what to do with. */
final class PushType {
    static final int ALERT = 0;
    static final int BACKGROUND = 6;
    static final int VOIP = 10;

    /** All that are documented, as they are written. */
    static final Set<String> DOCUMENTED = Set.of("0", "1", "2", "6", "7", "10", "11");

    private PushType() {}
}
