package io.camelnextmv.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import java.util.List;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One application, or one input, at which the service fails: the others do not notice. */
@Tag("proof")
class OneBadAppleTest extends GatewayTest {

    /** What the bad application does. */
    private enum Bad {
        FAILS(aResponse().withStatus(500).withBody("oops")),
        CUTS_CONNECTIONS(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
        ANSWERS_HALF(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)),
        HANGS(aResponse().withFixedDelay(60_000));

        private final ResponseDefinitionBuilder answer;

        Bad(ResponseDefinitionBuilder answer) {
            this.answer = answer;
        }
    }

    private static void dropFor(GatewayFixture gateway, String application, String name) {
        gateway.drop(name + ".nextmv.yaml", "application-id: " + application);
        gateway.drop(name, SQUARE);
    }

    @ParameterizedTest
    @EnumSource(Bad.class)
    void anApplicationThatIsBrokenHoldsUpNoOther(Bad bad) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.http.response-timeout", "8s")
                .with("nextmv.retry.max-delay", "1s").start();
        way.meetAlways("bad", bad.answer);
        for (int i = 0; i < 30; i++) {
            dropFor(gateway, "bad", "bad-" + i + ".json");
        }
        gateway.until("it was met", () -> way.requests(Call.NEW_RUN).size() >= 3);
        for (int i = 0; i < 60; i++) {
            gateway.drop("good-" + i + ".json", SQUARE);
        }
        gateway.untilDone(60);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(60).allMatch(name -> name.startsWith("good"));
        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        gateway.untilLogged("Application bad takes no inputs");
        assertThat(gateway.log().says("Nothing gets through")).isFalse();
        HealthCheck health = gateway.gateway().main().getCamelContext().getRegistry()
                .lookupByNameAndType("nextmvHealth", HealthCheck.class);
        assertThat(health.call().getState()).isEqualTo(State.UP);
        assertThat(health.call().getDetails()).containsKey("application.bad");

