package io.offlinepush.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The story can fail: what was not seen ends it. */
class StoryTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();
    private final Story story =
            new Story(new PrintStream(out, true, StandardCharsets.UTF_8), () -> nanos.addAndGet(1_000_000_000));

    @Test
    void aLineThatIsNotTrueEndsIt() {
        assertThatThrownBy(() -> story.check("gateway", false, "saw no request"))
                .isInstanceOf(Story.Differs.class)
                .hasMessageContaining("gateway: saw no request");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aLineThatDoesNotComeTrueEndsIt() {
        assertThatThrownBy(() -> story.await("server", () -> false, "the push ends"))
                .isInstanceOf(Story.Differs.class);
    }

    @Test
    void aLineThatIsTrueIsTold() {
        story.check("gateway", true, "saw one request");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("gateway", "saw one request");
    }
}
