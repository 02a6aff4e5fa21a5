package io.camelnextmv.steer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.steer.Commands.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CheckCommandTest extends GatewayTest {
    private List<String> all() {
        return FileTree.all(home).stream().map(path -> home.relativize(path).toString())
                .filter(name -> !name.startsWith("control/")).sorted().toList();
    }

    @Test
    void besideARunningGatewayItFindsAllWellAndLeavesNothing() throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.instance-id", "staging").start();
        gateway.until("its notice is there", () -> GatewayFixture.names(home.resolve("control")).stream()
                .anyMatch(name -> name.startsWith("gateway-")));
        List<String> before = all();

        Said said = Commands.run(gateway.settings(), "check");
        Said json = Commands.run(gateway.settings(), "check", "--json");

        assertThat(said.code()).as(said.out() + said.err()).isZero();
        assertThat(said.out().lines()).allMatch(line -> line.matches("[✓!] .*"));
        assertThat(said.out()).contains("✓ settings", "✓ folder nextmv.inbox.folder", "✓ moves nextmv.work.folder →"
                + " nextmv.archive.folder", "✓ lock", "✓ gateway", "✓ key nextmv.api-key", "✓ application routing",
                "! instance staging", "✓ clock", "! budget");
        assertThat(said.out() + said.err() + json.out()).doesNotContain(GatewayFixture.API_KEY);
        assertThat(new ObjectMapper().readTree(json.out()).findValuesAsText("result")).contains("ok", "note");
        assertThat(cloud.runs()).isEmpty();
        assertThat(all()).isEqualTo(before);
    }

    @Test
    void whatIsWrongIsToldWithWhatToDo() throws IOException {
        Sandbox cloud = cloud(quick().withApplications(Set.of("routing")));
        Map<String, String> settings = gateway(cloud).settings();

        Said key = Commands.run(with(settings, "nextmv.api-key", "another"), "check");
        Said application = Commands.run(with(settings, "nextmv.application-id", "elsewhere"), "check");
        Said nobody = Commands.run(with(settings, "nextmv.url", "http://127.0.0.1:1"), "check");
        Said setting = Commands.run(with(settings, "nextmv.poll.delay", "soon"), "check");
        Files.writeString(home.resolve("outbox"), "a file");
        Said folder = Commands.run(settings, "check");

        assertThat(key.out()).contains("✗ key nextmv.api-key: the service refuses it (401). Give another key");
        assertThat(application.out()).contains("✗ application elsewhere: the service does not know it (404). See");
        assertThat(nobody.out()).contains("✗ service http://127.0.0.1:1");
        assertThat(setting.out()).contains("✗ settings: nextmv.poll.delay");
        assertThat(folder.out()).contains("✗ folder nextmv.outbox.folder").contains("the start makes it");
        assertThat(Stream.of(key, application, nobody, setting, folder).map(Said::code)).containsExactly(4, 4, 4, 2, 2);
        assertThat(all()).as("nothing is made").containsExactly("", "outbox");
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(key, value);
        return changed;
    }
}
