package io.camelnextmv.bus;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.camelnextmv.fixture.FaultyCloud.doneBut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.http.Fault;
import io.camelnextmv.bus.Bus.Outcome;
import io.camelnextmv.fixture.FaultyCloud.Call;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A large input is not carried to the broker and back by steps that only ask. */
@Tag("proof")
class InputsApartTest extends ManyGatewaysFixture {
    private static final String WAITING = "nextmv.waiting";
    private static final String INPUTS = "nextmv.waiting.inputs";
    private static final int SIZE = 700_000;

    @Override
    protected GatewayFixture gateway(String url, String name) {
        return super.gateway(url, name).with("nextmv.poll.delay", "100ms").with("nextmv.poll.max-delay", "100ms");
    }

    private static String large(String input) {
        return input.replaceFirst("[{]", "{\"note\":\"" + "x".repeat(SIZE) + "\",");
    }

    private void send(String input, String name) {
        bus.send("nextmv.inputs", input.getBytes(StandardCharsets.UTF_8), Map.of("NextmvInput", name));
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60));
    }

    private void isEmpty() {
        soon().untilAsserted(() -> assertThat(broker.count(WAITING) + broker.count(INPUTS)).isZero());
    }

    private void runHas(Sandbox cloud, String input) throws Exception {
        try (var sent = cloud.openInput(cloud.runs().get(0).id()).orElseThrow()) {
            assertThat(sent.readAllBytes()).asString().isEqualTo(input);
        }
    }

    @Test
    void theChecksOfARunCarryNoInput() throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.keepRunsGoing();
        gateway(way.url(), "one").start();
        String input = large(SQUARE);

        send(input, "square.json");

        soon().until(() -> broker.sent(WAITING) >= 10);
        assertThat(broker.bytes(WAITING)).as("what is carried by a check").isLessThan(20_000);
        assertThat(broker.bytes(INPUTS)).as("what waits meanwhile").isGreaterThan(SIZE);
        way.mend();
        assertThat(bus.answer("nextmv.outputs").input()).isEqualTo("square.json");
        assertThat(broker.sent(INPUTS)).as("how often it was carried for its checks").isOne();
        assertThat(broker.carried(INPUTS)).isGreaterThan(SIZE);
        assertThat(broker.carried(WAITING) + broker.carried(INPUTS)).as("to begin with, and once for all its checks")
                .isLessThan(3 * (SIZE + 10_000L) + 5_000 * broker.sent(WAITING));
        assertThat(cloud.runs()).hasSize(1);
        runHas(cloud, input);
        isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLooksOfADoubtCarryNoInput(boolean done) throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.meet(Call.NEW_RUN, 1, done ? doneBut(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                : aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        way.meetAlways(Call.LIST, aResponse().withStatus(503));
        gateway(way.url(), "one").with("nextmv.submit.look-up-delay", "200ms").start();
        String input = large(SQUARE);

        send(input, "square.json");

        soon().until(() -> broker.count(INPUTS) == 1);
        long before = broker.sent(WAITING);
        soon().until(() -> broker.sent(WAITING) >= before + 4);
        assertThat(broker.bytes(WAITING)).as("what is carried by a look").isLessThan(20_000);
        assertThat(broker.sent(INPUTS)).as("how often it was carried for its looks").isOne();
        way.mend();
        assertThat(bus.answer("nextmv.outputs").status()).isEqualTo("succeeded");
        assertThat(cloud.runs()).hasSize(1);
        runHas(cloud, input);
        isEmpty();
    }

    @Test
    void aFailedRunsInputComesBackAsItWas() {
        gateway(cloud(quick()).url(), "one").start();
        String input = large("{\"fail\":\"no vehicle is left\"}");

        send(input, "fails.json");

        Outcome failed = bus.answer("nextmv.errors");
        assertThat(failed.report()).contains("no vehicle is left");
        assertThat(failed.body().equals(input)).isTrue();
        isEmpty();
    }

    @Test
    void whenTheBrokerDiesWithAnInputThatWasTakenItIsThereAgain() throws Exception {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        // Of a failed run, that is what the report is made of.
        way.meet(Call.RESULT, 1, aResponse().proxiedFrom(cloud.url()).withFixedDelay(3000));
        way.meet(Call.LOGS, 1, aResponse().proxiedFrom(cloud.url()).withFixedDelay(3000));
        gateway(way.url(), "one").start();
        String input = large("{\"fail\":\"no vehicle is left\"}");
        send(input, "fails.json");
        soon().until(() -> way.calls().contains(Call.RESULT) || way.calls().contains(Call.LOGS));

        broker.close();
        begin();

        Outcome failed = bus.answer("nextmv.errors");
        assertThat(failed.report()).contains("no vehicle is left");
        assertThat(failed.body().equals(input)).isTrue();
        assertThat(bus.answerWithin("nextmv.errors", 300)).isEmpty();
        assertThat(cloud.runs()).hasSize(1);
        isEmpty();
    }

    @Test
    void whatIsSmallGoesAlong() {
        gateway(cloud(quick()).url(), "one").start();

        send(SQUARE, "square.json");

        assertThat(bus.answer("nextmv.outputs").status()).isEqualTo("succeeded");
        assertThat(broker.sent(INPUTS)).isZero();
    }

    @Test
    void whereThereIsNoQueueForThemTheyGoAlong() {
        broker.makesNo(INPUTS);
        FaultyCloud way = closed(new FaultyCloud(cloud(quick())));
        way.keepRunsGoing();
        gateway(way.url(), "one").start();
        String input = large("{\"fail\":\"no vehicle is left\"}");

        send(input, "fails.json");
        soon().untilAsserted(() -> assertThat(broker.carried(WAITING)).as("with each check").isGreaterThan(10L * SIZE));
        way.mend();

        Outcome failed = bus.answer("nextmv.errors");
        assertThat(failed.status()).isEqualTo("failed");
        assertThat(failed.body().equals(input)).isTrue();
        assertThat(broker.count(INPUTS)).isZero();
        isEmpty();
    }
}
