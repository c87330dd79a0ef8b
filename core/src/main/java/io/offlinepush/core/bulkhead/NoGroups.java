package io.offlinepush.core.bulkhead;

/** What is said to a host that means a group and has given no directory of groups. */
public final class NoGroups {

    /** Ends a sentence. */
    public static final String WHAT_TO_DO = "this instance has no directory of groups: give one with"
            + " OfflinePush.builder().groups(...), or name a provider in the setting groupDirectory";

    private NoGroups() {}
}
