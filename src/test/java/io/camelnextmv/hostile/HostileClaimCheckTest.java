package io.camelnextmv.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

        server.lie(Call.STORAGE, 1, out -> DeadlinesTest.answer(out, "good"));
        try (InputStream input = claimChecks.open(server.url() + "/storage/orders.json")) {
            assertThat(input.readAllBytes()).asString().isEqualTo("good");
        }
    }
}
