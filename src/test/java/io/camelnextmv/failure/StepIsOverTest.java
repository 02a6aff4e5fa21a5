package io.camelnextmv.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Faults;
import io.camelnextmv.cloud.MainTarget;
import io.camelnextmv.fixture.MovableClock;
import io.camelnextmv.fixture.OneAccount;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Attempts;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.RunSpec;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.language.RefExpression;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a step is over is judged by what it has met now, whatever was caught before. */
class StepIsOverTest {
    private static final Duration GIVE_UP = Duration.ofHours(1);
    private static final ObjectMapper MAPPER = JsonMapper.builder().findAndAddModules().build();
    private final MovableClock clock = new MovableClock();
    @TempDir
    private Path home;

    private Exchange send(Exception now, Exception before) throws Exception {
        TicketStore tickets = new TicketStore(Files.createDirectories(home.resolve("work")),
                Files.createDirectories(home.resolve("archive")), Durability.OS, MAPPER, clock);
        Ticket ticket = tickets.newTickets().adopt("a.json", new Inbox(home, "app", Optional.empty(), RunSpec.NONE), "run-1",
                Duration.ofDays(1), StepIsOverTest::write);
        FaultCounts counts = new FaultCounts(tickets, MAPPER);
        counts.put(ticket.id(), ServiceStep.LOGS, new Attempts(9, Optional.of(clock.instant()), 2 * GIVE_UP.toMillis(), true,
                "said"));
        CircuitBreaker breaker = new CircuitBreaker("the service", "It waits", GIVE_UP, GIVE_UP, probes -> GIVE_UP, clock);
        FailingSteps steps = new FailingSteps(counts, new BlamedFaults(new Faults(new MainTarget("app", Optional.empty()), MAPPER,
                clock), NotYet::isBehind), new OtherTickets(tickets, OneAccount.of(breaker, clock)), GIVE_UP,
                () -> false, clock);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("nextmvStepIsOver", steps);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:a").errorHandler(noErrorHandler()).doTry().process(exchange -> {
                        throw now;
                    }).doCatch(Exception.class).onWhen(new RefExpression("nextmvStepIsOver"))
                            .setBody().constant("over").end();
                }
            });
            context.start();
            Exchange exchange = new DefaultExchange(context);
            exchange.setProperty(Slots.TICKET, ticket.id());
            Tries.of(exchange).step(ServiceStep.LOGS.name());
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, before);
            return context.createProducerTemplate().send("direct:a", exchange);
        }
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "{}");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Fault fault(Fault.Kind kind, String words) {
        return new Fault(kind, 500, words, Optional.empty());
    }

    @Test
    void whatTheServiceFailsAtNowIsOverThoughSomethingElseWasMetBefore() throws Exception {
        Exchange exchange = send(fault(Fault.Kind.SERVICE, "now"), new NotYet("before", Duration.ofSeconds(1)));

        assertThat(exchange.getMessage().getBody()).isEqualTo("over");
        assertThat(Tries.of(exchange).givenUp()).endsWith("at last: now");
    }

    @Test
    void whatIsOursToMendIsNotOverThoughTheServiceFailedBefore() throws Exception {
        Exchange exchange = send(new IllegalStateException("now"), fault(Fault.Kind.SERVICE, "before"));

        assertThat(exchange.getException()).hasMessage("now");
        assertThat(Tries.of(exchange).givenUp()).isEmpty();
    }

    @Test
    void whileNothingGetsThroughNothingIsOver() throws Exception {
        Exchange exchange = send(fault(Fault.Kind.PAUSED, "now"), fault(Fault.Kind.SERVICE, "before"));

        assertThat(exchange.getException()).hasMessage("now");
    }
}
