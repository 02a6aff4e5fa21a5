package io.camelnextmv.cloud;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A clock that is wrong is told of, and a slow answer is no wrong clock. */
class ClockSkewTest extends GatewayTest {
    private static final Instant SENT = Instant.parse("2026-11-27T12:00:00.900Z");

    @ParameterizedTest
    @CsvSource({"0, 100, ", "-1, 100, ", "-2, 100, ", "2, 100, ", "9, 9000, ", "0, 60000, ", "-4, 100, 3", "-61, 60000, 60",
            "4, 100, -3", "63, 100, -62"})
    void itIsWrongByWhatNoLengthOfTheRequestExplains(long date, long took, Long ahead) {
        Instant service = Instant.parse("2026-11-27T12:00:00Z").plusSeconds(date);

        assertThat(ClockSkew.ahead(service, SENT, SENT.plusMillis(took)).map(Duration::toSeconds)).isEqualTo(
                java.util.Optional.ofNullable(ahead));
    }

    @Test
    void theStartWarnsOnceWhereTheServicesTimeIsAnotherOne() {
        FaultyCloud cloud = closed(new FaultyCloud(cloud(quick())));
        cloud.meet(Call.NEW_RUN, 2, aResponse().withStatus(429).withHeader("Date", "Fri, 27 Nov 2020 12:00:00 GMT"));
        GatewayFixture gateway = gateway(cloud.url()).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.log().lines()).filteredOn(line -> line.startsWith("WARN") && line.contains("NTP")).hasSize(1);
    }

    @Test
    void aClockThatIsRightIsNotSpokenOf() {
        GatewayFixture gateway = gateway(cloud(quick())).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.log().lines()).noneMatch(line -> line.contains("NTP"));
    }
}
