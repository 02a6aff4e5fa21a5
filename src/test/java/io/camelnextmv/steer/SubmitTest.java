package io.camelnextmv.steer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.payload.Archives;
import io.camelnextmv.sandbox.Sandbox;
import io.camelnextmv.steer.Commands.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SubmitTest extends GatewayTest {
    private Path file(String name, String text) throws IOException {
        return Files.writeString(Files.createDirectories(home.resolve("mine")).resolve(name), text);
    }

    @Test
    void submitWaitsAndPrintsTheOutputAndNothingElse() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();

        Said said = Commands.run(gateway.settings(), "submit", "--wait", "-o", "depth=7", "-o", "note=a b",
                file("orders.json", SQUARE).toString());

        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
        assertThat(said.out()).isEqualTo(GatewayFixture.text(gateway.outbox().resolve("orders.json")));
        assertThat(cloud.runs().get(0).options()).containsEntry("depth", "7").containsEntry("note", "a b");
        assertThat(home.resolve("mine/orders.json")).as("it was copied").exists();

        Said again = Commands.run(gateway.settings(), "wait", "orders.json");
        assertThat(again).isEqualTo(new Said(0, "orders.json → " + gateway.outbox().toRealPath().resolve("orders.json")
                + " (succeeded, run " + cloud.runs().get(0).id() + ")\n", ""));
        Said byRun = Commands.run(gateway.settings(), "wait", "--json", cloud.runs().get(0).id());
        assertThat(new ObjectMapper().readTree(byRun.out()).path("destination").asText()).isEqualTo("output");
        Path pipe = home.resolve("mine/pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> GatewayFixture.text(pipe));
        Said piped = Commands.run(gateway.settings(), "result", cloud.runs().get(0).id(), "--output", pipe.toString());
        assertThat(piped).isEqualTo(new Said(0, "", ""));
        assertThat(read.get(1, TimeUnit.MINUTES)).as("it is written to, not replaced").isEqualTo(said.out());
    }

    @Test
    void anOutputOfManyFilesThatIsPrintedIsAnArchiveAndOneThatIsWrittenAFolder() throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = gateway(cloud).start();
        Path archive = file("orders.tar.gz", "");
        Files.write(archive, Archives.tar(Map.of("input.json", SQUARE, "sub/cars.csv", "id\n1\n")));
        Path target = home.resolve("mine/unpacked");
        Path full = Files.createDirectory(home.resolve("mine/full"));
        Files.writeString(full.resolve("a"), "mine");

        assertThat(Commands.run(gateway.settings(), "submit", "--wait", archive.toString()).code()).isZero();
        String run = cloud.runs().get(0).id();
        assertThat(Commands.run(gateway.settings(), "result", run, "--output", target.toString())).isEqualTo(
                new Said(0, "", ""));
        Said taken = Commands.run(gateway.settings(), "result", run, "--output", full.toString());
        Commands.run(gateway.settings(), "result", run, "--output", home.resolve("mine/packed.tgz").toString());
        Said isFile = Commands.run(gateway.settings(), "result", run, "--output", file("mine.json", "mine").toString());

        assertThat(target.resolve("sub/cars.csv")).hasContent("id\n1\n");
        assertThat(isFile.code()).isEqualTo(3);
        assertThat(home.resolve("mine/mine.json")).as("a file of somebody's is no empty folder").hasContent("mine");
        assertThat(taken.code()).isEqualTo(3);
        assertThat(taken.err()).contains("something lies in " + full);
        assertThat(full.resolve("a")).hasContent("mine");
        assertThat(home.resolve("mine/packed.tgz")).isRegularFile();
        assertThat(FileTree.names(home.resolve("mine"))).containsExactlyInAnyOrder("orders.tar.gz", "unpacked", "full",
                "packed.tgz", "mine.json");
    }

    @Test
    void whatBecameOfAnInputIsToldByTheExitCode() throws IOException {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = gateway(cloud).start();

        Said failed = Commands.run(gateway.settings(), "submit", "--wait", file("bad.json", "{").toString());
        Said unknown = Commands.run(gateway.settings(), "wait", "nobody.json");
        gateway.drop("long.json", SQUARE);
        Said goesOn = Commands.run(gateway.settings(), "wait", "long.json", "--timeout", "1ms");
        gateway.untilWaiting(1);
        Said busy = Commands.run(gateway.settings(), "wait", "long.json", "--timeout", "1ms");
        Commands.run(gateway.settings(), "cancel", "long.json");
        Said canceled = Commands.run(gateway.settings(), "wait", "long.json");

        assertThat(failed.code()).isEqualTo(5);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains(gateway.errors().toRealPath().resolve("bad.error.json").toString(), "rejected");
        assertThat(unknown.code()).isEqualTo(3);
        assertThat(goesOn.code()).isEqualTo(7);
        assertThat(busy.err()).contains("not delivered yet (run " + cloud.runs().get(0).id());
        assertThat(canceled.code()).isEqualTo(6);
        assertThat(canceled.out()).contains(gateway.canceled().toRealPath().resolve("long.error.json").toString());
    }

    @Test
    void whatIsTakenOutOfTheInboxIsNotWaitedForForEver() throws Exception {
        GatewayFixture gateway = gateway(cloud(quick()));
        assertThat(Commands.run(gateway.settings(), "submit", file("orders.json", SQUARE).toString()).code()).isZero();
        CompletableFuture<Said> waiting = CompletableFuture.supplyAsync(
                () -> Commands.run(gateway.settings(), "wait", "orders.json", "--timeout", "30s"));
        Files.createDirectories(gateway.archive());
        assertThat(Commands.run(gateway.settings(), "wait", "orders.json", "--timeout", "1ms").code()).isEqualTo(7);

        Files.delete(gateway.inbox().resolve("orders.json"));

        assertThat(waiting.get().code()).isEqualTo(3);
    }

    /** It would say of a folder that is still being copied there that it is complete, or be waited for for ever. */
    @Test
    void whatIsCalledLikeTheMarkerOfAFolderIsNoInput() throws IOException {
        GatewayFixture gateway = gateway(cloud(quick()));
        Files.createDirectories(gateway.inbox().resolve("cases"));

        Said marker = Commands.run(gateway.settings(), "submit", file("cases.ready", "").toString());
        Said named = Commands.run(gateway.settings(), "submit", "--name", "cases.READY", file("a.json", SQUARE).toString());

        assertThat(Stream.of(marker, named).map(Said::code)).containsExactly(2, 2);
        assertThat(FileTree.names(gateway.inbox())).containsExactly("cases");
    }

    @Test
    void whatCannotBeSubmittedWholeIsNotThereAtAll() throws IOException {
        GatewayFixture gateway = gateway(cloud(quick()));
        Path input = file("orders.json", SQUARE);
        Map<String, String> settings = gateway.settings();
        assertThat(Commands.run(settings, "submit", "-o", "depth=7", input.toString()).code()).isZero();

        Said taken = Commands.run(settings, "submit", input.toString());
        Said noFile = Commands.run(settings, "submit", input + "x");
        Said folder = Commands.run(settings, "submit", home.resolve("mine").toString());
        Said noName = Commands.run(settings, "submit", "--name", "../orders.json", input.toString());
        file("orders.json.nextmv.yaml", "options: {depth: 7}");
        Said beside = Commands.run(settings, "submit", "--name", "other.json", input.toString());

        assertThat(Stream.of(taken, noFile, folder, noName, beside).map(Said::code)).containsExactly(3, 3, 3, 2, 3);
        assertThat(beside.err()).contains("orders.json.nextmv.yaml lies beside it");
        assertThat(FileTree.names(gateway.inbox())).containsExactly("orders.json", "orders.json.nextmv.json");
    }
}
