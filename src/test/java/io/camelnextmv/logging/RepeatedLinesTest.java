package io.camelnextmv.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reaches a port cannot fill the log. */
class RepeatedLinesTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final RepeatedLines repeats = new RepeatedLines(nanos::get);

    @ParameterizedTest
    @ValueSource(strings = {"io.vertx.ext.web.RoutingContext", "io.netty.channel.DefaultChannelPipeline",
        "org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer"})
    void aLineForEachConnectionIsSaidOnceAMinuteWithTheNumberOfTheOthers(String logger) {
        assertThat(repeats.admit(logger)).hasValue(0);
        for (int i = 0; i < 3000; i++) {
            assertThat(repeats.admit(logger)).isEmpty();
        }
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());

        assertThat(repeats.admit(logger)).hasValue(3000);
        assertThat(repeats.admit(logger)).isEmpty();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(repeats.admit(logger)).hasValue(1);
    }

    @Test
    void oursAreAllSaid() {
        for (int i = 0; i < 10; i++) {
            assertThat(repeats.admit("io.camelnextmv.deliver.FolderDelivery")).hasValue(0);
        }
    }
}
