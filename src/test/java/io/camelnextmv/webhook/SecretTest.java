package io.camelnextmv.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.beans.CloudBeans;
import io.camelnextmv.fixture.MovableClock;
import io.camelnextmv.retry.Backoff;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private final MovableClock clock = new MovableClock();
    private final Secret secret = new Secret(Optional.of("hook"), Optional.empty(), Optional::empty, CloudBeans.json(),
            new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(1)), clock);

    /** How often it is asked for in an hour in which nobody answers. */
    private int asked() {
        int asked = 0;
        for (Duration passed = Duration.ZERO; passed.compareTo(Duration.ofHours(1)) < 0; passed = passed.plus(LOOK)) {
            if (secret.isMissing()) {
                asked++;
                secret.notFetched(new IOException("there is no such webhook"));
            }
            clock.turn(LOOK);
        }
        return asked;
    }

    @Test
    void whatCannotBeHadIsAskedForEverMoreSeldom() throws IOException {
        assertThat(asked()).isBetween(55, 90);

        clock.turn(Duration.ofMinutes(1));
        secret.fetched("{\"secret\":\"s\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(secret.isMissing()).isFalse();
        clock.turn(Duration.ofMinutes(5));
        secret.doubt();

        assertThat(secret.isMissing()).as("it may be another one by now").isTrue();
        assertThat(asked()).as("anybody can send what is not signed by it").isBetween(55, 90);
    }
}
