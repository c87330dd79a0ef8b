package io.offlinepush.inmemory;

import io.offlinepush.spi.MessageStore;
import io.offlinepush.testkit.ManualRuntime;
import io.offlinepush.testkit.MessageStoreContract;
import java.time.Duration;

class InMemoryMessageStoreContractTest implements MessageStoreContract {

    private final ManualRuntime runtime = new ManualRuntime();

    @Override
    public MessageStore open() {
        return new InMemoryMessageStore(runtime);
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
