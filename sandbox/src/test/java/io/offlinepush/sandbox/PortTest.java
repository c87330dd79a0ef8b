package io.offlinepush.sandbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** A fixed port, as a host's own tests may want it. */
class PortTest {

    @Test
    void aPortThatIsTakenIsNamedWithWhatToDo() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> PushKitSandbox.builder().port(port).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("port " + port
                            + " cannot be used: another process listens there; take another port, or 0 for"
                            + " any that is free")
                    .hasCauseInstanceOf(BindException.class);
        }
    }
}
