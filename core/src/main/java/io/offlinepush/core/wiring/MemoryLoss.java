package io.offlinepush.core.wiring;

import io.offlinepush.api.CloseResult;
import io.offlinepush.spi.Durability;
import io.offlinepush.spi.MessageStore;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is lost with ports that have no durability: said at start, and counted at the close. */
final class MemoryLoss {

    private static final Logger log = LoggerFactory.getLogger(MemoryLoss.class);

    /** Where counting owed pushes ends. */
    private static final int MOST_COUNTED = 1_000_000;

    private static final long UNKNOWN = -1;

    private MemoryLoss() {}

    /** Warns once of what this instance keeps in memory only. */
    static void warn(Ports ports) {
        List<String> inMemory = new ArrayList<>();
        List<String> settings = new ArrayList<>();
        if (ports.store().durability() == Durability.NONE) {
            inMemory.add("messages and owed pushes");
            settings.add(CoreSetting.MESSAGE_STORE.key());
        }
        if (ports.registry().durability() == Durability.NONE) {
            inMemory.add("registrations and logins");
            settings.add(CoreSetting.BINDING_REGISTRY.key());
        }
        if (!inMemory.isEmpty()) {
            log.warn(
                    "Kept in memory only, and lost when this process ends: {}. Right for tests and"
                            + " demos; otherwise name a"
                            + " durable {} in the settings",
                    String.join(", ", inMemory),
                    String.join(" and ", settings));
        }
    }

    /**
     * Logs what was left, and answers it. To be called when nothing is stored or settled any more, before the ports
     * close.
     *
     * @param steps ask the store
     * @param notStored messages that were given back
     * @param open pushes that this process has not given back
     */
    static CloseResult closed(Ports ports, ClosingSteps steps, int notStored, int open) {
        MessageStore store = ports.store();
        if (store.durability() != Durability.NONE) {
            log.info(
                    "Offline Push closed; {} messages were not stored any more, {} pushes were still"
                            + " open in this process"
                            + " and stay owed",
                    notStored,
                    open);
            return new CloseResult(notStored, open, 0, 0);
        }
        long messages =
                steps.ask("counting the messages", UNKNOWN, () -> store.count().orElse(UNKNOWN));
        long pushes = steps.ask(
                "counting the owed pushes",
                UNKNOWN,
                () -> store.outbox().backlog(MOST_COUNTED).owed());
        boolean ours = ports.openedStore();
        String line = "Offline Push closed; {} messages were not stored any more; {} messages and {} owed pushes {}";
        String fate = ours
                ? "are lost with the message store, which was in memory only"
                : "are left in the message store of the host, which has them in memory only";
        if (messages == 0 && pushes == 0) {
            log.info(line, notStored, messages, pushes, fate);
        } else {
            log.warn(line, notStored, shown(messages), shown(pushes), fate);
        }
        return new CloseResult(notStored, ours ? 0 : open, messages, pushes);
    }

    private static String shown(long number) {
        return number == UNKNOWN ? "an unknown number of" : Long.toString(number);
    }
}
