package io.camelnextmv.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of the object storage; what arrives whole from it is the output, whatever it is. */
@Tag("proof")
class StorageFaultTest extends GatewayTest {
    private static final String OUTPUT = "{\"solution\":\"" + "x".repeat(50_000) + "\"}";

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {"HALF_AN_ANSWER", "NO_BODY", "HTML", "OTHER_JSON"})
    void aDownloadThatFailsOrBreaksOffIsTriedAgain(Faulty fault) {
        itIsDeliveredWholeInTheEnd(fault.answer(), fault.timeout());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404})
    void anAddressThatIsNoLongerGoodIsReplacedAndIsNoFaultOfTheSettings(int status) {
        GatewayFixture gateway = itIsDeliveredWholeInTheEnd(aResponse().withStatus(status)
                .withBody("<Error><Code>AccessDenied</Code></Error>"), "30s");

        assertThat(gateway.log().lines()).noneMatch(line -> line.contains("nextmv.api-key")
                || line.contains("nextmv.application-id") || line.contains("unexpected"));
    }

    private GatewayFixture itIsDeliveredWholeInTheEnd(ResponseDefinitionBuilder answer, String timeout) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.http.response-timeout", timeout).start();
        way.meetAlways(Call.METADATA, aResponse().withBody(
                "{\"metadata\":{\"status_v2\":\"succeeded\",\"output_size\":6000000}}"));
        way.meetAlways(Call.RESULT, aResponse().withBody("{\"output\":{\"url\":\"" + way.url() + "/storage/1?secret-of-the-query=1\"}}"));
        way.meetAlways(Call.STORAGE, aResponse().withBody(OUTPUT));
        way.meet(Call.STORAGE, 2, answer);

        gateway.drop("large.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("large.json")).hasContent(OUTPUT);
        assertThat(way.requests(Call.STORAGE)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(way.requests(Call.RESULT)).as("each try with a fresh address").hasSizeGreaterThanOrEqualTo(3);
        assertThat(gateway.log().says("folder or file")).as("the disk is blamed").isFalse();
        assertThat(gateway.log().says("secret-of-the-query")).isFalse();
        return gateway;
    }
}
