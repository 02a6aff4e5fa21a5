package io.camelnextmv.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.RunStatus;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kamelets do what they say; how they are written is told by {@link KameletRulesTest}. */
class KameletsTest extends GatewayTest {
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

    /** Two closing braces and a backslash are Camel's own: with them a context does not start, or its options are no JSON. */
    @ParameterizedTest
    @ValueSource(strings = {"nextmv-run-action", "nextmv-submit-sink"})
    void optionsWithObjectsInThemAndBackslashesAreWrittenAsTheKameletSays(String kamelet) throws Exception {
        assertThat(Path.of("src/main/resources/kamelets", kamelet + ".kamelet.yaml")).content()
                .contains("a blank between two closing braces, and \\u005c for a backslash");
        Sandbox cloud = cloud(quick());
        ForeignApplication application = application(cloud, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:nested").to("kamelet:" + kamelet
                        + "?options=RAW({\"limits\":{\"deep\":{\"time\":1} },\"folder\":\"C:\\u005ctemp\"})");
            }
        });

        application.template().sendBody("direct:nested", SQUARE);

        folders.untilDone(1);
        assertThat(cloud.runs()).singleElement().satisfies(run -> assertThat(run.options())
                .isEqualTo(Map.of("limits", "{\"deep\":{\"time\":1}}", "folder", "C:\\temp")));
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

    @Test
    void theSubmitSinkLetsAMessageGoWhenItsTicketIsOnDiskAndTheOutputHasTheNameThatItGave() throws Exception {
        Sandbox cloud = cloud(quick());
        ForeignApplication application = application(cloud, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:orders").to("kamelet:nextmv-submit-sink?applicationId=packing&instanceId=staging"
                        + "&options=RAW({\"depth\":\"3\"})&inputName=${header.order}.json");
            }
        });
        Map<String, Object> twice = Map.of("order", "monday", "NextmvMessageId", "order-1");

        application.template().sendBodyAndHeaders("direct:orders", SQUARE, twice);

        assertThat(GatewayFixture.names(folders.work()).size() + GatewayFixture.names(folders.archive()).size())
                .as("its ticket is on disk").isPositive();
        application.template().sendBodyAndHeaders("direct:orders", SQUARE, twice);
        folders.untilDone(1);
        assertThat(GatewayFixture.names(folders.outbox())).containsExactly("monday.json");
        assertThat(cloud.runs()).singleElement().satisfies(run -> {
            assertThat(run.application()).isEqualTo("packing");
            assertThat(run.instance()).isEqualTo("staging");
            assertThat(run.options()).isEqualTo(Map.of("depth", "3"));
        });
    }

    @Test
    void whatTheSubmitSinkIsGivenAndCanBeNoInputGoesToTheErrorsWithAReport() throws Exception {
        ForeignApplication application = application(cloud(quick()), new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:orders").to("kamelet:nextmv-submit-sink");
            }
        });

        application.template().sendBodyAndHeader("direct:orders", SQUARE, "NextmvQueuingPriority", "12");

        folders.untilDone(1);
        assertThat(GatewayFixture.names(folders.errors())).contains("message.json", "message.error.json");
    }
}
