package io.camelnextmv.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a server gives as the body of a request is read as it was sent, or not at all. */
class ArrivingBodyTest {
    @Test
    void aStreamIsReadAndNothingIsABodyOfNone() throws IOException {
        assertThat(ArrivingBody.of(new ByteArrayInputStream(new byte[] {7})).readAllBytes()).containsExactly(7);
        assertThat(ArrivingBody.of(null).readAllBytes()).isEmpty();
    }

    /** The input would be run on nothing. */
    @Test
    void whatIsNeitherIsNoBodyOfNone() {
        for (Object body : List.of("{}", "{}".getBytes(StandardCharsets.UTF_8), Buffer.buffer("{}"))) {
            assertThatThrownBy(() -> ArrivingBody.of(body)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(body.getClass().getName());
        }
    }
}
