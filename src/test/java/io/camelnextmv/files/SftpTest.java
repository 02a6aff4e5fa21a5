package io.camelnextmv.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.fixture.DocumentedLines;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.settings.BadSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.CamelExecutionException;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs from a server and answers to it by SFTP, with the lines that docs/bus.md shows. */
@Tag("proof")
class SftpTest extends GatewayTest {
    private static final Map<String, String> LINES = DocumentedLines.below("### SFTP");
    private Path root;
    private SftpServer server;

    @BeforeEach
    void serve() throws Exception {
        root = home.resolve("server");
        server = closed(new SftpServer(root, home.resolve("srv/keys")));
        Files.createDirectories(root.resolve("in"));
    }

    private GatewayFixture asDocumented() {
        GatewayFixture gateway = gateway(cloud(quick()));
        LINES.forEach((key, value) -> gateway.with(key, value.replace("/srv/", home + "/srv/")
                .replace("files.example.com", "127.0.0.1:" + server.port())));
        return gateway;
    }

    private void put(String name, String text) throws Exception {
        Path aside = Files.writeString(root.resolve("in").resolve(name + ".part"), text);
        Files.move(aside, root.resolve("in").resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void anInputIsFetchedAndRemovedAndItsAnswerIsPutThereWholeOrNotAtAll() throws Exception {
        Queue<String> written = new ConcurrentLinkedQueue<>();
        server.sftp().addSftpEventListener(new SftpEventListener() {
            @Override
            public void writing(ServerSession session, String remote, FileHandle file, long offset, byte[] data,
                    int at, int length) {
                written.add(file.getFile().getFileName().toString());
            }
        });
        GatewayFixture gateway = asDocumented().start();
        put("orders.json", SQUARE);
        put("bad.json", "no JSON");

        gateway.untilDone(2);

        assertThat(GatewayFixture.names(root.resolve("out"))).containsExactly("orders.json");
        assertThat(GatewayFixture.text(root.resolve("out/orders.json"))).contains("\"length\"");
        assertThat(GatewayFixture.names(root.resolve("errors"))).containsExactly("bad.error.json", "bad.json");
        gateway.until("they are removed", () -> GatewayFixture.names(root.resolve("in")).isEmpty());
        assertThat(written).isNotEmpty().allMatch(name -> name.matches("[.].*[.]part"));
        gateway.until("nothing that was fetched is left", () -> FileTree.files(home.resolve("fetched")).isEmpty());
    }

    @Test
    void noFileIsOverwrittenAndAServerThatIsAwayIsWaitedFor() throws Exception {
        Files.createDirectories(root.resolve("out"));
        Files.writeString(root.resolve("out/orders.json"), "somebody's");
        GatewayFixture gateway = asDocumented().without("nextmv.inputs.from").start();
        server.away();
        gateway.drop("orders.json", SQUARE);

        gateway.untilLogged("cannot be sent to sftp:");
        server.back();
        gateway.untilDone(1);

        assertThat(GatewayFixture.text(root.resolve("out/orders.json"))).isEqualTo("somebody's");
        assertThat(GatewayFixture.names(root.resolve("out"))).hasSize(2)
                .anyMatch(name -> name.matches("orders[.].+[.]json"));
    }

    @Test
    void aMessageMayPointToAFileOfAServerThatTheSettingsName() throws Exception {
        String options = LINES.get("nextmv.outputs.to").replace("/srv/", home + "/srv/").replaceFirst("^[^?]*[?]", "");
        String place = "sftp:127.0.0.1:" + server.port() + "/in/";
        GatewayFixture gateway = gateway(cloud(quick())).with("nextmv.inputs.claim-check", place + "?" + options)
                .with("nextmv.limit.input", "100000").start();
        Files.createDirectories(root.resolve("in/today"));
        Files.writeString(root.resolve("in/today/orders.json"), SQUARE);
        Files.writeString(root.resolve("in/large.json"), SQUARE + " ".repeat(200_000));
        Files.writeString(root.resolve("secret.json"), SQUARE);

        assertThat(point(gateway, place + "today/orders.json")).contains("\"length\"");
        assertThat(point(gateway, place + "large.json")).contains("too large");
        for (String where : new String[] {place + "none.json", place + "../secret.json", place + "${sys.user.home}",
            place + "today/orders.json?delete=true", place + "%2e%2e/secret.json", place + "today/",
            place.replace("/in/", "/") + "secret.json", "sftp:other" + place.substring(14) + "x.json"}) {
            assertThat(point(gateway, where)).as(where).contains("nextmv.inputs.claim-check allows");
        }
        assertThat(root.resolve("in/today/orders.json")).exists();
        assertThat(FileTree.files(home.resolve("fetched"))).isEmpty();
        server.away();
        assertThat(point(gateway, place + "today/orders.json")).contains("cannot be fetched");
    }

    private static String point(GatewayFixture gateway, String where) {
        try {
            return gateway.gateway().main().getCamelContext().createProducerTemplate().requestBodyAndHeader(
                    "direct:nextmv-run", "", "NextmvInputFile", where, String.class);
        } catch (CamelExecutionException e) {
            return e.getCause().getMessage();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nextmv.inputs.from", "nextmv.outputs.to", "nextmv.inputs.claim-check"})
    void aPasswordInTheNameOfAServerStopsTheStartAndIsNotShown(String setting) {
        assertThatThrownBy(() -> asDocumented().with(setting, "sftp:nextmv:hidden-17@127.0.0.1/in/").start())
                .isInstanceOf(BadSetting.class).hasMessageContaining(setting).hasMessageNotContaining("hidden-17");
    }
}
