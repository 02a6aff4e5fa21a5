package io.camelnextmv.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.fixture.DocumentedLines;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.settings.BadSetting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs from a bucket and answers to it, with the lines that the documentation shows. */
class S3Test extends GatewayTest {
    private static final Map<String, String> LINES = DocumentedLines.below("### S3");
    private S3Server server;
    private Sandbox cloud;

    @BeforeEach
    void serve() throws Exception {
        server = closed(new S3Server());
        cloud = cloud(quick());
    }

    private GatewayFixture asDocumented() {
        GatewayFixture gateway = gateway(cloud);
        LINES.forEach((key, value) -> gateway.with(key, value.replace("region=eu-central-1", server.options())));
        return gateway;
    }

    @Test
    void anObjectIsTakenAndRemovedAndItsAnswerIsPutThere() {
        server.put("in/today/orders.json", SQUARE);
        server.put("in/bad.json", "no JSON");
        server.put("other/left.json", SQUARE);
        GatewayFixture gateway = asDocumented().start();

        gateway.untilDone(2);
        gateway.until("they are removed", () -> server.keys().stream().noneMatch(key -> key.startsWith("in/")));

        assertThat(server.keys()).containsExactly("errors/bad.error.json", "errors/bad.json", "other/left.json",
                "out/orders.json");
        assertThat(server.text("out/orders.json")).contains("\"length\"");
        assertThat(server.text("errors/bad.json")).isEqualTo("no JSON");
        assertThat(server.text("errors/bad.error.json")).contains("\"status\"");
        assertThat(server.metadata("out/orders.json")).containsEntry("nextmv-run-id", cloud.runs().get(0).id())
                .containsEntry("nextmv-status", "succeeded");
        gateway.until("nothing that was fetched is left", () -> FileTree.files(home.resolve("fetched")).isEmpty());
        assertThat(gateway.log().lines()).noneMatch(line -> line.contains("hidden-17"));
    }

    @Test
    void whatCannotBeRemovedIsRunOnceAndWhatIsPutAnewIsRunAgain() {
        server.keepsAll(true);
        server.put("in/orders.json", SQUARE);
        GatewayFixture gateway = asDocumented().start();
        gateway.untilDone(1);
        gateway.until("it was offered again", () -> server.asked().stream().filter("GET in/orders.json"::equals).count() > 2);
        gateway.stop();
        gateway.start();

        server.keepsAll(false);
        gateway.until("it is removed", () -> !server.keys().contains("in/orders.json"));
        assertThat(cloud.runs()).hasSize(1);
        server.put("in/orders.json", SQUARE.replace("1", "2"));
        gateway.untilDone(2);

        assertThat(cloud.runs()).hasSize(2);
        assertThat(server.keys()).filteredOn(key -> key.startsWith("out/")).hasSize(2);
    }

    @Test
    void noObjectIsOverwrittenAndAServiceThatIsAwayIsWaitedFor() {
        server.put("out/orders.json", "somebody's");
        server.put("errors/bad.json", "somebody's too");
        GatewayFixture gateway = asDocumented().without("nextmv.inputs.from").start();
        server.away(true);
        gateway.drop("orders.json", SQUARE);
        gateway.drop("bad.json", "no JSON");

        gateway.untilLogged("cannot be sent to aws2-s3:");
        server.away(false);
        gateway.untilDone(2);

        assertThat(server.text("out/orders.json")).isEqualTo("somebody's");
        assertThat(server.text("errors/bad.json")).isEqualTo("somebody's too");
        assertThat(server.keys()).hasSize(5).anyMatch(key -> key.matches("out/orders[.].+[.]json"))
                .anyMatch(key -> key.matches("errors/bad[.].+[.]error[.]json"));
        assertThat(gateway.log().lines()).noneMatch(line -> line.contains("hidden-17"));
    }

    @Test
    void whatASenderCallsItsInputIsNotEvaluatedAndLeadsNowhere() {
        GatewayFixture gateway = asDocumented().without("nextmv.inputs.from").start();
        List<String> names = List.of("${sys.user.dir}.json", "$simple{sys.user.dir}.json", "{{nextmv.api-key}}.json",
                "x%2F..%2Fy.json", "a&keyName=b.json");
        names.forEach(name -> gateway.drop(name, SQUARE));

        gateway.untilDone(names.size());

        assertThat(server.keys()).containsExactlyInAnyOrder("out/_{sys.user.dir}.json", "out/_simple{sys.user.dir}.json",
                "out/{{nextmv.api-key}}.json", "out/x%2F..%2Fy.json", "out/a&keyName=b.json");
    }

    @Test
    void anObjectThatIsTooLargeComesBackWhole() {
        String large = SQUARE + " ".repeat(200_000);
        server.put("in/large.json", large);
        GatewayFixture gateway = asDocumented().with("nextmv.limit.input", "100000").start();

        gateway.untilDone(1);

        assertThat(cloud.runs()).isEmpty();
        assertThat(server.text("errors/large.json")).isEqualTo(large);
        assertThat(server.text("errors/large.error.json")).contains("nextmv.limit.input");
    }

    /** Before all others by their names, as much as a page and more. */
    @Test
    void whatCannotBeReadAndFoldersOfAConsoleHoldUpNothingElse() {
        for (int i = 10; i < 35; i++) {
            server.putFolder("in/2026-" + i + "/");
        }
        for (int i = 10; i < 23; i++) {
            server.putUnreadable("in/archived-" + i + ".json");
            server.put("in/orders-" + i + ".json", SQUARE);
        }
        GatewayFixture gateway = asDocumented().start();

        gateway.untilDone(13);
        server.put("in/a.json", SQUARE);
        server.put("in/z.json", SQUARE);
        gateway.untilDone(15);

        gateway.until("they are removed", () -> server.keys().stream().filter(key -> key.startsWith("in/")).count() == 38);
        assertThat(cloud.runs()).hasSize(15);
        assertThat(server.keys()).filteredOn(key -> key.startsWith("in/archived-")).hasSize(13);
        assertThat(gateway.log().lines()).filteredOn(line -> line.contains("in/archived-12.json cannot be taken")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws2-s3:orders?region=x", "aws2-s3:orders?region=x&keyName=in/${header.NextmvInput}",
        "aws2-s3:orders?region=x&keyName=${header.NextmvInput}", "aws2-s3:orders?keyName=in/done/x"})
    void whatIsPutWhereItIsTakenFromStopsTheStart(String to) {
        assertThatThrownBy(() -> asDocumented().with("nextmv.outputs.to", to).start()).isInstanceOf(BadSetting.class)
                .hasMessageContaining("taken again and again");
    }
}
