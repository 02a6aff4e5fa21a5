package io.camelnextmv.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.InFront;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that may not use what one input names is no fault of the key, unless it is refused everywhere. */
class ForbiddenElsewhereTest extends GatewayTest {
    private static final ResponseDefinitionBuilder NO = aResponse().withStatus(403)
            .withBody("{\"error\":\"not allowed\"}");

    private InFront closedApplication(Sandbox cloud) {
        return closed(new InFront(cloud)).always(any(urlPathMatching("/v1/applications/closed/.*")), NO);
    }

    @ParameterizedTest
    @CsvSource({"orders.json,in the request", "orders.csv,uploaded"})
    void anApplicationOfASidecarThatTheKeyMayNotUseIsTheInputsFault(String name, String sent) {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(closedApplication(cloud).url()).start();

        gateway.drop(name + ".nextmv.yaml", "application-id: closed\n");
        gateway.drop(name, SQUARE);
        gateway.drop("others.json", SQUARE);
        gateway.untilDone(2);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("others.json");
        var report = GatewayFixture.json(gateway.errors().resolve("orders.error.json"));
        assertThat(report.path("error").asText()).as(sent).contains("application closed is not open to the API key", name
                + ".nextmv.yaml", "not allowed");
        assertThat(report.path("what_to_do").asText()).contains(name + ".nextmv.yaml", "have the key allowed");
        assertThat(report.path("status").asText()).isEqualTo("rejected");
        nothingPaused(gateway);
    }

    @Test
    void anInstanceOfASidecarThatTheKeyMayNotUseIsTheInputsFaultToo() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud)).always(any(urlPathMatching("/v1/applications/routing/runs"))
                .withQueryParam("instance_id", com.github.tomakehurst.wiremock.client.WireMock.equalTo("closed")), NO);
        GatewayFixture gateway = gateway(front.url()).start();

        gateway.drop("orders.json.nextmv.yaml", "instance-id: closed\n");
        gateway.drop("orders.json", SQUARE);
        gateway.drop("others.json", SQUARE);
        gateway.untilDone(2);

        assertThat(GatewayFixture.json(gateway.errors().resolve("orders.error.json")).path("error").asText())
                .contains("instance closed of application routing");
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("others.json");
        nothingPaused(gateway);
    }

    @Test
    void anApplicationOfAMessageThatTheKeyMayNotUseIsToldByItsHeader() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(closedApplication(cloud).url()).start();

        gateway.gateway().main().getCamelContext().createProducerTemplate().sendBodyAndHeaders("direct:nextmv-inputs", SQUARE,
                Map.of("NextmvApplicationId", "closed", "NextmvInput", "orders.json"));
        gateway.untilDone(1);

        var report = GatewayFixture.json(gateway.errors().resolve("orders.error.json"));
        assertThat(report.path("error").asText()).contains("the message's headers ask for").doesNotContain(".nextmv.json");
        assertThat(report.path("what_to_do").asText()).contains("NextmvApplicationId", "send the message again");
        nothingPaused(gateway);
    }

    @Test
    void theInputsOfAnInboxWhoseApplicationTheKeyMayNotUseWaitAndOthersGoOn() throws Exception {
        Sandbox cloud = cloud(quick());
        InFront front = closedApplication(cloud);
        GatewayFixture gateway = gateway(front.url()).with("nextmv.inboxes", "night")
                .with("nextmv.inboxes.night.application-id", "closed").start();
        drop("night", "night.json");
        gateway.untilLogged("mend the application-id of the inbox");

        gateway.drop("main.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("main.json");
        assertThat(GatewayFixture.names(home.resolve("night/errors"))).isEmpty();
        nothingPaused(gateway);
        front.mend();
        gateway.untilDone(2);
        assertThat(cloud.runs()).extracting(RunView::application).containsExactlyInAnyOrder("routing", "closed");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aKeyThatIsRefusedEverywhereIsTheSettingsFaultAndNothingEndsInTheErrors(int status) {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud)).always(any(anyUrl()), aResponse().withStatus(status));
        GatewayFixture gateway = gateway(front.url()).start();

        gateway.drop("orders.json.nextmv.yaml", "application-id: packing\n");
        gateway.drop("orders.json", SQUARE);
        gateway.untilLogged("check nextmv.api-key");
        gateway.drop("others.json", SQUARE);
        int before = front.server().getAllServeEvents().size();
        gateway.until("it was probed for some time", () -> front.server().getAllServeEvents().size() > before + 4);

        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("others.json");
        front.mend();
        gateway.untilDone(2);
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json", "others.json");
        assertThat(cloud.runs()).hasSize(2);
    }

    private static void nothingPaused(GatewayFixture gateway) {
        assertThat(gateway.log().says("Picking up pauses")).isFalse();
        assertThat(gateway.log().says("check nextmv.api-key")).isFalse();
    }

    private void drop(String inbox, String name) throws Exception {
        Path folder = Files.createDirectories(home.resolve(inbox).resolve("inbox"));
        Path aside = Files.writeString(home.resolve(name + ".tmp"), SQUARE);
        Files.setLastModifiedTime(aside, FileTime.from(Instant.EPOCH));
        Files.move(aside, folder.resolve(name));
    }
}
