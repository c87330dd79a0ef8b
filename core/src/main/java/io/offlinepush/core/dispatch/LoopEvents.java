package io.offlinepush.core.dispatch;

/** What a loop offers its helpers. All but {@link #execute} is called on the loop. */
interface LoopEvents {

    /** Runs a task on the loop; from any thread. */
    void execute(Runnable task);

    /** A part is to be decided, for the first time or anew. */
    void decide(PartState part);

    /** Devices of a part have moved on: it goes on, or is settled. */
    void changed(PartState part);
}
