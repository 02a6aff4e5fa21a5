package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.bus.Broker.Taken;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.sandbox.RunView;
import io.camelnextmv.sandbox.Sandbox;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Inputs, outputs and errors as messages of a real Artemis, with the profile as it ships. */
class JmsTest extends JmsFixture {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theBodyIsRunAndTheOutputIsTheBodyOfTheAnswer() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).start();

        broker.send(INPUTS, SQUARE, Map.of("NextmvInput", "orders.json"));
        Taken answer = broker.take(OUTPUTS);

        RunView run = cloud.runs().get(0);
        assertThat(cloud.openInput(run.id()).orElseThrow().readAllBytes()).asString().isEqualTo(SQUARE);
        assertThat(answer.bytes()).isEqualTo(cloud.openOutput(run.id()).orElseThrow().readAllBytes());
        gateway.untilDone(1);
        assertThat(answer.headers()).containsEntry("NextmvRunId", run.id()).containsEntry("NextmvStatus", "succeeded")
                .containsEntry("NextmvInput", "orders.json")
                .containsEntry("NextmvTicket", GatewayFixture.names(gateway.archive()).get(0))
                .doesNotContainKey("NextmvReport");
        assertThat(GatewayFixture.names(gateway.outbox())).isEmpty();
        untilLetGo(gateway);
    }

    @Test
    void headersSayWhatTheRunIsStartedWith() {
        Sandbox cloud = cloud(quick());
        onTheBus(cloud.url()).start();

        broker.send(INPUTS, SQUARE, Map.of("NextmvApplicationId", "packing", "NextmvInstanceId", "staging",
                "NextmvName", "nightly", "NextmvBatchExperimentId", "exp-1", "NextmvQueuingPriority", 2,
                "NextmvOptions", "{\"a.b\": 1.50, \"c\": true}"));
        broker.take(OUTPUTS);

        RunView run = cloud.runs().get(0);
        assertThat(run.application()).isEqualTo("packing");
        assertThat(run.instance()).isEqualTo("staging");
        assertThat(run.name()).isEqualTo("nightly");
        assertThat(run.priority()).isEqualTo(2);
        assertThat(run.experimentId()).contains("exp-1");
        assertThat(run.options()).isEqualTo(Map.of("a.b", "1.50", "c", "true"));
    }

    @Test
    void aTextIsAnInputToo() {
        Sandbox cloud = cloud(quick());
        onTheBus(cloud.url()).start();

        broker.with(context -> context.createProducer().send(context.createQueue(INPUTS), SQUARE));

        assertThat(broker.take(OUTPUTS).body()).contains("\"length\"");
    }

    @Test
    void aMessageIsLetGoOfWhenItsTicketIsOnDiskAndNotWhenItsRunEnds() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = onTheBus(cloud.url()).start();

        broker.send(INPUTS, SQUARE, Map.of());

        gateway.until("the run is there", () -> cloud.runs().size() == 1);
        untilLetGo(gateway);
        assertThat(gateway.ticketNames()).hasSize(1);
    }

    @Test
    void aFailedRunGoesToTheErrorsQueueWithItsInputAndAReport() throws Exception {
        Sandbox cloud = cloud(quick());
        onTheBus(cloud.url()).start();
        String input = "{\"fail\":\"no vehicle is large enough\"}";

        broker.send(INPUTS, input, Map.of("NextmvInput", "orders.json"));
        Taken error = broker.take(ERRORS);

        assertThat(error.body()).isEqualTo(input);
        assertThat(error.headers()).containsEntry("NextmvStatus", "failed").containsEntry("NextmvInput", "orders.json")
                .containsEntry("NextmvRunId", cloud.runs().get(0).id());
        JsonNode report = JSON.readTree(error.header("NextmvReport"));
        assertThat(report.path("error").asText()).contains("no vehicle is large enough");
        assertThat(report.path("error_log").path("error").asText()).contains("no vehicle is large enough");
        assertThat(report.path("ticket").asText()).isEqualTo(error.header("NextmvTicket"));
    }

    @Test
    void anErrorMovedBackToTheInputsIsRunAgainByTheSameHeaders() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).start();
        broker.send(INPUTS, "{\"fail\":\"no vehicle is large enough\"}", Map.of("NextmvInput", "orders.json",
                "NextmvApplicationId", "packing", "NextmvOptions", "{\"a.b\":1.50}"));
        gateway.until("the error is there", () -> broker.count(ERRORS) == 1);

        move(ERRORS, INPUTS);

        gateway.until("it was run again", () -> cloud.runs().size() == 2 && broker.count(ERRORS) == 1);
        assertThat(cloud.runs()).extracting(RunView::application).containsOnly("packing");
        assertThat(cloud.runs()).extracting(RunView::options).containsOnly(Map.of("a.b", "1.50"));
        assertThat(broker.take(ERRORS).headers()).containsEntry("NextmvInput", "orders.json");
    }

    /** As the broker's console does. */
    private void move(String from, String to) {
        try {
            org.apache.activemq.artemis.api.core.management.QueueControl queue =
                    (org.apache.activemq.artemis.api.core.management.QueueControl) broker.server().getManagementService()
                            .getResource("queue." + from);
            queue.moveMessages("", to);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCanceledRunGoesToTheQueueOfTheCanceledOnes() {
        Sandbox cloud = cloud(quick().withRunTime(Duration.ofHours(1)));
        GatewayFixture gateway = onTheBus(cloud.url()).start();
        broker.send(INPUTS, SQUARE, Map.of());
        gateway.untilWaiting(1);

        gateway.gateway().main().getCamelContext().createProducerTemplate()
                .sendBodyAndHeader("direct:nextmv-cancel", "", "NextmvCancel", cloud.runs().get(0).id());

        Taken canceled = broker.take(CANCELED);
        assertThat(canceled.body()).isEqualTo(SQUARE);
        assertThat(canceled.header("NextmvStatus")).isEqualTo("canceled");
    }

    @Test
    void whoAsksByReplyToIsAnsweredThereByTheIdOfTheRequest() {
        Sandbox cloud = cloud(quick());
        onTheBus(cloud.url()).start();

        for (String input : List.of(SQUARE, "{\"fail\":\"too much\"}")) {
            Taken answer = broker.with(context -> {
                try {
                    TemporaryQueue replies = context.createTemporaryQueue();
                    Message request = context.createTextMessage(input);
                    request.setJMSReplyTo(replies);
                    context.createProducer().send(context.createQueue(INPUTS), request);
                    Taken reply = Broker.read("the reply queue", context.createConsumer(replies).receive(60_000));
                    assertThat(reply.correlationId()).isEqualTo(request.getJMSMessageID());
                    return reply;
                } catch (JMSException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(answer.header("NextmvStatus")).isEqualTo(input.equals(SQUARE) ? "succeeded" : "failed");
            assertThat(answer.headers().containsKey("NextmvReport")).isNotEqualTo(input.equals(SQUARE));
        }
        assertThat(broker.count(OUTPUTS)).isZero();
        assertThat(broker.count(ERRORS)).isZero();
    }

    @Test
    void theCorrelationIdOfTheRequestIsThatOfTheAnswer() {
        Sandbox cloud = cloud(quick());
        onTheBus(cloud.url()).start();

        broker.with(context -> context.createProducer().setJMSCorrelationID("order-17")
                .send(context.createQueue(INPUTS), SQUARE));

        assertThat(broker.take(OUTPUTS).correlationId()).isEqualTo("order-17");
    }

    @Test
    void anOutputOfManyFilesIsOneArchive() throws Exception {
        Sandbox cloud = cloud(quick());
        onTheBus(cloud.url()).with("nextmv.format.input", "multi-file").start();

        broker.send(INPUTS, "a,b\n1,2\n", Map.of("NextmvInput", "data.csv", "NextmvOptions", "{\"output\":\"multi-file\"}"));
        Taken answer = broker.take(OUTPUTS);

        assertThat(answer.header("NextmvStatus")).isEqualTo("succeeded");
        assertThat(answer.bytes()).startsWith(0x1f, 0x8b);
    }
}
