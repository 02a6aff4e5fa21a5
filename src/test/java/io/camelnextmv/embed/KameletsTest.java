package io.camelnextmv.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.RunStatus;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The kamelets: whole as the ecosystem's validator wants them, and doing what they say. */
class KameletsTest extends GatewayTest {
    private static final Path KAMELETS = Path.of("target", "classes", "kamelets");
    private static final String ENDING = ".kamelet.yaml";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]+)}}");
    private static final int MOST_STEPS = 4;

    static List<Path> kamelets() throws IOException {
        try (Stream<Path> files = Files.list(KAMELETS)) {
            return files.sorted().toList();
        }
    }

    private static Map<?, ?> read(Path file) {
        try {
            return (Map<?, ?>) new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
                    .loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<?, ?> map(Map<?, ?> in, String key) {
        assertThat(in.get(key)).as(key).isInstanceOf(Map.class);
        return (Map<?, ?>) in.get(key);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void itsNameItsTypeAndItsFileSayTheSame(Path file) {
        Map<?, ?> kamelet = read(file);
        String name = (String) map(kamelet, "metadata").get("name");
        Object type = map(map(kamelet, "metadata"), "labels").get("camel.apache.org/kamelet.type");

        assertThat(kamelet.get("apiVersion")).isEqualTo("camel.apache.org/v1");
        assertThat(kamelet.get("kind")).isEqualTo("Kamelet");
        assertThat(file.getFileName()).hasToString(name + ENDING);
        assertThat(name).endsWith("-" + type);
        assertThat(type).isIn("action", "source", "sink");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void everyPropertyIsExplainedDeclaredAndUsed(Path file) {
        Map<?, ?> spec = map(read(file), "spec");
        Map<?, ?> definition = map(spec, "definition");
        Map<?, ?> properties = map(definition, "properties");
        Set<String> used = new TreeSet<>();
        Matcher matcher = PLACEHOLDER.matcher(spec.get("template").toString());
        while (matcher.find()) {
            used.add(matcher.group(1));
        }

        assertThat(used).isEqualTo(new TreeSet<>(properties.keySet()));
        assertThat((String) definition.get("title")).isNotBlank();
        assertThat((String) definition.get("description")).isNotBlank();
        properties.forEach((name, property) -> assertThat(((Map<?, ?>) property).keySet()).as("%s", name)
                .extracting(Object::toString).contains("title", "description", "type", "default"));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void itHasFewStepsAndNamesTheVersionOfThisProject(Path file) throws IOException {
        Map<?, ?> spec = map(read(file), "spec");
        Matcher version = Pattern.compile("<artifactId>camel-nextmv-parent</artifactId>\\s*<version>([^<]+)<")
                .matcher(Files.readString(Path.of("pom.xml")));

        assertThat((Collection<?>) map(map(spec, "template"), "from").get("steps"))
                .hasSizeLessThanOrEqualTo(MOST_STEPS);
        assertThat(version.find()).isTrue();
        assertThat((List<?>) spec.get("dependencies")).asInstanceOf(
                org.assertj.core.api.InstanceOfAssertFactories.list(Object.class))
                .contains("mvn:io.camelnextmv:camel-nextmv:" + version.group(1));
    }

    private GatewayFixture folders;

    private ForeignApplication application(Sandbox cloud, RouteBuilder routes) throws Exception {
        folders = gateway(cloud);
        return closed(new ForeignApplication(folders, routes));
    }

    @Test
    void theRunActionAnswersWithTheOutputOfTheRun() throws Exception {
        Sandbox cloud = cloud(quick());
        ForeignApplication application = application(cloud, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:plain").to("kamelet:nextmv-run-action").convertBodyTo(String.class);
                from("direct:elsewhere")
                        .to("kamelet:nextmv-run-action?applicationId=packing&options=RAW({\"depth\":\"3\"})")
                        .convertBodyTo(String.class);
            }
        });

        assertThat(application.template().requestBody("direct:plain", SQUARE, String.class)).contains("\"length\"");
        assertThat(application.template().requestBodyAndHeader("direct:elsewhere", SQUARE, "NextmvInstanceId",
                "staging", String.class)).contains("\"length\"");

        List<RunView> runs = cloud.runs();
        assertThat(runs).extracting(RunView::application).containsExactlyInAnyOrder("routing", "packing");
        RunView packing = runs.stream().filter(run -> run.application().equals("packing")).findFirst().orElseThrow();
        assertThat(packing.instance()).isEqualTo("staging");
        assertThat(packing.options()).isEqualTo(Map.of("depth", "3"));
    }

    @Test
    void theCancelActionCancelsTheRunThatTheHeaderNames() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        ForeignApplication application = application(cloud, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start-and-cancel").to("direct:nextmv-submit").to("kamelet:nextmv-cancel-action")
                        .convertBodyTo(String.class);
            }
        });

        Exchange answer = application.template().request("direct:start-and-cancel",
                exchange -> exchange.getIn().setBody(SQUARE));

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(String.class)).containsPattern("\"outcome\" ?: ?\"REQUESTED\"");
        folders.untilDone(1);
        assertThat(cloud.runs()).extracting(RunView::status).containsExactly(RunStatus.CANCELED);
        assertThat(GatewayFixture.names(folders.canceled())).contains("message.json");
    }

    @Test
    void theQueueSourceEmitsTheQueuedAndActiveRuns() throws Exception {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        Queue<String> emitted = new ConcurrentLinkedQueue<>();
        ForeignApplication application = application(cloud, new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:nextmv-queue-source?period=50").convertBodyTo(String.class)
                        .process(exchange -> emitted.add(exchange.getMessage().getBody(String.class)));
            }
        });

        String run = application.template().requestBody("direct:nextmv-submit", SQUARE, String.class);

        folders.until("the run is emitted", () -> new ArrayList<>(emitted).stream().anyMatch(body -> body.contains(run)));
    }
}
