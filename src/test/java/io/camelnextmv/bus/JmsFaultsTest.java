package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.bus.Broker.Taken;
import io.camelnextmv.fixture.FaultyCloud;
import io.camelnextmv.fixture.FileTree;
import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.sandbox.Sandbox;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What happens when the message, the disk, the service or the broker is at fault: nothing is lost, nothing is run twice. */
@Tag("proof")
class JmsFaultsTest extends JmsFixture {
    private static final String DEAD = "DLQ";

    static Stream<Function<JMSContext, Message>> poison() {
        return Stream.of(context -> context.createObjectMessage(new java.util.Date()),
                JMSContext::createMessage,
                context -> {
                    MapMessage message = context.createMapMessage();
                    return set(message, "NextmvInput", "orders.json");
                },
                context -> set(context.createTextMessage(SQUARE), "NextmvInput", "../orders.json"),
                context -> set(context.createTextMessage(SQUARE), "NextmvOptions", "[1]"),
                context -> set(context.createTextMessage(SQUARE), "NextmvApplicationId", "../queue"),
                context -> context.createTextMessage("no json"));
    }

    private static Message set(Message message, String name, String value) {
        try {
            message.setStringProperty(name, value);
            return message;
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("poison")
    void whatCanBeNoInputGoesToTheErrorsQueueWithAReportAndHoldsNobodyUp(Function<JMSContext, Message> making) {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).start();

        broker.with(context -> context.createProducer().send(context.createQueue(INPUTS), making.apply(context)));
        broker.send(INPUTS, SQUARE, Map.of());

        Taken error = broker.take(ERRORS);
        assertThat(error.header("NextmvStatus")).isEqualTo("rejected");
        assertThat(error.header("NextmvReport")).contains("\"status\":\"rejected\"");
        assertThat(broker.take(OUTPUTS).header("NextmvStatus")).isEqualTo("succeeded");
        gateway.untilDone(2);
        assertThat(cloud.runs()).hasSize(1);
        untilLetGo(gateway);
        assertThat(broker.count(ERRORS)).isZero();
        assertThat(broker.count(DEAD)).isZero();
    }

    @Test
    void aRefusedMessageComesBackWithItsBodyAndWhatItSaid() {
        onTheBus(cloud(quick()).url()).start();

        broker.send(INPUTS, SQUARE, Map.of("NextmvInput", "../orders.json", "NextmvApplicationId", "packing"));
        Taken error = broker.take(ERRORS);

        assertThat(error.body()).isEqualTo(SQUARE);
        assertThat(error.headers()).containsEntry("NextmvApplicationId", "packing");
        assertThat(error.header("NextmvReport")).contains("NextmvInput is no name for an input");
    }

    @Test
    void whileTheDiskSaysNoTheMessageStaysWithTheBrokerAndIsRunOnceWhenItIsMended() throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).sayingEachTry().start();
        broker.send(INPUTS, SQUARE, Map.of());
        broker.take(OUTPUTS);
        gateway.untilDone(1);
        // While the folder of the tickets itself is away nothing is taken at all: so it is this one ticket's.
        Path inTheWay = gateway.inTheWayOf("second");

        broker.send(INPUTS, SQUARE, Map.of("NextmvInput", "second.json", "NextmvMessageId", "second"));
        // More often than the broker delivers a message before it throws it away.
        gateway.until("it was tried many times", () -> gateway.countTries() > 15);
        assertThat(broker.count(INPUTS)).isEqualTo(1);
        assertThat(broker.count(DEAD)).isZero();

        Files.delete(inTheWay);

