package io.camelnextmv.hostile;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An address in an answer leads a request somewhere, and does nothing else. */
class AddressesTest extends GatewayTest {
    @ParameterizedTest
    @ValueSource(strings = {"?k={{nextmv.api-key}}", "?e={{env:PATH}}", "?s={{sys:user.home}}",
        "{{bean:nextmvSubmitters.shutdownNow}}", "{{bean:nextmvAdmission.shut}}", "{{nothing.such}}"})
    void nothingInItIsLookedUpOrCalled(String evil) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.deliver.assets", "true").start();
        String address = way.url() + "/storage/x" + evil;
        way.meetAlways(Call.METADATA, aResponse().withBody(
                "{\"metadata\":{\"status_v2\":\"succeeded\",\"output_size\":6000000}}"));
        way.meetAlways(Call.RESULT, aResponse().withBody("{\"output\":{\"url\":\"" + address + "\"}}"));

        gateway.drop("evil.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.json(gateway.errors().resolve("evil.error.json")).path("status").asText())
                .isEqualTo("bad_output");
        assertThat(way.requests(Call.STORAGE)).as("requests to such an address").isEmpty();

        way.mend();
        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(2);
        assertThat(gateway.outbox().resolve("orders.json")).isNotEmptyFile();
    }
}
