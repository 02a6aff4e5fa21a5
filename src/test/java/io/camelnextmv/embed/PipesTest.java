package io.camelnextmv.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kamelets as a user has them who writes pipes and routes in YAML, and no Java: {@code camel run *.yaml}. */
class PipesTest extends GatewayTest {
    private static final String PIPE = """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata:
              name: %s
            spec:
            """;
    private Sandbox cloud;
    private GatewayFixture folders;
    private Path yaml;
    private Path drop;
    private Path done;

    @BeforeEach
    void makeFolders() throws IOException {
        cloud = cloud(quick());
        folders = gateway(cloud);
        yaml = Files.createDirectory(home.resolve("yaml"));
        drop = Files.createDirectory(home.resolve("drop"));
        done = home.resolve("done");
    }

    /** What {@code camel run} does: the files of the user beside ours, each found by its place. */
    private Main run() {
        Main main = closed(new ClosedMain());
        folders.settings().forEach(main::addInitialProperty);
        main.addInitialProperty("camel.main.configurationClasses", "io.camelnextmv.NextmvBeans");
        main.addInitialProperty("camel.main.routesIncludePattern",
                "classpath:nextmv/routes/*.camel.yaml,file:" + yaml + "/*.yaml");
        main.start();
        return main;
    }

    private static final class ClosedMain extends Main implements AutoCloseable {
        @Override
        public void close() {
            stop();
        }
    }

    private void dropped(String name) throws IOException {
        Path aside = Files.writeString(home.resolve(name), SQUARE);
        Files.move(aside, drop.resolve(name));
    }

    @Test
    void aPipeRunsTheFilesOfAFolderAndTheOutputsGoOn() throws Exception {
        Files.writeString(yaml.resolve("plan.yaml"), PIPE.formatted("plan") + """
                  source:
                    uri: "file:%s?delay=50&initialDelay=0"
                  steps:
                    - ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: nextmv-run-action}
                      properties:
                        applicationId: packing
                        options: 'RAW({"depth":"3"})'
                  sink:
                    uri: "file:%s"
                    properties:
                      fileName: "${header.NextmvRunId}.json"
                """.formatted(drop, done));
        run();

        dropped("monday.json");

        // The sink is Camel's own, which writes in place: a name is there before its content.
        folders.until("the output is there, whole", () -> GatewayFixture.text(done.resolve(cloud.runs().get(0).id() + ".json"))
                .contains("\"length\""));
        RunView run = cloud.runs().get(0);
        assertThat(run.application()).isEqualTo("packing");
        assertThat(run.options()).containsEntry("depth", "3");
    }

    @Test
    void aRouteHandsItsFilesToTheSinkAndAPipeTellsOfTheQueue() throws Exception {
        Files.writeString(yaml.resolve("orders.yaml"), """
                - route:
                    id: orders
                    from:
                      uri: "file:%s"
                      parameters:
                        delay: 50
                        initialDelay: 0
                      steps:
                        - to:
                            uri: "kamelet:nextmv-submit-sink"
                            parameters:
                              inputName: "${header.CamelFileName}"
                              options: 'RAW({"depth": "3"})'
                """.formatted(drop));
        Files.writeString(yaml.resolve("queue.yaml"), PIPE.formatted("queue") + """
                  source:
                    ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: nextmv-queue-source}
                    properties:
                      period: 50
                  sink:
                    uri: "file:%s"
                    properties:
                      fileName: queue.json
                """.formatted(done));
        run();

        dropped("tuesday.json");

        folders.untilDone(1);
        assertThat(GatewayFixture.names(folders.outbox())).containsExactly("tuesday.json");
        assertThat(cloud.runs().get(0).options()).containsEntry("depth", "3");
        folders.until("the queue is told", () -> Files.isRegularFile(done.resolve("queue.json")));
    }

    @Test
    void thePipeOfTheDocumentsDoesWhatTheySay() throws Exception {
        Matcher pipe = Pattern.compile("(?s)```yaml\n(apiVersion: [^`]*kind: Pipe.*?)```").matcher(
                Files.readString(Path.of("docs", "embed.md")));
        assertThat(pipe.find()).isTrue();
        Files.writeString(yaml.resolve("readme.yaml"), pipe.group(1).replace("file:orders", "\"file:" + drop + "?delay=50\"")
                .replace("30s", "0s"));
        run();

        dropped("wednesday.json");

        folders.untilDone(1);
        assertThat(GatewayFixture.names(folders.outbox())).containsExactly("wednesday.json");
        assertThat(cloud.runs()).singleElement().satisfies(run -> {
            assertThat(run.application()).isEqualTo("fleet-routing");
            assertThat(run.options()).containsEntry("duration", "0s");
        });
    }
}