        way.mend();
        gateway.untilDone(90);
        assertThat(cloud.runs()).extracting(RunView::name).hasSize(90).doesNotHaveDuplicates();
        gateway.untilLogged("Application bad takes inputs again");
    }

    @Test
    void theMainApplicationMayBeTheBrokenOne() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meetAlways(GatewayFixture.APPLICATION, aResponse().withStatus(500));
        for (int i = 0; i < 10; i++) {
            gateway.drop("bad-" + i + ".json", SQUARE);
        }
        gateway.untilLogged("Application routing takes no inputs");
        for (int i = 0; i < 10; i++) {
            dropFor(gateway, "other", "good-" + i + ".json");
        }
        gateway.untilDone(10);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(10);
        way.mend();
        gateway.untilDone(20);
        assertThat(cloud.runs()).hasSize(20);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.INCLUDE, names = {"RESULT", "METADATA", "LOGS"})
    void whereOneKindOfRequestFailsForTheRunsOfOneApplicationTheOthersGoOn(Call call) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.poll.via", "metadata")
                .with("nextmv.deliver.logs", "always").start();
        way.meetAlways(call, "/bad/", aResponse().withStatus(500));
        for (int i = 0; i < 50; i++) {
            dropFor(gateway, "bad", "bad-" + i + ".json");
        }
        gateway.until("all have met it", () -> way.requests(call).size() >= 200);
        for (int i = 0; i < 20; i++) {
            gateway.drop("good-" + i + ".json", SQUARE);
        }
        gateway.untilDone(20);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(20).allMatch(name -> name.startsWith("good"));
        assertThat(gateway.log().says("Nothing gets through")).isFalse();
        way.mend();
        gateway.untilDone(70);
        assertThat(cloud.runs()).hasSize(70);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 403, 405})
    void whatBelongsToRunsAndIsRefusedPausesNobodyWhileTheKeyIsGood(int status) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).start();
        way.meetAlways(Call.RESULT, aResponse().withStatus(status));
        for (int i = 0; i < 20; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.until("all have met it", () -> cloud.runs().size() == 20 && way.requests(Call.RESULT).size() >= 60);

        assertThat(gateway.log().lines()).noneMatch(line -> line.startsWith("WARN") && line.contains("pauses"));
        way.mend();
        gateway.untilDone(20);
        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(20);
        assertThat(cloud.runs()).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void anInputAtWhichTheServiceFailsGoesToTheErrorsWhenItsTimeIsUpAndTheOthersDoNotWait(int status) {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.submit.give-up", "1500ms").start();
        way.meetAlways(Call.NEW_RUN, "bad.json", aResponse().withStatus(status).withBody("a stop too many"));
        gateway.drop("bad.json", SQUARE);
        for (int i = 0; i < 10; i++) {
            gateway.drop("good-" + i + ".json", SQUARE);
        }
        gateway.untilDone(11);

        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(10);
        assertThat(GatewayFixture.names(gateway.errors())).containsExactly("bad.error.json", "bad.json");
        var report = GatewayFixture.json(gateway.errors().resolve("bad.error.json"));
        assertThat(report.path("status").asText()).isEqualTo("given_up");
        assertThat(report.path("answer").asText()).contains("" + status).contains("a stop too many");
        assertThat(report.path("what_to_do").asText()).contains("nextmv.submit.give-up");
        assertThat(callsAfterTheLastOf("bad.json", way)).as("it is looked for after the last one")
                .filteredOn(Call.LIST::equals).hasSizeGreaterThanOrEqualTo(4);
        assertThat(cloud.runs()).hasSize(10);
    }

    /** The others' runs may be started later than its last one. */
    private static List<Call> callsAfterTheLastOf(String input, FaultyCloud way) {
        List<LoggedRequest> requests = way.requests();
        List<LoggedRequest> its = way.requests(Call.NEW_RUN).stream()
                .filter(request -> request.getBodyAsString().contains(input)).toList();
        return FaultyCloud.calls(requests.subList(requests.indexOf(its.get(its.size() - 1)), requests.size()));
    }

    @Test
    void whileNoOtherInputGetsThroughNoneIsGivenUp() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.submit.give-up", "200ms").start();
        way.meetAlways(Call.NEW_RUN, aResponse().withStatus(500));
        for (int i = 0; i < 5; i++) {
            gateway.drop("orders-" + i + ".json", SQUARE);
        }
        gateway.until("each was tried many times", () -> way.requests(Call.NEW_RUN).size() > 30);

        assertThat(GatewayFixture.names(gateway.errors())).isEmpty();
        way.mend();
        gateway.untilDone(5);
        assertThat(GatewayFixture.names(gateway.outbox())).hasSize(5);
    }

    @Test
    void theTimeGoesOnAfterARestart() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        GatewayFixture gateway = gateway(way.url()).with("nextmv.submit.give-up", "1h").start();
        way.meetAlways(Call.NEW_RUN, "bad.json", aResponse().withStatus(500));
        gateway.drop("good.json", SQUARE);
        gateway.untilDone(1);
        gateway.drop("bad.json", SQUARE);
        gateway.until("it has failed for a while", () -> GatewayFixture.json(gateway.work().resolve(
                gateway.ticketNames().get(0)).resolve("attempts.json")).path("counted").asLong() > 500);
        gateway.stop();
        int before = way.requests(Call.NEW_RUN).size();
        way.mend();
        way.meetAlways(Call.NEW_RUN, "bad.json", aResponse().withStatus(500));
        gateway.with("nextmv.submit.give-up", "500ms").start();
        gateway.untilDone(2);

        assertThat(GatewayFixture.json(gateway.errors().resolve("bad.error.json")).path("status").asText())
                .isEqualTo("given_up");
        assertThat(way.requests(Call.NEW_RUN)).as("what counted before counts").hasSizeLessThanOrEqualTo(before + 2);
    }
}
