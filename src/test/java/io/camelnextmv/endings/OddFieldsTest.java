package io.camelnextmv.endings;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever numbers, times and words stand beside a run's status: it is read, and its output delivered. */
class OddFieldsTest extends GatewayTest {

    @Test
    void aRunHasEndedWhateverStandsBesideItsStatus() {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).start();
        int done = 0;
        for (String fields : List.of("\"output_size\":\"4818.0\",\"duration\":12.0", "\"output_size\":1e999999999",
                "\"output_size\":-9223372036854775809,\"error\":{}", "\"output_size\":NaN,\"statistics\":NaN",
                "\"output_size\":[],\"format\":\"json\",\"created_at\":\"\"",
                "\"output_size\":\"\",\"error\":\"\",\"format\":{\"output\":{\"type\":\"\"}},\"experiment_id\":\"\"",
                "\"metrics\":" + "[".repeat(1_001) + "]".repeat(1_001), "\"options\":" + "{\"a\":".repeat(20_000) + 1
                        + "}".repeat(20_000), "\"metrics\":[],\"statistics\":{\"a\":1},\"run_type\":\"new\",\"status\":\"unheard of\"")) {
            way.meetAlways(Call.METADATA, aResponse().withBody("{\"metadata\":{" + fields + ",\"status_v2\":\"succeeded\"}}"));

            gateway.drop("orders-" + done + ".json", SQUARE);
            done++;
            gateway.untilDone(done);

            assertThat(gateway.outbox().resolve("orders-" + (done - 1) + ".json")).as(fields).isNotEmptyFile();
        }
        assertThat(gateway.log().says("unexpected")).isFalse();
    }

    @Test
    void anErrorLogIsReportedHoweverDeepItsFieldsAreAndLiesInTheArchiveAsItCame() {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).start();
        String answer = "{\"error_log\":{\"error\":\"no way\",\"trace\":" + "{\"cause\":[".repeat(5_000) + "]}".repeat(5_000)
                + "}}";
        way.meetAlways(Call.RESULT, aResponse().withBody(answer));

        gateway.drop("orders.json", "{\"fail\":\"at once\"}");
        gateway.untilDone(1);

        assertThat(GatewayFixture.json(gateway.errors().resolve("orders.error.json")).path("error_log").path("error").asText())
                .isEqualTo("no way");
        assertThat(gateway.archive().resolve(GatewayFixture.names(gateway.archive()).get(0)).resolve("result.json"))
                .hasContent(answer);
        assertThat(gateway.log().says("unexpected")).isFalse();
    }
}
