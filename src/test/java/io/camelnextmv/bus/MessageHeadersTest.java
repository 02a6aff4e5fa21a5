package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.bus.Broker.Taken;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.sandbox.Sandbox;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in the headers of a message, it is run or refused at once, and the messages behind it come through. */
@Tag("proof")
class MessageHeadersTest extends JmsFixture {
    private static final List<String> OURS = List.of("NextmvInput", "NextmvInputFile", "NextmvOptions",
            "NextmvApplicationId", "NextmvInstanceId", "NextmvName", "NextmvQueuingPriority", "NextmvCorrelationId",
            "NextmvReplyTo");

    /** Sends them all, one good message behind them, and waits until each has its answer. */
    private Map<Boolean, Long> allAreAnswered(GatewayFixture gateway, List<Map<String, Object>> headers) {
        headers.forEach(each -> broker.send(INPUTS, SQUARE, each));
        broker.send(INPUTS, SQUARE, Map.of("NextmvCorrelationId", "the last one"));
        gateway.untilDone(headers.size() + 1);
        untilLetGo(gateway);
        assertThat(broker.count("DLQ")).isZero();
        return Map.of(true, broker.count(OUTPUTS), false, broker.count(ERRORS));
    }

    @Test
    void aNameThatIsTooLongInBytesIsShortenedAndKeepsItsEnding() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).start();
        // 280 bytes of 100 letters; of four bytes each; more than anybody's file system takes.
        List<String> names = List.of("名".repeat(92) + ".json", "🚚".repeat(60) + ".json", "x".repeat(5000) + ".json");

        for (String name : names) {
            broker.send(INPUTS, SQUARE, Map.of("NextmvInput", name, "NextmvName", "n"));
            Taken answer = broker.take(OUTPUTS);
            String given = answer.header("NextmvInput");
            assertThat(given).endsWith(".json");
            assertThat(name).startsWith(given.substring(0, given.length() - 5));
            assertThat(given.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(190, 200);
        }
        gateway.untilDone(3);
        assertThat(cloud.runs()).hasSize(3);
    }

    @Test
    void whatCanBeNoNameIsRefusedAtOnceUnderOneThatCan() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).start();
        List<String> names = List.of("../a.json", "a/b.json", ".hidden", "..", "a\u0000b", "a\u001b[31m.json", "a\u0085.json",
                "a\\b", "a.json.nextmv.yaml", "half\ud83d.json");

        assertThat(allAreAnswered(gateway, names.stream().map(name -> Map.<String, Object>of("NextmvInput", name)).toList()))
                .isEqualTo(Map.of(true, 1L, false, (long) names.size()));

        assertThat(cloud.runs()).hasSize(1);
        for (int i = 0; i < names.size(); i++) {
            Taken refusal = broker.take(ERRORS);
            assertThat(refusal.headers()).containsEntry("NextmvStatus", "rejected").containsEntry("NextmvInput", "message.json");
            assertThat(refusal.body()).isEqualTo(SQUARE);
        }
    }

    static Stream<Object> values() {
        return Stream.of("x".repeat(70_000), "half a letter \ud83d", "a\u0000b\u001b", 17, true, 1.5d, (byte) 3,
                "{\"a\":\"\\ud83d\"}", "[".repeat(2000));
    }

    /** Some of them can be what they stand for: what may not be is that one is never answered. */
    @ParameterizedTest
    @MethodSource("values")
    void noValueOfAnyHeaderOfOursHoldsUpWhatComesBehind(Object value) {
        GatewayFixture gateway = onTheBus(cloud(quick()).url()).with("nextmv.replies.to", "").start();

        allAreAnswered(gateway, OURS.stream().map(name -> Map.of(name, value)).toList());

        assertThat(gateway.log().lines()).noneMatch(line -> line.startsWith("ERROR"));
    }

    @Test
    void bytesInHeadersAreTextsIfTheyCanBe() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).start();
        gateway.until("the inputs are a queue", () -> broker.queues().contains(INPUTS));
        Amqp amqp = closed(new Amqp(broker.url()));
        var good = Amqp.message(SQUARE);
        good.setApplicationProperties(new ApplicationProperties(new HashMap<>(Map.of("NextmvInput",
                new Binary("größe.json".getBytes(StandardCharsets.UTF_8))))));
        var bad = Amqp.message(SQUARE);
        bad.setApplicationProperties(new ApplicationProperties(new HashMap<>(Map.of("NextmvInput",
                new Binary(new byte[] {(byte) 0xff, 1})))));

        amqp.send(INPUTS, good);
        amqp.send(INPUTS, bad);

        assertThat(broker.take(OUTPUTS).header("NextmvInput")).isEqualTo("größe.json");
        assertThat(broker.take(ERRORS).header("NextmvReport")).contains("NextmvInput", "UTF-8");
        assertThat(cloud.runs()).hasSize(1);
    }

    private static Map<String, Message> unreadable(jakarta.jms.JMSContext context) throws JMSException {
        Map<String, Message> messages = new LinkedHashMap<>();
        messages.put("an object", context.createObjectMessage(new java.util.Date()));
        messages.put("no body", context.createMessage());
        Message options = context.createTextMessage(SQUARE);
        options.setStringProperty("NextmvOptions", "[1]");
        messages.put("options", options);
        BytesMessage words = context.createBytesMessage();
        words.writeBytes("no json".getBytes(StandardCharsets.UTF_8));
        messages.put("words", words);
        return messages;
    }

    @Test
    void whatCanNotBeReadIsRefusedWhereItsSenderWantsItsAnswerByItsCorrelationId() {
        onTheBus(cloud(quick()).url()).start();

        broker.with(context -> {
            try {
                TemporaryQueue replies = context.createTemporaryQueue();
                var consumer = context.createConsumer(replies);
                for (Message request : unreadable(context).values()) {
                    request.setJMSReplyTo(replies);
                    request.setJMSCorrelationID("order-17");
                    context.createProducer().send(context.createQueue(INPUTS), request);
                    Taken reply = Broker.read("the reply queue", consumer.receive(60_000));
                    assertThat(reply.header("NextmvStatus")).isEqualTo("rejected");
                    assertThat(reply.correlationId()).isEqualTo("order-17");
                }
                for (Message request : unreadable(context).values()) {
                    byte[] id = {1, 2, (byte) 0xff};
                    request.setJMSReplyTo(replies);
                    request.setJMSCorrelationIDAsBytes(id);
                    context.createProducer().send(context.createQueue(INPUTS), request);
                    Message reply = consumer.receive(60_000);
                    assertThat(reply.getStringProperty("NextmvStatus")).isEqualTo("rejected");
                    assertThat(reply.getJMSCorrelationIDAsBytes()).isEqualTo(id);
                }
                return null;
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(broker.count(ERRORS)).isZero();
    }

    /** The name of a header of Kafka's, as JMS has to write it. */
    @Test
    void aMessageThatSaysItIsARecordOfKafkaIsHeldLikeAnyOther() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).start();
        broker.send(INPUTS, SQUARE, Map.of());
        broker.take(OUTPUTS);
        gateway.untilDone(1);
        java.nio.file.Path inTheWay = gateway.inTheWayOf("second");

        broker.send(INPUTS, SQUARE, Map.of("kafka_DOT_OFFSET", 5L, "NextmvMessageId", "second"));
        gateway.until("it was tried many times", () -> gateway.countTries() > 12);
        java.nio.file.Files.delete(inTheWay);

        broker.take(OUTPUTS);
        assertThat(cloud.runs()).hasSize(2);
        assertThat(broker.count("DLQ")).isZero();
    }
}
