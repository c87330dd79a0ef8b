package io.offlinepush.harmonyos;

import io.offlinepush.sandbox.PushKitSandbox;

/** The same with a server that speaks HTTP/1.1 only. */
class Http1SandboxTest extends SandboxTest {

    @Override
    PushKitSandbox start(PushKitSandbox.Builder builder) {
        return builder.http1Only(true).start();
    }

    @Override
    String protocol() {
        return "HTTP/1.1";
    }

    @Override
    int mostConnections() {
        return 8;
    }
}
