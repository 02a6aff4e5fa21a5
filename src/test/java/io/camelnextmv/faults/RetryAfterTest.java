package io.camelnextmv.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryAfterTest extends GatewayTest {

    @ParameterizedTest
    @CsvSource({"NEW_RUN,429", "METADATA,429", "RESULT,429", "METADATA,503"})
    void aServiceThatAsksForASecondIsNotAskedBefore(Call call, int status) {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meet(call, 1, aResponse().withStatus(status).withHeader("Retry-After", "1"));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        List<LoggedRequest> requests = way.requests(call);
        assertThat(requests).hasSize(2);
        assertThat(Duration.between(requests.get(0).getLoggedDate().toInstant(),
                requests.get(1).getLoggedDate().toInstant())).isGreaterThanOrEqualTo(Duration.ofMillis(990));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {"METADATA", "NEW_RUN"})
    void aServiceThatNamesATimeIsNotAskedBefore(Call call) {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).start();
        Instant then = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 2);
        way.meet(call, 1, aResponse().withStatus(429).withHeader("Retry-After",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(then.atZone(ZoneOffset.UTC))));

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        List<LoggedRequest> requests = way.requests(call);
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).getLoggedDate().toInstant()).isAfterOrEqualTo(then.minusMillis(10));
    }
}
