package io.camelnextmv.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.camelnextmv.cli.CamelNextmv;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.Modes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done in the folders is tried at the start, and nothing is left of it. */
class TrialTest extends GatewayTest {

    @Test
    void nothingIsLeftOfATrialNorOfOneThatADeathCutOff() throws IOException {
        Sandbox cloud = cloud(quick());
        for (String folder : List.of("inbox", "outbox", "errors", "canceled", "archive", "work", "control",
                "control/cancel")) {
            Path there = Files.createDirectories(home.resolve(folder));
            Files.writeString(there.resolve(".nextmv-trial"), "left");
            Files.writeString(there.resolve(".nextmv-trial-renamed"), "left");
        }
        Files.createDirectory(home.resolve("work/.nextmv-trial-folder"));
        Files.createDirectory(home.resolve("archive/.nextmv-trial-folder"));

        GatewayFixture gateway = gateway(cloud).with("nextmv.durability", "fsync").with("nextmv.inboxes", "night").start();
        gateway.drop("orders.json", SQUARE);
        gateway.untilDone(1);

        assertThat(trialsIn(home)).isEmpty();
        assertThat(GatewayFixture.names(gateway.archive())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"outbox", "errors", "canceled", "archive", "work", "inbox", "control", "control/cancel",
        "night/inbox", "night/outbox", "night/errors", "night/canceled"})
    void aFolderThatTakesFilesButDoesNotLetThemBeRenamedStopsTheStartAndIsNamed(String name) throws Exception {
        Path folder = Files.createDirectories(home.resolve(name));
        assumeThat(run("chattr", "+a", folder.toString())).as("append-only folders can be had here").isZero();
        try {
            GatewayFixture gateway = gateway("http://127.0.0.1:9").with("nextmv.inboxes", "night");

            assertThatThrownBy(gateway::start).isInstanceOf(BadSetting.class)
                    .hasMessageContaining(folder.toString()).message().doesNotContain("\n");
        } finally {
            run("chattr", "-a", folder.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"inbox", "archive", "work"})
    void twoMountsOfOneFileSystemStopTheStartAndTheMessageSpeaksOfVolumes(String name) throws Exception {
        Path there = Files.createDirectories(home.resolve("data").resolve(name));
        List<String> java = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Dnextmv.api-key=k", "-Dnextmv.application-id=a", "-Duser.home=" + home, "-cp",
                System.getProperty("java.class.path"), CamelNextmv.class.getName());
        assumeThat(run("unshare", "-rm", "mount", "--bind", there.toString(), there.toString()))
                .as("mounts can be had here").isZero();
        List<String> command = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c",
                "mount --bind \"$0\" \"$0\" && exec \"$@\"", there.toString()));
        command.addAll(java);
        Path err = home.resolve("err.txt");
        Process process = new ProcessBuilder(command).directory(home.toFile()).redirectError(err.toFile())
                .redirectOutput(home.resolve("out.txt").toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends by itself").isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(Files.readString(err)).startsWith("camel-nextmv cannot start: ").hasLineCount(1)
                .contains("nextmv.work.folder", name.equals("archive") ? "nextmv.archive.folder" : "nextmv.inbox.folder",
                        "two mounts of one", "In a container give one volume");
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(trialsIn(home)).isEmpty();
    }

    @Test
    void gatewaysThatStartAtOneMomentOnTheSameFoldersDoNotStopOneAnother() throws Exception {
        Path from = Files.createDirectory(home.resolve("from"));
        Path to = Files.createDirectory(home.resolve("to"));
        var threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Void> tries = () -> {
                Trial trial = new Trial(Durability.OS, Modes.AS_MADE);
                for (int i = 0; i < 50; i++) {
                    trial.folder("a", from);
                    trial.folder("b", to);
                    trial.file("a", from, "b", to);
                    trial.folder("a", from, "b", to);
                }
                return null;
            };
            for (var done : threads.invokeAll(List.of(tries, tries, tries, tries))) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(trialsIn(home)).isEmpty();
    }

    private static List<Path> trialsIn(Path folder) throws IOException {
        return FileTree.all(folder).stream().filter(file -> file.getFileName().toString().startsWith(".nextmv-trial"))
                .toList();
    }

    private static int run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException e) {
            return -1;
        }
    }
}
