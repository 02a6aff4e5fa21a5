package io.camelnextmv.beans;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.TicketName;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In whose thread runs are checked after long delays: {@code nextmv.poll.concurrency} says how many are at once. */
class ChecksTest {
    private static final TicketName TICKET = new TicketName("ticket");
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<Thread> threads = new ArrayList<>();

    @BeforeEach
    void aRoute() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:nextmv-check-again").id("check-again").process(exchange -> threads.add(Thread.currentThread()));
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aCheckIsMadeByTheTimerWhoseTimeHasCome() {
        Checks checks = new Checks(context);

        Exchange exchange = checks.begin(TICKET, "main").join();
        checks.begin(TICKET, "main").join();

        assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
        assertThat(exchange.getProperty(Slots.TICKET)).isEqualTo(TICKET);
        assertThat(exchange.getProperty(Slots.ACCOUNT)).isEqualTo("main");
    }

    @Test
    void noTimerWaitsForARouteThatWasStopped() throws Exception {
        Checks checks = new Checks(context);
        checks.begin(TICKET, "main").join();
        context.getRouteController().stopRoute("check-again");

        assertThat(checks.begin(TICKET, "main")).isCompletedWithValueMatching(
                exchange -> exchange.getException() instanceof DirectConsumerNotAvailableException);

        context.getRouteController().startRoute("check-again");
        assertThat(checks.begin(TICKET, "main").join().getException()).isNull();
        assertThat(threads).hasSize(2);
    }
}
