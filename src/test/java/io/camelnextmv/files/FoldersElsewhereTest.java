package io.camelnextmv.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.DocumentedLines;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs from a folder and answers to folders by endpoints, with the lines that docs/bus.md shows. */
class FoldersElsewhereTest extends GatewayTest {
    private static final Map<String, String> LINES = DocumentedLines.below("### Folders elsewhere");
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private Path srv;

    @BeforeEach
    void place() throws IOException {
        srv = Files.createDirectories(home.resolve("srv"));
    }

    private GatewayFixture asDocumented(Sandbox cloud) {
        GatewayFixture gateway = gateway(cloud);
        LINES.forEach((key, value) -> gateway.with(key, value.replace("/srv/", srv + "/")));
        return gateway;
    }

    private Path put(String name, String text) throws IOException {
        Path in = Files.createDirectories(srv.resolve("in"));
        Path aside = Files.writeString(in.resolve(name + ".part"), text);
        // Before it can be taken: one that is taken twice, with two times, is two inputs.
        Files.setLastModifiedTime(aside, FileTime.from(THEN));
        return Files.move(aside, in.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void anInputIsTakenAndItsOutputAppearsUnderItsName() throws Exception {
        GatewayFixture gateway = asDocumented(cloud(quick())).start();
        Path input = put("orders.json", SQUARE);
        Path half = Files.writeString(srv.resolve("in/half.json.part"), "{");

        gateway.untilDone(1);

        assertThat(GatewayFixture.names(srv.resolve("out"))).containsExactly("orders.json");
        assertThat(GatewayFixture.text(srv.resolve("out/orders.json"))).contains("\"length\"");
        gateway.until("it is removed", () -> !Files.exists(input));
        assertThat(half).exists();
        assertThat(GatewayFixture.names(gateway.outbox())).isEmpty();
    }

    @Test
    void whatComesBackHasItsReportBesideIt() throws Exception {
        GatewayFixture gateway = asDocumented(cloud(quick())).start();
        put("orders.json", "no JSON");

        gateway.untilDone(1);

        assertThat(GatewayFixture.names(srv.resolve("errors"))).containsExactly("orders.error.json", "orders.json");
        assertThat(GatewayFixture.text(srv.resolve("errors/orders.json"))).isEqualTo("no JSON");
        assertThat(GatewayFixture.json(srv.resolve("errors/orders.error.json")).path("status").asText())
                .isEqualTo("rejected");
    }

    @Test
    void noFileIsOverwritten() throws Exception {
        GatewayFixture gateway = asDocumented(cloud(quick())).start();
        Files.createDirectories(srv.resolve("out"));
        Files.writeString(srv.resolve("out/orders.json"), "somebody's");
        Files.createDirectories(srv.resolve("errors"));
        Files.writeString(srv.resolve("errors/bad.json"), "somebody's");
        put("orders.json", SQUARE);
        put("bad.json", "no JSON");

        gateway.untilDone(2);

        assertThat(GatewayFixture.text(srv.resolve("out/orders.json"))).isEqualTo("somebody's");
        assertThat(GatewayFixture.names(srv.resolve("out"))).hasSize(2)
                .anyMatch(name -> name.matches("orders[.].+[.]json"));
        List<String> errors = GatewayFixture.names(srv.resolve("errors"));
        assertThat(GatewayFixture.text(srv.resolve("errors/bad.json"))).isEqualTo("somebody's");
        assertThat(errors).hasSize(3).anyMatch(name -> name.matches("bad[.].+[.]error[.]json"));
    }

    /** Without a name in the settings an output has the ending of what it is. */
    @Test
    void withoutANameInTheSettingsAnOutputIsNamedAfterItsInput() throws Exception {
        GatewayFixture gateway = asDocumented(cloud(quick())).with("nextmv.outputs.to", "file:" + srv + "/plain")
                .with("nextmv.format.input", "json").start();
        gateway.drop("orders.data", SQUARE.getBytes(), Instant.now().minusSeconds(60));

        gateway.untilDone(1);

        assertThat(GatewayFixture.names(srv.resolve("plain"))).containsExactly("orders.data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${sys.user.home}.json", "a\\..\\..\\x.json", "{{nextmv.api-key}}.json", "$simple{1+1}.json",
        "a&fileExist=Override#.json", "%2e%2e%2fx.json", "größe ü.json"})
    void whatIsInANameIsNotEvaluatedAndLeadsNowhere(String name) throws Exception {
        GatewayFixture gateway = asDocumented(cloud(quick())).start();
        gateway.drop(name, SQUARE);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(srv.resolve("out"))).containsExactly(name.replace('\\', '_'));
        // Made by whoever listens there, which begins a little after the start.
        gateway.until("there is a folder for inputs", () -> GatewayFixture.names(srv).contains("in"));
        assertThat(GatewayFixture.names(srv)).containsOnly("out", "in");
    }

    @Test
    void aNameThatCanBeNoneOfAnInputIsRefusedWithAReport() throws Exception {
        GatewayFixture gateway = asDocumented(cloud(quick())).start();
        put("orders.json.nextmv.yaml", "x: 1");

        gateway.untilDone(1);

        assertThat(GatewayFixture.names(srv.resolve("errors"))).containsExactly("message.error.json", "message.json");
    }

    /** As after a death between the ticket and the removal. */
    @Test
    void theSameFileTakenAgainIsNotRunAgainButOneOfTheSameNameTimeAndSizeIs() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = asDocumented(cloud)
                .with("nextmv.inputs.from", "file:" + srv + "/in?noop=true&idempotent=false&delay=50").start();
        Path input = put("orders.json", SQUARE);

        gateway.untilLogged("is not run again");
        gateway.untilDone(1);
        assertThat(cloud.runs()).hasSize(1);
        Path other = Files.writeString(srv.resolve("other"), SQUARE.replace("\"x\":0", "\"x\":9"));
        Files.setLastModifiedTime(other, FileTime.from(THEN));
        Files.move(other, input, StandardCopyOption.ATOMIC_MOVE);
        gateway.untilDone(2);

        assertThat(cloud.runs()).hasSize(2);
    }

    @Test
    void aFolderThatIsAwayIsWaitedFor() throws Exception {
        GatewayFixture gateway = asDocumented(cloud(quick())).start();
        Path blocked = Files.writeString(srv.resolve("out"), "a file where the folder belongs");
        put("orders.json", SQUARE);

        gateway.untilLogged("cannot be sent to file:");
        assertThat(gateway.ticketNames()).hasSize(1);
        Files.delete(blocked);
        gateway.untilDone(1);

        assertThat(GatewayFixture.names(srv.resolve("out"))).containsExactly("orders.json");
    }
}
