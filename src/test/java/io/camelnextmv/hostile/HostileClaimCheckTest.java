package io.camelnextmv.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.cloud.AnswerTooSlow;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.HttpStack;
import io.camelnextmv.cloud.HttpStack.Timeouts;
import io.camelnextmv.cloud.HttpStack.Way;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.cloud.Proxies;
import io.camelnextmv.files.ServerFiles;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.LyingCloud;
import io.camelnextmv.fixture.LyingCloud.Call;
import io.camelnextmv.pickup.ClaimChecks;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A server that a message points to, and that answers with each kind of evil: whoever fetches comes back. */
class HostileClaimCheckTest extends GatewayTest {
    private static final long LIMIT = 500L * 1024 * 1024;

    @ParameterizedTest
    @EnumSource(value = Evil.class, mode = Mode.EXCLUDE, names = {"A_JAVA_OBJECT", "A_CHARSET_OF_ITS_OWN"})
    void whateverAServerAnswersTheFetchEndsAndTheNextOneSucceeds(Evil evil) throws Exception {
        LyingCloud server = closed(new LyingCloud(cloud(quick())));
        Way direct = new Way(Proxies.of("none", any -> null, any -> null), Optional.empty(), "test");
        HttpStack http = closed(new HttpStack(new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(250)),
                new Limits(LIMIT, LIMIT, LIMIT), direct));
        DefaultCamelContext context = new DefaultCamelContext();
        ClaimChecks claimChecks = new ClaimChecks(List.of(server.url() + "/storage/"), LIMIT, http.claimChecks(),
                new ServerFiles(context, () -> home, LIMIT), context);
        server.lie(Call.STORAGE, 1, evil.lie());

        assertThatThrownBy(() -> {
            try (InputStream input = claimChecks.open(server.url() + "/storage/orders.json")) {
                input.transferTo(OutputStream.nullOutputStream());
            }
        }).isInstanceOfAny(Fault.class, IllegalArgumentException.class)
                .hasMessageContaining("/storage/orders.json");

        server.lie(Call.STORAGE, 1_000, out -> DeadlinesTest.answer(out, "good"));
        int fetches = 0;
        Optional<String> next = Optional.empty();
        while (next.isEmpty() && fetches < 100) {
            next = fetched(claimChecks, server);
            fetches++;
        }
        assertThat(next).contains("good");
        assertThat(server.calls(Call.STORAGE)).as("none went by a connection on which evil was still coming")
                .isEqualTo(1 + fetches);
    }

    /** Empty where the machine was slower than the time-out: that says nothing of what was fetched before. */
    private static Optional<String> fetched(ClaimChecks claimChecks, LyingCloud server) throws Exception {
        try (InputStream input = claimChecks.open(server.url() + "/storage/orders.json")) {
            return Optional.of(new String(input.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (Fault e) {
            // It has no cause, which Camel would take for the disk's: the message names what was met.
            if (Stream.of("SocketTimeoutException", InterruptedIOException.class.getSimpleName(),
                    AnswerTooSlow.class.getSimpleName()).noneMatch(e.getMessage()::contains)) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
