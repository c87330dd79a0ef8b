package io.offlinepush.inmemory;

import io.offlinepush.spi.MessageStore;
import io.offlinepush.testkit.ManualRuntime;
import io.offlinepush.testkit.MessageStoreContract;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A store that does one thing wrong, as the contract sees it. Run by {@link ContractRun} only. */
final class StoreSubjectOfProof implements MessageStoreContract {

    static volatile UnaryOperator<MessageStore> breakage = ForwardingStore::new;

    private final ManualRuntime runtime = new ManualRuntime();

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
