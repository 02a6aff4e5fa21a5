package io.camelnextmv.steer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.fixture.LyingCloud;
import io.camelnextmv.fixture.LyingCloud.Call;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.steer.Commands.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run's input can be had again: printed, or put into the inbox. */
class CloneTest extends GatewayTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void inputGivesTheInputByteForByteWhateverItsSize() throws IOException {
        Sandbox cloud = cloud(quick());
        String small = start(cloud, "{\"input\":{\"a\" :  1.50, \"b\":\"\\u00e4\"}}");
        LyingCloud way = closed(new LyingCloud(cloud));
        byte[] large = ("{\"stops\":[],\"more\":\"" + "x".repeat(6_000_000) + "\"}").getBytes();
        cloud.addInput("large", large);
        String managed = start(cloud, "{\"input_id\":\"large\"}");
        Map<String, String> settings = gateway(way.url()).settings();
        Path file = home.resolve("input.json");

        assertThat(Commands.run(settings, "input", small).out()).isEqualTo("{\"a\" :  1.50, \"b\":\"\\u00e4\"}");
        assertThat(Commands.run(settings, "input", managed, "-o", file.toString()).code()).isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(large);
        Files.delete(file);
        // It does not say how large it is.
        way.lie(Call.METADATA, 1, out -> LyingCloud.text(out, "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"metadata\":{}}"));
        assertThat(Commands.run(settings, "input", managed, "--output", file.toString()).code()).isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(large);
        assertThat(GatewayFixture.names(home)).containsExactly("input.json");
    }

    @Test
    void aRunOfFilesGivesItsArchiveToAFileAndIsClonedAsOne() throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        gateway.drop("stops.csv", "id,x,y\na,0,0\n");
        gateway.untilDone(1);
        String run = cloud.runs().get(0).id();
        Path file = home.resolve("stops.tar.gz");

        Said printed = Commands.run(gateway.settings(), "input", run);
        Said written = Commands.run(gateway.settings(), "input", run, "-o", file.toString());
        Said cloned = Commands.run(gateway.settings(), "clone", run);
        gateway.untilDone(2);

        assertThat(printed.code()).isEqualTo(2);
        assertThat(printed.err()).contains("is no JSON but multi-file", "--output " + run + ".tar.gz");
        assertThat(written.code()).isZero();
        assertThat(Files.readAllBytes(file)).isEqualTo(cloud.openInput(run).orElseThrow().readAllBytes());
        assertThat(cloned.code()).as(cloned.err()).isZero();
        assertThat(GatewayFixture.names(gateway.outbox())).contains(run);
        assertThat(cloud.inputSha256(cloud.runs().get(1).id())).isEqualTo(cloud.inputSha256(run));
    }

    @Test
    void aCloneIsRunAsItsRunWasButForWhatWasAskedFor() throws IOException {
        Sandbox cloud = cloud(quick());
        String run = Cloud.post(cloud, "/v1/applications/elsewhere/runs?instance_id=staging", "{\"input\":" + SQUARE
                + ",\"options\":{\"duration\":\"1ms\",\"speed\":\"fast\",\"gone\":\"x\"},\"description\":\"camel-nextmv ticket t\"}")
                .path("run_id").asText();
        GatewayFixture gateway = gateway(cloud).start();

        Said said = Commands.run(gateway.settings(), "clone", run, "--application", "elsewhere", "-o", "speed=slow", "--option",
                "new=a=b", "-o", "gone=", "--name", "again");
        gateway.untilDone(1);

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).startsWith("The input of run " + run + " is in the inbox: ").contains("again.json");
        var clone = cloud.runs().get(1);
        assertThat(clone.application()).isEqualTo("elsewhere");
        assertThat(clone.instance()).isEqualTo("staging");
        assertThat(clone.options()).isEqualTo(Map.of("duration", "1ms", "speed", "slow", "new", "a=b"));
        assertThat(cloud.inputSha256(clone.id())).isEqualTo(cloud.inputSha256(run));
        assertThat(clone.description()).doesNotContain("ticket t");
        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("again.json");
        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
    }

    @Test
    void optionsAreTakenHoweverTheServiceWritesThem() throws IOException {
        Sandbox cloud = cloud(quick());
        String run = start(cloud, "{\"input\":{}}");
        LyingCloud way = closed(new LyingCloud(cloud));
        GatewayFixture gateway = gateway(way.url());
        String metadata = "{\"metadata\":{\"application_instance_id\":\"\",\"input_size\":\"2.0\",\"format\":{\"input\":{\"type\":\"\"},"
                + "\"output\":{\"type\":\"multi-file\"}},\"options\":{\"b\":true,\"n\":1.5,\"t\":\"x\",\"o\":{\"p\":1},\"z\":null,"
                + "\"e\":\"\",\"active_options\":{\"q\":1}},\"run_type\":{\"type\":\"\"}}}";
        way.lie(Call.METADATA, 1, out -> LyingCloud.text(out, "HTTP/1.1 200 OK\r\nContent-Length: " + metadata.length()
                + "\r\n\r\n" + metadata));

        Said said = Commands.run(gateway.settings(), "clone", run);

        assertThat(said.code()).as(said.err()).isZero();
        JsonNode sidecar = JSON.readTree(gateway.inbox().resolve(run + ".json.nextmv.json").toFile());
        assertThat(sidecar).isEqualTo(JSON.readTree("{\"options\":{\"b\":\"true\",\"n\":\"1.5\",\"t\":\"x\",\"o\":\"{\\\"p\\\":1}\"},"
                + "\"format\":{\"output\":\"multi-file\"}}"));
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly(run + ".json", run + ".json.nextmv.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.json", "orders.json.nextmv.yaml", "orders.json.nextmv.json"})
    void nothingInTheInboxIsOverwritten(String there) throws IOException {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        String run = start(cloud, "{\"input\":{},\"options\":{\"a\":\"b\"}}");
        GatewayFixture gateway = gateway(cloud);
        Files.createDirectories(gateway.inbox());
        Files.writeString(gateway.inbox().resolve(there), "mine");

        Said said = Commands.run(gateway.settings(), "clone", run, "--name", "orders.json");

        assertThat(said.code()).isEqualTo(3);
        assertThat(said.err()).hasLineCount(1).contains("already: orders.json; give another --name");
        assertThat(gateway.inbox().resolve(there)).hasContent("mine");
        assertThat(GatewayFixture.names(gateway.inbox())).containsExactly(there);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../orders", "a/b", "..", ".hidden", "orders.nextmv", "orders\u0000", "~$orders"})
    void aNameThatNoInputHasIsRefused(String name) {
        Sandbox cloud = cloud(quick());
        String run = start(cloud, "{\"input\":{}}");
        GatewayFixture gateway = gateway(cloud);

        Said said = Commands.run(gateway.settings(), "clone", run, "--name", name);

        assertThat(said.code()).isEqualTo(2);
        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"input", "clone", "resume"})
    void aRunThatIsGoneIsTold(String command) {
        Sandbox cloud = cloud(quick());
        String run = start(cloud, "{\"input\":{}}");
        cloud.delete(run);
        GatewayFixture gateway = gateway(cloud);

        Said said = Commands.run(gateway.settings(), command, run);

        assertThat(said.code()).isEqualTo(3);
        assertThat(said.err()).hasLineCount(1);
        assertThat(GatewayFixture.names(gateway.inbox())).isEmpty();
    }

    private static String start(Sandbox cloud, String body) {
        return Cloud.post(cloud, "/v1/applications/" + GatewayFixture.APPLICATION + "/runs", body).path("run_id").asText();
    }
}
