package io.camelnextmv.submit;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.InFront;
import io.camelnextmv.sandbox.Endpoint;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.steer.Cloud;
import io.camelnextmv.settings.BadSetting;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunOptionsTest extends GatewayTest {
    private static final String RUNS = "/v1/applications/" + GatewayFixture.APPLICATION + "/runs";

    @Test
    void everySettingOfARunReachesTheService() throws Exception {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        GatewayFixture gateway = gateway(front.url()).with("nextmv.name", "Tour of {file}")
                .with("nextmv.description", "nightly").with("nextmv.options.solve.duration", "10s")
                .with("nextmv.options.Vehicles_Max", "007").with("nextmv.batch-experiment-id", "batch-1")
                .with("nextmv.execution-class", "6c9500mb870s").with("nextmv.queuing.priority", "2")
                .with("nextmv.queuing.disabled", "true").with("nextmv.secrets-collection-id", "secrets-1")
                .with("nextmv.integration-id", "integration-1").with("nextmv.run-type", "ensemble")
                .with("nextmv.definition-id", "best-of-three").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        String ticket = GatewayFixture.names(gateway.archive()).get(0);
        JsonNode sent = sent(front);
        assertThat(sent.path("name").asText()).isEqualTo("Tour of orders.json");
        assertThat(sent.path("description").asText()).isEqualTo("nightly (camel-nextmv ticket " + ticket + ")");
        assertThat(sent.path("options")).isEqualTo(json("{'solve.duration':'10s','Vehicles_Max':'007'}"));
        assertThat(sent.path("batch_experiment_id").asText()).isEqualTo("batch-1");
        assertThat(sent.path("configuration")).isEqualTo(json("{'execution_class':'6c9500mb870s',"
                + "'secrets_collection_id':'secrets-1','integration_id':'integration-1',"
                + "'queuing':{'priority':2,'disabled':true},"
                + "'run_type':{'type':'ensemble','definition_id':'best-of-three'}}"));
    }

    @Test
    void anOptionCanBeGivenOnTheCommandLine() {
        Sandbox cloud = cloud(quick());
        System.setProperty("nextmv.options.depth", "7");
        try {
            GatewayFixture gateway = gateway(cloud).start();
            gateway.drop("orders.json", SQUARE);
            gateway.untilDone(1);
        } finally {
            System.clearProperty("nextmv.options.depth");
        }

        assertThat(cloud.runs().get(0).options()).containsEntry("depth", "7");
    }

    @Test
    void withoutSettingsNothingIsSentThatWasNotAskedFor() throws Exception {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud));
        GatewayFixture gateway = gateway(front.url()).start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(sent(front).fieldNames()).toIterable().containsExactlyInAnyOrder("name", "description", "input");
    }

    @Test
    void aSettingThatCannotBeStopsTheStartWithItsName() {
        Sandbox cloud = cloud(quick());
        assertThatThrownBy(() -> gateway(cloud).with("nextmv.queuing.priority", "10").start())
                .isInstanceOf(BadSetting.class).hasMessageContaining("nextmv.queuing.priority")
                .hasMessageContaining("from 1 to 9");
        assertThatThrownBy(() -> gateway(cloud).with("nextmv.run-type", "ensemble").start())
                .isInstanceOf(BadSetting.class).hasMessageContaining("definition-id");
        assertThatThrownBy(() -> gateway(cloud).with("nextmv.run-type", "tour").start())
                .isInstanceOf(BadSetting.class).hasMessageContaining("standard, ensemble");
        assertThatThrownBy(() -> gateway(cloud).with("nextmv.format.input", "xml").start())
                .isInstanceOf(BadSetting.class).hasMessageContaining("multi-file");
    }

    @Test
    void whereThereIsNoCapacityARunThatIsNotToBeQueuedWaitsHere() {
        Sandbox cloud = cloud(quick().withConcurrency(1));
        GatewayFixture gateway = gateway(cloud).with("nextmv.queuing.disabled", "true").start();
        gateway.drop("first.json.nextmv.yaml", "options: {duration: 60m}\n");
        gateway.drop("first.json", SQUARE);
        gateway.untilWaiting(1);

        gateway.drop("second.json", SQUARE);
        gateway.until("it is offered again and again", () -> cloud.requests(Endpoint.NEW_RUN) > 4);
        Cloud.cancel(cloud, cloud.runs().get(0).id());
        gateway.untilDone(2);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("second.json");
        assertThat(gateway.log().says("Nothing gets through")).isFalse();
    }

    @Test
    void whereThereIsNoCapacityTheInputGoesToTheErrorsIfTheSettingSaysSo() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud)).always(newRun(), aResponse().withStatus(429)
                .withBody("{\"error\":\"no capacity\"}"));
        GatewayFixture gateway = gateway(front.url()).with("nextmv.queuing.disabled", "true")
                .with("nextmv.queuing.when-busy", "error").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(report(gateway).path("error").asText()).contains("no capacity");
        assertThat(report(gateway).path("answer").asText()).contains("429");
    }

    @Test
    void aRateLimitIsWaitedOutThoughBusyIsAnError() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud)).times(2, newRun(), aResponse().withStatus(429));
        GatewayFixture gateway = gateway(front.url()).with("nextmv.queuing.when-busy", "error").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json");
    }

    @Test
    void theFileBesideAnInputOverridesTheSettingsForThatInput() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.options.a", "1").with("nextmv.options.b", "1")
                .with("nextmv.instance-id", "live").with("nextmv.queuing.priority", "8").start();

        gateway.drop("orders.json.nextmv.yaml", """
                application-id: packing
                name: Tomorrow's {file}
                options:
                  b: 1.50
                  Some_Name: true
                queuing:
                  priority: 1
                batch_experiment_id: batch-7
                """);
        gateway.drop("orders.json", SQUARE);
        gateway.drop("others.json", SQUARE);
        gateway.untilDone(2);

        RunView own = run(cloud, "Tomorrow's orders.json");
        assertThat(own.application()).isEqualTo("packing");
        assertThat(own.instance()).as("the default instance of the other application").isEqualTo("latest");
        assertThat(own.options()).containsOnly(java.util.Map.entry("a", "1"), java.util.Map.entry("b", "1.50"),
                java.util.Map.entry("Some_Name", "true"));
        assertThat(own.priority()).isEqualTo(1);
        assertThat(own.experimentId()).contains("batch-7");
        RunView other = run(cloud, "others.json");
        assertThat(other.application()).isEqualTo(GatewayFixture.APPLICATION);
        assertThat(other.instance()).isEqualTo("live");
        assertThat(other.priority()).isEqualTo(8);
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("orders.json", "others.json");
        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
        assertThat(GatewayFixture.names(gateway.archive().resolve(ticketOf(own)).resolve("sidecar")))
                .containsExactly("orders.json.nextmv.yaml");
    }

    @Test
    void theFileBesideAnInputCanBeJson() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("orders.json.nextmv.json", "{\"options\": {\"depth\": 3, \"text\": \"a \\u00fc \\\" b\"}}");
        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(cloud.runs().get(0).options()).containsEntry("depth", "3").containsEntry("text", "a ü \" b");
    }

    @Test
    void aFileBesideAnInputThatCannotBeUsedGoesBackWithItAndTheReportSaysWhy() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("orders.json.nextmv.yaml", "queuing: {priority: 12}\n");
        gateway.drop("orders.json", SQUARE);
        gateway.drop("typo.json.nextmv.yaml", "instanceid: x\n");
        gateway.drop("typo.json", SQUARE);
        gateway.drop("half.json.nextmv.yaml", "options: {a: [");
        gateway.drop("half.json", SQUARE);
        gateway.untilDone(3);

        assertThat(GatewayFixture.names(gateway.errors())).containsExactly("half.error.json", "half.json",
                "half.json.nextmv.yaml", "orders.error.json", "orders.json", "orders.json.nextmv.yaml",
                "typo.error.json", "typo.json", "typo.json.nextmv.yaml");
        assertThat(report(gateway).path("error").asText()).contains("orders.json.nextmv.yaml")
                .contains("queuing.priority is \"12\"").doesNotContain("nextmv.queuing");
        assertThat(GatewayFixture.json(gateway.errors().resolve("typo.error.json")).path("error").asText())
                .contains("instanceid is not known here").contains("instance-id");
        assertThat(GatewayFixture.json(gateway.errors().resolve("half.error.json")).path("error").asText())
                .contains("not YAML at line 1, column").contains("it ends before");
        assertThat(cloud.runs()).isEmpty();
    }

    @Test
    void anApplicationThatOnlyTheFileBesideTheInputNamesAndNobodyKnowsIsTheInputsFault() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("orders.json.nextmv.yaml", "application-id: unknown-app\n");
        gateway.drop("orders.json", SQUARE);
        gateway.drop("others.json", SQUARE);
        gateway.untilDone(2);

        assertThat(report(gateway).path("error").asText()).contains("unknown-app")
                .contains("orders.json.nextmv.yaml");
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("others.json");
        assertThat(gateway.log().says("need mending")).isFalse();
    }

    @Test
    void aFileForAnInputThatHasNotComeYetWaitsForItAndIsNeverAnInput() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        gateway.drop("orders.json.nextmv.yaml", "options: {a: 1}\n");
        gateway.drop("others.json", SQUARE);
        gateway.untilDone(1);
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly("orders.json.nextmv.yaml");

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(2);
        assertThat(run(cloud, "orders.json").options()).containsEntry("a", "1");
        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
    }

    @Test
    void aRestartAsksForTheSameThings() {
        Sandbox cloud = cloud(quick());
        InFront front = closed(new InFront(cloud)).always(newRun(), aResponse().withStatus(503));
        GatewayFixture gateway = gateway(front.url()).start();
        gateway.drop("orders.json.nextmv.yaml", "options: {a: 1}\n");
        gateway.drop("orders.json", SQUARE);
        gateway.until("the run was refused", () -> gateway.log().says("answered 503"));
        gateway.close();

        gateway(cloud).start().untilDone(1);

        assertThat(cloud.runs()).hasSize(1);
        assertThat(cloud.runs().get(0).options()).containsEntry("a", "1");
    }

    private static MappingBuilder newRun() {
        return post(urlPathEqualTo(RUNS));
    }

    private static JsonNode sent(InFront front) throws IOException {
        return new ObjectMapper().readTree(
                front.server().findAll(postRequestedFor(urlPathEqualTo(RUNS))).get(0).getBodyAsString());
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    private static JsonNode report(GatewayFixture gateway) {
        return GatewayFixture.json(gateway.errors().resolve("orders.error.json"));
    }

    private static RunView run(Sandbox cloud, String name) {
        return cloud.runs().stream().filter(run -> run.name().equals(name)).findFirst().orElseThrow();
    }

    private static String ticketOf(RunView run) {
        return run.description().substring(run.description().lastIndexOf(' ') + 1).replace(")", "");
    }
}
