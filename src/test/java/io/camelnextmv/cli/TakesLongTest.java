package io.camelnextmv.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TakesLongTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void whatTakesLongIsSaidInALineThatIsGoneInTheEnd() {
        try (TakesLong takesLong = new TakesLong(new PrintStream(said), true, Duration.ofMillis(10))) {
            TakesLong.Wait wait = takesLong.begin(() -> "orders\u001b.json: being submitted");
            await().atMost(Duration.ofSeconds(30)).until(() -> said.size() > 0);
            wait.close();
        }

        assertThat(said.toString()).startsWith("\r\u001b[Korders\\u001b.json: being submitted (").endsWith("\r\u001b[K");
    }

    @Test
    void whatIsQuickOrSeenByNobodyIsNotSaid() {
        try (TakesLong quick = new TakesLong(new PrintStream(said), true, Duration.ofHours(1));
                TakesLong unseen = new TakesLong(new PrintStream(said), false, Duration.ofMillis(1))) {
            quick.begin(() -> "it").close();
            unseen.begin(() -> "it").close();
        }

        assertThat(said.size()).isZero();
    }
}
