package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelnextmv.bus.Broker.Taken;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.sandbox.Sandbox;
import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer goes where its request wants it, be that a queue or a topic, and never to where requests come from. */
@Tag("proof")
class WhereAnswersGoTest extends JmsFixture {
    private static final String WAITING = "nextmv.waiting";

    private static Message request(JMSContext context, String body, Destination replyTo) {
        try {
            Message request = context.createTextMessage(body);
            request.setJMSReplyTo(replyTo);
            return request;
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Function<JMSContext, Destination>> topics() {
        return Stream.of(context -> context.createTopic("prices"), JMSContext::createTemporaryTopic);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void aTopicIsAnsweredTo(Function<JMSContext, Destination> topics) {
        onTheBus(cloud(quick()).url()).start();

        Taken answer = broker.with(context -> {
            Destination topic = topics.apply(context);
            JMSConsumer consumer = context.createConsumer(topic);
            context.createProducer().send(context.createQueue(INPUTS), request(context, SQUARE, topic));
            return Broker.read("the topic", consumer.receive(60_000));
        });

        assertThat(answer.header("NextmvStatus")).isEqualTo("succeeded");
        assertThat(broker.count(OUTPUTS)).isZero();
        assertThat(broker.count(ERRORS)).isZero();
    }

    /** Whoever may send inputs need not be able to have queues made. */
    @Test
    void anAnswerThatIsWantedWhereNothingIsGoesToTheOutputs() {
        GatewayFixture gateway = onTheBus(cloud(quick()).url()).start();
        broker.send(INPUTS, SQUARE, Map.of());
        broker.take(OUTPUTS);
        // The client tries the names of earlier versions too.
        for (String match : new String[] {"nowhere.#", "jms.queue.nowhere.#", "jms.topic.nowhere.#"}) {
            broker.server().getAddressSettingsRepository().addMatch(match, new AddressSettings()
                    .setAutoCreateQueues(false).setAutoCreateAddresses(false));
        }

        broker.send(INPUTS, SQUARE, Map.of("NextmvReplyTo", "nowhere.at.all"));

        assertThat(broker.take(OUTPUTS).headers()).containsEntry("NextmvReplyTo", "nowhere.at.all");
        assertThat(gateway.log().lines()).anyMatch(line -> line.startsWith("WARN") && line.contains("nowhere.at.all"));
    }

    @Test
    void anAnswerThatItsQueueDoesNotTakeForLongWhileOthersAreTakenGoesToTheOutputs() {
        GatewayFixture gateway = onTheBus(cloud(quick()).url()).with("nextmv.retry.give-up", "1s").start();
        broker.server().getAddressSettingsRepository().addMatch("full", new AddressSettings().setMaxSizeBytes(1)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL));
        broker.with(context -> context.createProducer().send(context.createQueue("full"), "the last one that it takes"));

        broker.send(INPUTS, SQUARE, Map.of("NextmvReplyTo", "full"));

        gateway.until("it goes to the outputs", () -> {
            broker.send(INPUTS, SQUARE, Map.of("NextmvReplyTo", "mine"));
            broker.take("mine");
            return broker.count(OUTPUTS) == 1;
        });
        assertThat(broker.take(OUTPUTS).headers()).containsEntry("NextmvReplyTo", "full");
        assertThat(gateway.log().lines()).anyMatch(line -> line.startsWith("WARN") && line.contains("was not taken for so long"));
    }

    @ParameterizedTest
    @ValueSource(strings = {INPUTS, "queue://" + INPUTS, INPUTS + "::" + INPUTS, "topic:" + INPUTS})
    void aReplyToThatNamesTheInputsIsRefusedOnceAndRunsNothing(String replyTo) {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).start();

        broker.send(INPUTS, SQUARE, Map.of("NextmvReplyTo", replyTo, "NextmvInput", "loop.json"));
        Taken refusal = broker.take(ERRORS);
        broker.send(INPUTS, SQUARE, Map.of());
        broker.take(OUTPUTS);

        assertThat(refusal.header("NextmvReport")).contains(INPUTS, "again and again");
        assertThat(refusal.body()).isEqualTo(SQUARE);
        gateway.untilDone(2);
        assertThat(cloud.runs()).hasSize(1);
        untilLetGo(gateway);
    }

    @Test
    void theReplyToOfAMessageItselfIsJudgedTheSameWay() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).start();

