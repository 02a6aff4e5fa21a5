package io.camelnextmv.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SandboxSettingsTest {
    private final SandboxSettings defaults = SandboxSettings.defaults();

    @Test
    void the_defaults_are_those_for_people() {
        assertThat(defaults.host()).isEqualTo("127.0.0.1");
        assertThat(defaults.port()).isEqualTo(8089);
        assertThat(defaults.apiKey()).isEqualTo("sandbox");
        assertThat(defaults.runTime()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void values_out_of_range_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> defaults.withPort(65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> defaults.withConcurrency(0));
        assertThatIllegalArgumentException().isThrownBy(() -> defaults.withApiKey(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> defaults.withRunTime(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.withWebhooks(TimeUnit.MINUTES, 1, Duration.ZERO));
    }

    @Test
    void two_sandboxes_on_free_ports_do_not_meet() throws IOException {
        try (Sandbox one = new Sandbox(defaults.withPort(0)).start();
                Sandbox two = new Sandbox(defaults.withPort(0)).start()) {
            new Client(one).submit("{\"input\":{}}");
            assertThat(one.url()).isNotEqualTo(two.url()).startsWith("http://127.0.0.1:");
            assertThat(two.runs()).isEmpty();
        }
    }
}
