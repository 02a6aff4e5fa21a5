package io.camelnextmv.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.fixture.FreePort;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.settings.BadSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that lies in a file can be changed without a restart, however the file is written. */
class KeyFileTest extends GatewayTest {
    private static final String OLD = "old-key-that-nobody-may-see-77";
    private static final String NEW = "new-key-that-nobody-may-see-88";

    /** The ways in which such a file is changed. */
    enum Change {
        /** By a link to a folder, which is swapped: as Kubernetes does. */
        LINK {
            @Override
            void make(Path file, String key) throws IOException {
                Path folder = file.getParent();
                Path version = Files.createDirectory(folder.resolve("..v" + key));
                Files.writeString(version.resolve("api-key"), key);
                Path fresh = Files.createSymbolicLink(folder.resolve("..data_tmp"), version.getFileName());
                Files.move(fresh, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
                if (!Files.isSymbolicLink(file)) {
                    Files.deleteIfExists(file);
                    Files.createSymbolicLink(file, Path.of("..data", "api-key"));
                }
            }
        },
        /** By another file that takes its place. */
        RENAME {
            @Override
            void make(Path file, String key) throws IOException {
                Path aside = Files.writeString(file.resolveSibling("aside"), key + "\n");
                Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            }
        },
        /** In place: for a while it is empty, and half written. */
        IN_PLACE {
            @Override
            void make(Path file, String key) throws IOException {
                Files.writeString(file, "");
                Files.writeString(file, key.substring(0, 5));
                Files.writeString(file, key.substring(5) + "\r\n", StandardOpenOption.APPEND);
            }
        },
        /** For a while there is none. */
        ANEW {
            @Override
            void make(Path file, String key) throws IOException {
                Files.deleteIfExists(file);
                Files.writeString(file, key);
            }
        };

        abstract void make(Path file, String key) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatIsRefusedIsReadAgainAndNothingIsLostOrRunTwice(Change change) throws Exception {
        Path file = Files.createDirectories(home.resolve("secrets")).resolve("api-key");
        change.make(file, OLD);
        int port = FreePort.next();
        Sandbox before = new Sandbox(quick().withApiKey(OLD).withPort(port)).start();
        GatewayFixture gateway = gateway(before).without("nextmv.api-key")
                .with("nextmv.api-key-file", file.toString()).start();
        gateway.drop("first.json", SQUARE);
        gateway.untilDone(1);

        before.close();
        Sandbox after = cloud(quick().withApiKey(NEW).withPort(port));
        gateway.drop("second.json", SQUARE);
        gateway.untilLogged("nextmv.api-key-file");
        gateway.drop("third.json", SQUARE);
        change.make(file, NEW);
        gateway.untilDone(3);

        assertThat(GatewayFixture.names(gateway.outbox())).containsExactly("first.json", "second.json", "third.json");
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        assertThat(after.runs()).hasSize(2);
        assertThat(gateway.log().lines()).noneMatch(line -> line.contains(OLD) || line.contains(NEW));
    }

    @Test
    void theKeyOfAnInboxIsReadAgainToo() throws Exception {
        Path file = Files.writeString(home.resolve("key"), OLD);
        Sandbox main = cloud(quick());
        Sandbox other = cloud(quick().withApiKey(NEW));
        GatewayFixture gateway = gateway(main).with("nextmv.inboxes", "night").with("nextmv.inboxes.night.url", other.url())
                .with("nextmv.inboxes.night.api-key-file", file.toString()).start();
        Files.move(Files.writeString(home.resolve("night.json"), SQUARE), home.resolve("night/inbox/night.json"),
                StandardCopyOption.ATOMIC_MOVE);
        gateway.untilLogged("nextmv.inboxes.night.api-key-file");

        Change.RENAME.make(file, NEW);
        gateway.untilDone(1);

        assertThat(other.runs()).hasSize(1);
        assertThat(main.runs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "  \n", "two words", "two\nlines", "\u0000\u0001"})
    void whatIsNoKeyStopsTheStartInOneLineThatDoesNotTellIt(String content) throws Exception {
        Path file = Files.writeString(home.resolve("key"), content);

        assertThatThrownBy(() -> gateway("http://127.0.0.1:1").without("nextmv.api-key")
                .with("nextmv.api-key-file", file.toString()).start()).isInstanceOf(BadSetting.class)
                .hasMessageContaining("nextmv.api-key-file").hasMessageNotContaining("words")
                .hasMessageNotContaining("lines");
    }

    @Test
    void whatIsNoFileStopsTheStartInOneLineThatNamesIt() throws Exception {
        Files.write(home.resolve("large"), new byte[70_000]);
        Path locked = Files.writeString(home.resolve("link-to-nowhere.txt"), "");
        Files.delete(locked);
        Files.createSymbolicLink(locked, home.resolve("nowhere"));

        for (String name : new String[] {"not-there", "", "large", "link-to-nowhere.txt"}) {
            assertThatThrownBy(() -> gateway("http://127.0.0.1:1").without("nextmv.api-key")
                    .with("nextmv.api-key-file", home.resolve(name).toString()).start()).as(name)
                    .isInstanceOf(BadSetting.class).hasMessageContaining("nextmv.api-key-file (" + home.resolve(name) + ")");
        }
        assertThatThrownBy(() -> gateway("http://127.0.0.1:1").with("nextmv.api-key-file", "/dev/null").start())
                .isInstanceOf(BadSetting.class).hasMessageContaining("nextmv.api-key is given twice");
        assertThatThrownBy(() -> gateway("http://127.0.0.1:1").without("nextmv.api-key")
                .with("nextmv.api-key-file", "/dev/null").start())
                .isInstanceOf(BadSetting.class).hasMessageContaining("is no file of its own");
    }
}
