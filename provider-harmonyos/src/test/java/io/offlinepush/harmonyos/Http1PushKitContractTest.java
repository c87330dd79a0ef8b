package io.offlinepush.harmonyos;

import io.offlinepush.sandbox.PushKitSandbox;

/** The contract with a server that speaks HTTP/1.1 only. */
class Http1PushKitContractTest extends PushKitContractTest {

    @Override
    PushKitSandbox start(PushKitSandbox.Builder builder) {
        return builder.http1Only(true).start();
    }
}
