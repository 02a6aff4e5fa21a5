package io.camelnextmv.endings;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.Sandbox;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An output of more than the API itself carries comes from the object storage. */
class LargeOutputTest extends GatewayTest {
    private static final int SIZE = 6 * 1024 * 1024;
    private static final String ENDED_LARGE = "{\"metadata\":{\"status_v2\":\"succeeded\",\"output_size\":" + SIZE + "}}";
    private static final String QUERY = "X-Sig=a%2Fb%2Bc%3D&X-Name=caf%C3%A9%20+1&secret-of-the-query=7";

    @Test
    void itIsDownloadedByItsAddressByteForByteWithoutTheKeyAndTheQueryIsSentAsItIs() {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).start();
        byte[] output = new byte[SIZE];
        new Random(1).nextBytes(output);
        way.meetAlways(Call.METADATA, aResponse().withBody(ENDED_LARGE));
        way.meetAlways(Call.RESULT, aResponse().withBody("{\"metadata\":{},\"output\":{\"url\":\"" + way.url()
                + "/storage/out?" + QUERY + "\"}}"));
        way.meetAlways(Call.STORAGE, aResponse().withBody(output));

        gateway.drop("large.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("large.json")).hasBinaryContent(output);
        assertThat(way.requests(Call.RESULT)).extracting(LoggedRequest::getUrl).first().asString()
                .endsWith("?format=url");
        LoggedRequest download = way.requests(Call.STORAGE).get(0);
        assertThat(download.getUrl()).isEqualTo("/storage/out?" + QUERY);
        assertThat(download.containsHeader("Authorization")).isFalse();
        assertThat(gateway.log().says("secret-of-the-query")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itIsDownloadedWhateverTheApplicationSaidOfItsRun(boolean first) {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).start();
        String metrics = "\"metadata\":{\"metrics\":[" + "0.125,".repeat(1_000_000) + "1]}";
        String output = "\"output\":{\"url\":\"" + way.url() + "/storage/out?" + QUERY + "\"}";
        way.meetAlways(Call.METADATA, aResponse().withBody(ENDED_LARGE));
        way.meetAlways(Call.RESULT, aResponse().withBody("{" + (first ? metrics + "," + output : output + "," + metrics) + "}"));
        way.meetAlways(Call.STORAGE, aResponse().withBody("the output"));

        gateway.drop("large.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("large.json")).hasContent("the output");
        assertThat(way.requests(Call.RESULT)).hasSize(1);
    }

    @Test
    void anAnswerWithItsAddressThatIsLargerThanAnyMayBeIsSaidToBeThat() {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meetAlways(Call.METADATA, aResponse().withBody(ENDED_LARGE));
        way.meetAlways(Call.RESULT, aResponse().withBody("{\"metadata\":{\"metrics\":[" + "0.125,".repeat(3_000_000)
                + "1]},\"output\":{\"url\":\"" + way.url() + "/storage/out\"}}"));

        gateway.drop("large.json", SQUARE);
        gateway.untilDone(1);

        JsonNode report = GatewayFixture.json(gateway.errors().resolve("large.error.json"));
        assertThat(report.path("status").asText()).isEqualTo("bad_output");
        assertThat(report.path("error").asText()).contains("the answer with the output's address is too large: more than"
                + " 16777216 bytes").doesNotContain("no address");
        assertThat(way.requests(Call.RESULT)).as("believed when it came the same again").hasSize(3);
        assertThat(GatewayFixture.names(gateway.errors())).contains("large.bad-output");
    }

    @Test
    void aStorageThatIsStrictAboutItsSignatureGivesItOut() throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meetAlways(Call.METADATA, aResponse().withBody(ENDED_LARGE));

        gateway.drop("large.json", SQUARE);
        gateway.untilDone(1);

        assertThat(gateway.outbox().resolve("large.json")).hasBinaryContent(
                cloud.openOutput(cloud.runs().get(0).id()).orElseThrow().readAllBytes());
        assertThat(cloud.requests(Endpoint.STORAGE_GET)).isEqualTo(1);
    }
}
