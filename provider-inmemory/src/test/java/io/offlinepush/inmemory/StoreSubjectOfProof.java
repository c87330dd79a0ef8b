package io.offlinepush.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import io.offlinepush.spi.MessageStore;
import io.offlinepush.testkit.ManualRuntime;
import io.offlinepush.testkit.MessageStoreContract;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A store that does one thing wrong, as the contract sees it. Run by {@link ContractRun} only. */
final class StoreSubjectOfProof implements MessageStoreContract {

    static volatile UnaryOperator<MessageStore> breakage = ForwardingStore::new;

    private final ManualRuntime runtime = new ManualRuntime();

    /** Runs the contract on a broken store: only tests of the broken rule fail, and at least one. */
    static void assertFinds(String rule, String how, UnaryOperator<MessageStore> broken) {
        breakage = broken;
        assertThat(ContractRun.failuresOf(StoreSubjectOfProof.class))
                .as("tests that fail if " + how)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name).startsWith(rule + ":"));
    }

    @Override
    public MessageStore open() {
        return breakage.apply(new InMemoryMessageStore(runtime));
    }

    @Override
    public MessageStore reopen(MessageStore store) {
        store.close();
        return open();
    }

    @Override
    public void passTime(Duration time) {
        runtime.advance(time);
    }
}