        for (String body : new String[] {SQUARE, "no JSON", ""}) {
            broker.with(context -> context.createProducer().send(context.createQueue(INPUTS),
                    request(context, body, context.createQueue(INPUTS))));
            assertThat(broker.take(ERRORS).header("NextmvStatus")).isEqualTo("rejected");
        }

        assertThat(cloud.runs()).isEmpty();
        untilLetGo(gateway);
    }

    @ParameterizedTest
    @ValueSource(strings = {INPUTS, WAITING})
    void whereTicketsWaitInTheBrokerNeitherQueueIsAnsweredTo(String own) {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).with("nextmv.waiting.in", "jms:queue:" + WAITING).start();

        broker.send(INPUTS, SQUARE, Map.of("NextmvReplyTo", own));
        Taken refusal = broker.take(ERRORS);
        // Put among the tickets by somebody else.
        broker.send(WAITING, SQUARE, Map.of("NextmvReplyTo", own));
        Taken stranger = broker.take(ERRORS);
        broker.send(INPUTS, SQUARE, Map.of());
        broker.take(OUTPUTS);

        assertThat(refusal.header("NextmvReport")).contains(own, "again and again");
        assertThat(stranger.header("NextmvReport")).contains("no ticket");
        assertThat(cloud.runs()).hasSize(1);
        untilLetGo(gateway);
    }

    @ParameterizedTest
    @CsvSource({"nextmv.outputs.to, jms:queue:nextmv.inputs", "nextmv.errors.to, jms:nextmv.inputs?deliveryPersistent=true",
            "nextmv.canceled.to, jms:queue://nextmv.inputs", "nextmv.replies.to, jms:topic:nextmv.inputs",
            "nextmv.outputs.to, jms:queue:nextmv%2Einputs"})
    void aSettingThatNamesTheInputsIsRefusedAtTheStart(String setting, String endpoint) {
        GatewayFixture gateway = onTheBus("http://127.0.0.1:1").with(setting, endpoint);

        assertThatThrownBy(gateway::start).hasMessageContaining(setting).hasMessageContaining("nextmv.inputs.from");
    }

    @ParameterizedTest
    @CsvSource({"nextmv.outputs.to, jms:queue:nextmv.waiting", "nextmv.inputs.from, jms:queue:nextmv.waiting"})
    void aSettingThatNamesTheWaitingTicketsIsRefusedAtTheStart(String setting, String endpoint) {
        GatewayFixture gateway = onTheBus("http://127.0.0.1:1").with("nextmv.waiting.in", "jms:queue:nextmv.waiting")
                .with(setting, endpoint);

        assertThatThrownBy(gateway::start).hasMessageContaining(setting).hasMessageContaining("nextmv.waiting.in");
    }

    @Test
    void aSmallAnswerIsNoFileOfTheBrokersAndALargeOneIs() {
        onTheBus(cloud(quick()).url()).start();

        broker.send(INPUTS, SQUARE, Map.of());
        Taken small = broker.take(OUTPUTS);
        broker.send(INPUTS, "{\"fail\":\"no\",\"more\":\"" + "x".repeat(200_000) + "\"}", Map.of());
        Taken large = broker.take(ERRORS);

        assertThat(small.headers()).doesNotContainKey("_AMQ_LARGE_SIZE");
        assertThat(large.headers()).containsKey("_AMQ_LARGE_SIZE");
        assertThat(large.bytes()).hasSizeGreaterThan(200_000);
    }
}
