package io.offlinepush.sandbox;

import java.net.http.HttpClient.Version;

/** A sandbox on a settable clock, and a sender with a good bearer. */
final class SandboxFixture implements AutoCloseable {
    final SettableClock clock = new SettableClock();
    final PushKitSandbox sandbox = PushKitSandbox.builder().clock(clock).start();

    String bearer() throws Exception {
        return jwt().sign();
    }

    TestJwt jwt() throws Exception {
        return new TestJwt(sandbox.serviceAccountJson(), clock.instant());
    }

    TestSender sender() throws Exception {
        return sender(Version.HTTP_2);
    }

    TestSender sender(Version version) throws Exception {
        return new TestSender(sandbox, version, bearer());
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
