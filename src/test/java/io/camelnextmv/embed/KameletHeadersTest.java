package io.camelnextmv.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.reply.RunWithoutOutput;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a kamelet is given holds for its own step: behind it the message says what it said before. */
@Tag("proof")
class KameletHeadersTest extends GatewayTest {
    private static final String RUN = "kamelet:nextmv-run-action?applicationId=packing&instanceId=staging"
            + "&options=RAW({\"depth\":\"3\"})";
    private static final String SUBMIT = "kamelet:nextmv-submit-sink?applicationId=packing&instanceId=staging"
            + "&options=RAW({\"depth\":\"3\"})&inputName=monday.json";
    private static final String CANCEL = "kamelet:nextmv-cancel-action?cancel=nobody.json";
    private Sandbox cloud;
    private GatewayFixture folders;

    private ForeignApplication application(String... steps) throws Exception {
        return application(new RouteBuilder() {
            @Override
            public void configure() {
                var route = from("direct:plan");
                for (String step : steps) {
                    route.to(step).setBody(constant(SQUARE));
                }
            }
        });
    }

    private ForeignApplication application(RouteBuilder routes) throws Exception {
        cloud = cloud(quick());
        folders = gateway(cloud);
        return closed(new ForeignApplication(folders, routes));
    }

    private static Exchange ask(ForeignApplication application, String body, Map<String, Object> headers) {
        return application.template().request("direct:plan", exchange -> {
            exchange.getIn().setBody(body);
            exchange.getIn().setHeaders(new HashMap<>(headers));
        });
    }

    private static Map<String, Object> said(Exchange answer) {
        Map<String, Object> said = new HashMap<>(answer.getMessage().getHeaders());
        said.keySet().retainAll(Set.of("NextmvApplicationId", "NextmvInstanceId", "NextmvOptions", "NextmvInput",
                "NextmvCancel"));
        return said;
    }

    @ParameterizedTest
    @ValueSource(strings = {"kamelet:nextmv-run-action", "direct:nextmv-run"})
    void whatOneStepRunsIsNotWhatTheNextOneRuns(String next) throws Exception {
        ForeignApplication application = application(RUN, next);

        assertThat(ask(application, SQUARE, Map.of()).getException()).isNull();

        assertThat(cloud.runs()).extracting(RunView::application).containsExactlyInAnyOrder("packing", "routing");
        assertThat(cloud.runs()).filteredOn(run -> run.application().equals("routing")).singleElement()
                .satisfies(run -> assertThat(run.options()).isEmpty());
    }

    @Test
    void anInputThatIsHandedOverNamesNotTheNextOne() throws Exception {
        ForeignApplication application = application(SUBMIT, "kamelet:nextmv-submit-sink");

        assertThat(ask(application, SQUARE, Map.of()).getException()).isNull();

        folders.untilDone(2);
        assertThat(GatewayFixture.names(folders.outbox())).containsExactlyInAnyOrder("monday.json", "message.json");
        assertThat(cloud.runs()).extracting(RunView::application).containsExactlyInAnyOrder("packing", "routing");
    }

    @ParameterizedTest
    @ValueSource(strings = {RUN, SUBMIT, CANCEL, "kamelet:nextmv-run-action", "kamelet:nextmv-submit-sink"})
    void theCallersOwnHeadersAreTheSameBehindIt(String step) throws Exception {
        Map<String, Object> own = Map.of("NextmvApplicationId", "fleet", "NextmvOptions", Map.of("own", "1"), "NextmvInput",
                "own.json", "NextmvCancel", "own");
        ForeignApplication application = application(step);

        Exchange answer = ask(application, SQUARE, own);

        assertThat(answer.getException()).isNull();
        assertThat(said(answer)).isEqualTo(own);
    }

    @ParameterizedTest
    @ValueSource(strings = {RUN, SUBMIT, CANCEL, "kamelet:nextmv-run-action", "kamelet:nextmv-submit-sink"})
    void whereTheCallerSaidNothingNothingIsSaidBehindIt(String step) throws Exception {
        Exchange answer = ask(application(step), SQUARE, Map.of());

        assertThat(answer.getException()).isNull();
        assertThat(said(answer)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"fail\":\"no vehicle is large enough\"}", ""})
    void theyAreTheSameWhereTheRunFailsOrThereIsNone(String body) throws Exception {
        Map<String, Object> own = Map.of("NextmvApplicationId", "fleet");

        Exchange answer = ask(application(RUN), body.isEmpty() ? null : body, own);

        if (body.isEmpty()) {
            assertThat(answer.getException()).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(answer.getException()).isInstanceOf(RunWithoutOutput.class);
            assertThat(answer.getMessage().getHeader("NextmvStatus")).isEqualTo("failed");
        }
        assertThat(said(answer)).isEqualTo(own);
    }

    @Test
    void theCallersOwnRulesForErrorsMeetItAsBefore() throws Exception {
        ForeignApplication application = application(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:plan").onException(RunWithoutOutput.class).maximumRedeliveries(1).redeliveryDelay(10)
                        .handled(true).setBody(simple("ruled ${header.NextmvApplicationId}")).end().to(RUN);
                from("direct:caught").doTry().to(RUN).doCatch(RunWithoutOutput.class)
                        .setBody(simple("caught ${header.NextmvApplicationId}")).end();
            }
        });
        String fails = "{\"fail\":\"no vehicle is large enough\"}";

        assertThat(application.template().requestBodyAndHeader("direct:caught", fails, "NextmvApplicationId", "fleet"))
                .isEqualTo("caught fleet");
        assertThat(application.template().requestBodyAndHeader("direct:plan", fails, "NextmvApplicationId", "fleet"))
                .isEqualTo("ruled fleet");
        assertThat(cloud.runs()).extracting(RunView::application).containsExactly("packing", "packing", "packing");
    }
}