        assertThat(broker.take(OUTPUTS).headers()).containsEntry("NextmvInput", "second.json");
        assertThat(cloud.runs()).hasSize(2);
        untilLetGo(gateway);
        assertThat(broker.count(ERRORS)).isZero();
        assertThat(cloud.runs()).allSatisfy(run -> assertThat(cloud.openInput(run.id()).orElseThrow().readAllBytes())
                .asString().isEqualTo(SQUARE));
    }

    @Test
    void anAnswerThatWasSentIsNotSentAgainWhileItsTicketCannotBeArchived() throws IOException {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.keepRunsGoing();
        GatewayFixture gateway = onTheBus(way.url()).sayingEachTry().start();
        Path aside = home.resolve("archive-aside");
        broker.send(INPUTS, SQUARE, Map.of());
        gateway.untilWaiting(1);
        Files.move(gateway.archive(), aside);
        Files.createFile(gateway.archive());
        way.mend();

        broker.take(OUTPUTS);
        gateway.until("it was tried many times", () -> gateway.countTries() > 5);
        gateway.stop();
        Files.delete(gateway.archive());
        Files.move(aside, gateway.archive());
        gateway.start();
        gateway.untilDone(1);

        assertThat(broker.count(OUTPUTS)).as("answers more than one").isZero();
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void aStopWhileTheDiskSaysNoGivesTheMessageBack() throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).sayingEachTry().start();
        broker.send(INPUTS, SQUARE, Map.of());
        broker.take(OUTPUTS);
        gateway.untilDone(1);
        // While the folder of the tickets itself is away nothing is taken at all: so it is this one ticket's.
        Path inTheWay = gateway.inTheWayOf("second");
        broker.send(INPUTS, SQUARE, Map.of("NextmvMessageId", "second"));
        gateway.until("it was tried", () -> gateway.countTries() > 2);

        gateway.stop();

        gateway.until("it is with the broker", () -> broker.count(INPUTS) == 1);
        Files.delete(inTheWay);
        gateway.start();
        broker.take(OUTPUTS);
        assertThat(cloud.runs()).hasSize(2);
    }

    @Test
    void aMessageWhoseAcknowledgementIsLostHasNoSecondTicket() {
        Sandbox cloud = cloud(quick());
        AtomicInteger commits = new AtomicInteger();
        GatewayFixture gateway = onTheBus(cloud.url());
        // The ticket is on disk, and the broker never hears of it.
        broker.losesTheFirst(commits);
        gateway.start();

        broker.send(INPUTS, SQUARE, Map.of());

        broker.take(OUTPUTS);
        gateway.until("it was delivered again, and let go of", () -> broker.isDone(INPUTS, commits.get()));
        gateway.untilDone(1);
        assertThat(cloud.runs()).hasSize(1);
        assertThat(broker.count(OUTPUTS)).isZero();
        assertThat(GatewayFixture.names(gateway.archive())).hasSize(1);
    }

    @Test
    void aMessageDeliveredAgainAfterARestartHasNoSecondTicket() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).start();
        for (int i = 0; i < 2; i++) {
            broker.send(INPUTS, SQUARE, Map.of("NextmvMessageId", "order-17"));
            gateway.until("it is let go of", () -> broker.count(INPUTS) == 0);
            broker.count(OUTPUTS);
            gateway.untilDone(1);
            gateway.stop();
            gateway.start();
        }

        broker.send(INPUTS, SQUARE, Map.of("NextmvMessageId", "order-18"));
        gateway.untilDone(2);
        assertThat(cloud.runs()).hasSize(2);
        assertThat(broker.count(OUTPUTS)).isEqualTo(2);
    }

    @Test
    void aTicketOfAMessageIsTakenUpAfterARestart() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.keepRunsGoing();
        GatewayFixture gateway = onTheBus(way.url()).start();
        broker.send(INPUTS, SQUARE, Map.of("NextmvCorrelationId", "order-17"));
        gateway.untilWaiting(1);

        gateway.stop();
        way.mend();
        gateway.start();

        assertThat(broker.take(OUTPUTS).correlationId()).isEqualTo("order-17");
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void anAnswerPublishedTwiceIsTakenOnceByTheBroker() throws IOException {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).start();
        broker.send(INPUTS, SQUARE, Map.of());
        gateway.untilDone(1);
        assertThat(broker.count(OUTPUTS)).isEqualTo(1);
        gateway.stop();
        // As it was between the publication and the note that it took place.
        String ticket = GatewayFixture.names(gateway.archive()).get(0);
        Path folder = Files.move(gateway.archive().resolve(ticket), gateway.work().resolve(ticket));
        Path file = folder.resolve("ticket.json");
        Files.writeString(file, Files.readString(file).replace("\"DELIVERED\"", "\"ENDED\"")
                .replaceFirst("\"delivered_as\":\"[^\"]*\"", "\"delivered_as\":null"));
        Files.writeString(folder.resolve("gateway"), "dead");

        gateway.start();
        gateway.untilDone(1);

        assertThat(gateway.log().lines()).filteredOn(line -> line.contains("→ " + "jms:queue:nextmv.outputs")).hasSize(2);
        assertThat(broker.count(OUTPUTS)).isEqualTo(1);
        assertThat(cloud.runs()).hasSize(1);
    }

    @Test
    void noMoreMessagesAreTakenThanMayBeOnTheirWay() {
        FaultyCloud cloud = closed(new FaultyCloud(cloud(quick())));
        cloud.keepRunsGoing();
        GatewayFixture gateway = onTheBus(cloud.url()).with("nextmv.max-in-flight", "3");
        for (int i = 0; i < 12; i++) {
            broker.send(INPUTS, SQUARE, Map.of());
        }
        gateway.start();
        AtomicInteger most = new AtomicInteger();
        gateway.untilWaiting(3);
        cloud.mend();

        gateway.until("all are answered", () -> {
            most.accumulateAndGet(gateway.ticketNames().size(), Math::max);
            return broker.count(OUTPUTS) == 12;
        });

        assertThat(most.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void whileNothingGetsThroughMessagesStayWithTheBroker() {
        Sandbox sandbox = cloud(quick());
        FaultyCloud cloud = closed(new FaultyCloud(sandbox));
        GatewayFixture gateway = onTheBus(cloud.url()).with("nextmv.retry.max-delay", "20ms").start();
        cloud.goDown();
        broker.send(INPUTS, SQUARE, Map.of());
        gateway.untilLogged("Nothing gets through");

        for (int i = 0; i < 10; i++) {
            broker.send(INPUTS, SQUARE, Map.of());
        }
        gateway.untilLogged("Still nothing gets through");
        assertThat(broker.count(INPUTS)).isGreaterThanOrEqualTo(9);
        assertThat(gateway.ticketNames()).hasSizeLessThanOrEqualTo(2);

        cloud.goOn();
        gateway.until("all are answered", () -> broker.count(OUTPUTS) == 11);
        assertThat(sandbox.runs()).hasSize(11);
        assertThat(broker.count(DEAD)).isZero();
    }

    @Test
    void aBrokerThatIsNotThereAtTheStartIsWaitedFor() {
        Sandbox cloud = cloud(quick());
        broker.stop();
        GatewayFixture gateway = onTheBus(cloud.url()).start();
        // Files go on meanwhile, as far as their answers do not need the broker.
        gateway.drop("orders.json", SQUARE);
        gateway.untilLogged("the answer cannot be sent to jms:queue:nextmv.outputs");

        broker.start();

        assertThat(broker.take(OUTPUTS).headers()).containsEntry("NextmvInput", "orders.json");
        broker.send(INPUTS, SQUARE, Map.of());
        broker.take(OUTPUTS);
        assertThat(cloud.runs()).hasSize(2);
        assertThat(gateway.log().lines()).noneMatch(line -> line.contains("an unexpected error"));
    }

    @Test
    void answersWaitForABrokerThatHasGoneAndComeOnce() {
        Sandbox cloud = cloud(quick());
        FaultyCloud way = closed(new FaultyCloud(cloud));
        way.keepRunsGoing();
        GatewayFixture gateway = onTheBus(way.url()).start();
        for (int i = 0; i < 5; i++) {
            broker.send(INPUTS, SQUARE, Map.of());
        }
        gateway.until("all runs are started", () -> cloud.runs().size() == 5);
        untilLetGo(gateway);

        broker.stop();
        way.mend();
        gateway.until("all answers were tried", () -> gateway.log().lines().stream()
                .filter(line -> line.contains("the answer cannot be sent to")).count() > 5);
        broker.start();

        gateway.untilDone(5);
        assertThat(broker.count(OUTPUTS)).isEqualTo(5);
        assertThat(gateway.log().lines()).noneMatch(line -> line.contains("an unexpected error"));
        broker.send(INPUTS, SQUARE, Map.of());
        gateway.untilDone(6);
        assertThat(cloud.runs()).hasSize(6);
    }

    @Test
    void thePasswordIsNeverLogged() throws Exception {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).with("nextmv.jms.user", "gateway")
                .with("nextmv.jms.password", "password-that-nobody-may-see").start();
        broker.send(INPUTS, SQUARE, Map.of());
        broker.take(OUTPUTS);
        broker.stop();
        gateway.drop("orders.json", SQUARE);
        gateway.untilLogged("the answer cannot be sent to");
        gateway.stop();

        assertThat(gateway.log().lines()).noneMatch(line -> line.contains("password-that-nobody-may-see"));
        assertThat(FileTree.texts(home.resolve("gateway"))).noneMatch(text -> text.contains("password-that-nobody-may-see"));
        broker.start();
    }

    @Test
    void headersThatSteerCamelDoNothing() {
        Sandbox cloud = cloud(quick());
        GatewayFixture gateway = onTheBus(cloud.url()).start();
        Sandbox elsewhere = cloud(quick());
        String other = elsewhere.url() + "/v1/account/queue";
        Map<String, Object> hostile = new java.util.HashMap<>();
        for (String name : List.of("CamelFileName", "CAmelFileName", "camelfilename", "CAMELFILENAME")) {
            hostile.put(name, home.resolve("stolen.json").toString());
        }
        for (String name : List.of("CamelHttpUri", "camelHttpUri", "CAMELHTTPURI", "camelRestHttpUri")) {
            hostile.put(name, other);
        }
        hostile.putAll(Map.of("CAmelHttpQuery", "instance_id=hostile", "camelHttpMethod", "DELETE",
                "CAmelJmsDestinationName", "stolen", "camelBeanMethodName", "close",
                "CAmelRedeliveryDelay", 3_600_000, "NextmvTicket", "../../stolen", "NextmvRunId", "stolen"));

        broker.send(INPUTS, SQUARE, hostile);
        Taken answer = broker.take(OUTPUTS);

        gateway.untilDone(1);
        assertThat(elsewhere.requests().values()).allMatch(count -> count == 0);
        assertThat(cloud.runs()).hasSize(1).extracting(io.camelnextmv.sandbox.RunView::instance).containsOnly("latest");
        assertThat(answer.headers()).containsEntry("NextmvRunId", cloud.runs().get(0).id());
        assertThat(answer.headers().keySet()).noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("camel"));
        assertThat(GatewayFixture.names(home)).doesNotContain("stolen.json", "stolen");
        assertThat(broker.queues()).doesNotContain("stolen");
    }
}
