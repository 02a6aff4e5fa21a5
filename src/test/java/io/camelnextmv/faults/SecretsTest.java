package io.camelnextmv.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever happens, the key is in no file and in no line of the log. */
class SecretsTest extends GatewayTest {

    @Test
    void theKeyIsInNoFileAndInNoLineOfTheLog() throws IOException {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofMillis(20)));
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.http.response-timeout", "1s")
                .with("nextmv.poll.max-tries", "60").start();
        for (Call call : List.of(Call.NEW_RUN, Call.QUEUE, Call.LIST, Call.METADATA, Call.RESULT, Call.LOGS)) {
            way.meet(call, 1, aResponse().withStatus(401).withBody("{\"error\":\"no\"}"));
        }
        gateway.drop("good.json", SQUARE);
        gateway.drop("fails.json", "{\"fail\":\"no vehicle\"}");
        gateway.drop("bad.json", "no json");
        gateway.untilDone(3);
        for (Faulty fault : Faulty.values()) {
            way.mend();
            way.meet(Call.NEW_RUN, 1, fault.answer());
            gateway.drop("orders-" + fault + ".json", SQUARE);
        }
        gateway.untilDone(3 + Faulty.values().length);

        assertThat(way.requests(Call.NEW_RUN)).allMatch(request ->
                request.getHeader("Authorization").equals("Bearer " + GatewayFixture.API_KEY));
        gateway.stop();
        assertThat(gateway.log().lines()).noneMatch(line -> line.contains(GatewayFixture.API_KEY));
        for (Path file : FileTree.files(home)) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)).as(file.toString())
                    .doesNotContain(GatewayFixture.API_KEY);
        }
    }

    @Test
    void nothingButTheKeyAndTheContentIsSentToTheCloud() {
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.instance-id", "staging").start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(way.requests()).allSatisfy(request -> assertThat(request.getHeaders().keys())
                .containsAnyOf("Authorization").isSubsetOf("Authorization", "Content-Type", "Content-Length", "Host",
                        "Connection", "User-Agent", "Accept-Encoding"));
        assertThat(way.requests().get(0).getUrl()).endsWith("/runs?instance_id=staging");
        assertThat(way.requests()).filteredOn(request -> request.getMethod().value().equals("GET"))
                .noneMatch(request -> request.getUrl().contains("?"));
    }
}
