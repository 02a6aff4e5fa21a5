package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.bus.Broker.Taken;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.sandbox.Sandbox;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Senders that speak AMQP or STOMP are known by their own ids, and get their answers. */
@Tag("proof")
class ForeignSendersTest extends JmsFixture {
    private static final String REPLIES = "replies.of.mine";
    private static final String FAILS = "{\"fail\":\"no vehicle is left\"}";

    /** An address that an AMQP or STOMP client is the first to use is a topic. */
    @BeforeEach
    void theInputsAreAQueue() {
        broker.with(context -> context.createConsumer(context.createQueue(INPUTS)));
    }

    private Amqp amqp() {
        return closed(new Amqp(broker.url()));
    }

    private Stomp stomp() {
        return closed(new Stomp(broker.url()));
    }

    private static String text(Message message) {
        Binary bytes = ((Data) message.getBody()).getValue();
        return StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes.getArray(), bytes.getArrayOffset(), bytes.getLength()))
                .toString();
    }

    private static Message request(String body) {
        Message request = Amqp.message(body);
        request.setReplyTo(REPLIES);
        return request;
    }

    static Stream<Object> ids() {
        return Stream.of("order-17", "ID:order-17", UUID.fromString("235c7afa-6d29-481f-8b3c-f2e366f5c526"),
                UnsignedLong.valueOf(17), new Binary(new byte[] {1, 2, (byte) 0xff}));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void anAmqpRequestIsAnsweredByItsCorrelationIdWhateverThatIs(Object id) throws Exception {
        onTheBus(cloud(quick()).url()).start();
        Amqp client = amqp();
        BlockingQueue<Message> replies = client.receive(REPLIES);

        for (String body : List.of(SQUARE, FAILS)) {
            Message request = request(body);
            request.setCorrelationId(id);
            client.send(INPUTS, request);
            Message reply = Amqp.next(replies);

            assertThat(reply.getCorrelationId()).isEqualTo(id);
            assertThat(text(reply)).contains(body.equals(SQUARE) ? "\"length\"" : "no vehicle is left");
        }
        assertThat(broker.count(OUTPUTS) + broker.count(ERRORS)).isZero();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void anAmqpRequestWithoutACorrelationIdIsAnsweredByItsOwnId(Object id) throws Exception {
        onTheBus(cloud(quick()).url()).start();
        Amqp client = amqp();
        BlockingQueue<Message> replies = client.receive(REPLIES);
        Message request = request(SQUARE);
        request.setMessageId(id);

        client.send(INPUTS, request);

        assertThat(Amqp.next(replies).getCorrelationId()).isEqualTo(id);
    }

    @Test
    void aStompRequestIsAnsweredAtAQueueOrToASubscriptionByItsCorrelationId() {
        onTheBus(cloud(quick()).url()).start();
        Stomp client = stomp();
        // Such a subscription is one of a topic, though nobody says so.
        client.subscribe("prices.of.mine");

        client.send(INPUTS, SQUARE, Map.of("reply-to", "prices.of.mine", "correlation-id", "order-17"));
        Stomp.Frame answer = client.message();
        client.send(INPUTS, SQUARE, Map.of("reply-to", REPLIES, "correlation-id", "order-18"));
        Taken queued = broker.take(REPLIES);

        assertThat(answer.headers()).containsEntry("correlation-id", "order-17").containsEntry("NextmvStatus", "succeeded");
        assertThat(answer.body()).contains("\"length\"");
        assertThat(queued.correlationId()).isEqualTo("order-18");
        assertThat(broker.count(OUTPUTS)).isZero();
    }

    static Stream<Consumer<ForeignSendersTest>> senders() {
        return Stream.of(test -> {
            Message message = Amqp.message(SQUARE);
            message.setMessageId("order-17");
            test.amqp().send(INPUTS, message);
        }, test -> {
            Message message = Amqp.message(SQUARE);
            message.setMessageId(UnsignedLong.valueOf(17));
            test.amqp().send(INPUTS, message);
        }, test -> test.amqp().send(INPUTS, Amqp.message(SQUARE)), test -> test.stomp().send(INPUTS, SQUARE, Map.of()));
    }

    @ParameterizedTest
    @MethodSource("senders")
    void aMessageWhoseAcknowledgementIsLostHasNoSecondTicket(Consumer<ForeignSendersTest> sender) {
        Sandbox cloud = cloud(quick());
        AtomicInteger commits = new AtomicInteger();
        GatewayFixture gateway = onTheBus(cloud.url());
        // The ticket is on disk, and the broker never hears of it.
        broker.losesTheFirst(commits);
        gateway.start();

        sender.accept(this);

        broker.take(OUTPUTS);
        gateway.until("it was delivered again, and let go of", () -> broker.isDone(INPUTS, commits.get()));
        gateway.untilDone(1);
        assertThat(cloud.runs()).hasSize(1);
        assertThat(GatewayFixture.names(gateway.archive())).hasSize(1);
    }

    @Test
    void messagesWithoutAnIdAreAllRun() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).start();
        Amqp amqp = amqp();
        Stomp stomp = stomp();

        for (int i = 0; i < 3; i++) {
            amqp.send(INPUTS, Amqp.message(SQUARE));
            stomp.send(INPUTS, SQUARE, Map.of());
        }

        gateway.untilDone(6);
        assertThat(cloud.runs()).hasSize(6);
    }

    @Test
    void aSenderThatGivesTwoMessagesOneIdIsToldThatTheSecondIsTheFirst() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).start();
        Amqp client = amqp();
        for (int i = 0; i < 2; i++) {
            Message message = Amqp.message(SQUARE);
            message.setMessageId("order-17");
            client.send(INPUTS, message);
        }

        gateway.untilLogged("its sender gave both the id order-17");
        gateway.untilDone(1);
        assertThat(cloud.runs()).hasSize(1);
    }

    static Stream<Object> bodies() {
        return Stream.of(new AmqpValue(Map.of("a", "b")), new AmqpValue(List.of(1, 2)), new AmqpValue(UnsignedInteger.valueOf(7)),
                new AmqpValue(null));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyThatIsNoInputIsRefusedAtItsReplyToByItsCorrelationId(Object body) throws Exception {
        onTheBus(cloud(quick()).url()).start();
        Amqp client = amqp();
        BlockingQueue<Message> replies = client.receive(REPLIES);
        Message request = request("");
        request.setBody((org.apache.qpid.proton.amqp.messaging.Section) body);
        request.setCorrelationId(new Binary(new byte[] {1, (byte) 0xff}));

        client.send(INPUTS, request);
        Message refusal = Amqp.next(replies);

        assertThat(refusal.getApplicationProperties().getValue()).containsEntry("NextmvStatus", "rejected");
        assertThat(refusal.getCorrelationId()).isEqualTo(request.getCorrelationId());
        assertThat(broker.count(ERRORS)).isZero();
    }

    /** The distribution has a queue for what comes ten times, and so has docs/bus.md's broker for the inputs. */
    @Test
    void aMessageThatTheBrokerCannotConvertStopsNothingAndMakesNoNeighbourRunTwice() {
        broker.with(context -> context.createConsumer(context.createQueue("DLQ")));
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).with("nextmv.inputs.from", "jms:queue:nextmv.inputs?transacted=true"
                + "&lazyCreateTransactionManager=false&cacheLevelName=CACHE_CONSUMER&disableReplyTo=true"
                + "&acceptMessagesWhileStopping=false&recoveryInterval=50").start();
        Amqp client = amqp();
        Message bad = Amqp.message("");
        bad.setBody(new AmqpValue(new HashMap<>(Map.of("stops", List.of(1, 2)))));

        client.send(INPUTS, Amqp.message(SQUARE));
        client.send(INPUTS, bad);
        for (int i = 0; i < 3; i++) {
            client.send(INPUTS, Amqp.message(SQUARE));
        }

        gateway.until("all others are answered", () -> broker.count(OUTPUTS) == 4);
        gateway.until("nothing is left", () -> broker.count(INPUTS) == 0);
        gateway.untilDone(4);
        assertThat(cloud.runs()).hasSize(4);
        assertThat(broker.count(OUTPUTS)).isEqualTo(4);
    }

    @Test
    void applicationPropertiesOfAmqpAreHeaders() {
        Sandbox cloud = cloud(quick());
        onTheBus(cloud.url()).start();
        Message message = Amqp.message(SQUARE);
        message.setApplicationProperties(new ApplicationProperties(new HashMap<>(Map.of("NextmvInput", "orders.json",
                "NextmvName", "nightly", "NextmvOptions", "{\"a\":1}"))));

        amqp().send(INPUTS, message);

        assertThat(broker.take(OUTPUTS).header("NextmvInput")).isEqualTo("orders.json");
        assertThat(cloud.runs().get(0).name()).isEqualTo("nightly");
        assertThat(cloud.runs().get(0).options()).isEqualTo(Map.of("a", "1"));
    }
}
