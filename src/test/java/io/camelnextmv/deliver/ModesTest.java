package io.camelnextmv.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.payload.Archives;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.steer.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Who may read what the gateway makes: nextmv.umask says it, whatever the umask of the process would give. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ModesTest extends GatewayTest {
    private static int mode(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:mode") & 0777;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<Path> wider(int umask, String... folders) {
        List<Path> wider = new java.util.ArrayList<>();
        for (String folder : folders) {
            FileTree.all(home.resolve(folder)).stream().filter(path -> (mode(path) & umask) != 0).forEach(wider::add);
        }
        return wider;
    }

    private void runAllKinds(GatewayFixture gateway) throws IOException {
        gateway.drop("bad.json", "{");
        gateway.drop("orders.json.nextmv.yaml", "options: {depth: 7}");
        gateway.drop("orders.json", SQUARE);
        gateway.drop("failed.json.nextmv.json", "{\"options\":{\"fail\":\"no\",\"duration\":\"0s\"}}");
        gateway.drop("failed.json", SQUARE);
        gateway.drop("many.tar.gz", Archives.tar(Map.of("input.json", SQUARE, "sub/a.csv", "1")), Instant.EPOCH);
        gateway.drop("long.json.nextmv.json", "{\"options\":{\"duration\":\"1h\"}}");
        gateway.drop("long.json", SQUARE);
        gateway.untilDone(4);
        gateway.untilWaiting(1);
        Commands.run(gateway.settings(), "cancel", "long.json");
        gateway.untilDone(5);
    }

    @Test
    void nothingThatIsDeliveredOrKeptIsWiderThanTheSetting() throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).with("nextmv.deliver.logs", "always").with("nextmv.deliver.assets", "true")
                .with("nextmv.deliver.extras", "beside");
        // A process that gives more than the setting, or there would be nothing to be seen.
        assumeThat(mode(Files.createDirectory(home.resolve("probe"))) & 027).isNotZero();
        gateway.start();

        runAllKinds(gateway);

        assertThat(wider(027, "outbox", "errors", "canceled", "archive")).isEmpty();
        assertThat(Stream.of("inbox", "outbox", "errors", "canceled", "archive", "work", "control").map(home::resolve)
                .map(ModesTest::mode)).as("the folders themselves").containsOnly(0750);
        assertThat(GatewayFixture.names(gateway.outbox())).contains("many", "many.logs.txt", "orders.json");
    }

    @Test
    void aFolderThatWasThereKeepsItsRightsAndWhatComesThereHasThoseOfTheSetting() throws IOException {
        Path outbox = Files.createDirectory(home.resolve("outbox"));
        Files.setAttribute(outbox, "unix:mode", 02775);
        GatewayFixture gateway = gateway(cloud(quick())).with("nextmv.umask", "077").start();

        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat((Integer) Files.getAttribute(outbox, "unix:mode") & 07777).isEqualTo(02775);
        assertThat(mode(outbox.resolve("orders.json"))).isEqualTo(0600);
    }
}
