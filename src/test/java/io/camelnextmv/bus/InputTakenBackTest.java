package io.camelnextmv.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.camelnextmv.fixture.GatewayTest;
import io.camelnextmv.jms.JmsWaitingQueue;
import io.camelnextmv.ticket.TicketName;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An input that waits apart is let go of only by a step that has got its bytes. */
class InputTakenBackTest extends GatewayTest {
    private static final TicketName NAME = new TicketName("abc");
    private static final String WAITING = "waiting";
    private static final String INPUTS = "waiting.inputs";
    private static final Path FULL = Path.of("/dev/full");
    private final JmsWaitingQueue queue = new JmsWaitingQueue();
    private final BlockingQueue<Optional<RuntimeException>> met = new LinkedBlockingQueue<>();
    private Broker broker;
    private volatile Path target;
    private String input;

    @BeforeEach
    void aBrokerAndAStep() throws Exception {
        broker = closed(new Broker(home.resolve("broker")).start());
        ActiveMQConnectionFactory connections = closed(new ActiveMQConnectionFactory(broker.url() + "?consumerWindowSize=0"));
        CamelContext context = closed(new DefaultCamelContext());
        context.addComponent("jms", JmsComponent.jmsComponent(connections));
        Properties settings = new Properties();
        settings.setProperty("nextmv.waiting.in", "jms:queue:" + WAITING);
        context.getPropertiesComponent().setInitialProperties(settings);
        queue.setCamelContext(context);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("jms:queue:" + WAITING + "?transacted=true&lazyCreateTransactionManager=false")
                        .errorHandler(noErrorHandler()).process(exchange -> step(exchange));
            }
        });
        context.start();
    }

    private void step(Exchange exchange) {
        try {
            queue.takeBack(NAME, target);
            met.add(Optional.empty());
        } catch (RuntimeException e) {
            met.add(Optional.of(e));
            throw e;
        }
    }

    private Optional<RuntimeException> met() throws InterruptedException {
        Optional<RuntimeException> next = met.poll(30, TimeUnit.SECONDS);
        assertThat(next).as("a step was made").isNotNull();
        return next;
    }

    private void itIsTakenBackInTheEnd() throws Exception {
        target = home.resolve("input.json");
        for (Optional<RuntimeException> last = met(); last.isPresent();) {
            last = met();
        }
        assertThat(target).hasContent(input);
        await().atMost(Duration.ofSeconds(30)).until(() -> broker.count(INPUTS) + broker.count(WAITING) == 0);
    }

    /** What the client of the broker says then has an IOException in it, as what comes over the wire to the service has. */
    @ParameterizedTest
    @ValueSource(ints = {20_000, 200_000, 2_000_000})
    void whereOurDiskIsFullItIsSaidThatItIsTheDiskAndItStays(int size) throws Exception {
        assumeTrue(Files.exists(FULL));
        target = FULL;
        input = "x".repeat(size);

        broker.send(INPUTS, input, Map.of("NextmvInputOf", NAME.text()));
        broker.send(WAITING, "", Map.of());

        for (int i = 0; i < 3; i++) {
            assertThat(met()).get().isInstanceOf(UncheckedIOException.class);
        }
        assertThat(broker.count(INPUTS)).isOne();
        itIsTakenBackInTheEnd();
    }
}
