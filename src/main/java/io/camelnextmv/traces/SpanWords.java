package io.camelnextmv.traces;

import io.camelnextmv.journal.TicketMdc;
import io.camelnextmv.store.OnItsWay;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.TicketName;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.telemetry.Span;

/** What a span says of the ticket: its name, the input's, the application and the run, as far as they are known. */
final class SpanWords {
    private SpanWords() {
    }

    static void say(Span span, Exchange exchange) {
        TicketMdc.ticketOf(exchange).ifPresent(ticket -> say(span, exchange, ticket));
    }

    private static void say(Span span, Exchange exchange, TicketName ticket) {
        span.setTag("io.camelnextmv.ticket", ticket.text());
        TicketStore tickets = exchange.getContext().getRegistry().lookupByNameAndType("nextmvTickets", TicketStore.class);
        Optional<OnItsWay> known = Optional.ofNullable(tickets).flatMap(store -> store.known(ticket));
        known.ifPresent(its -> {
            span.setTag("io.camelnextmv.file", its.file());
            span.setTag("io.camelnextmv.application", its.applicationId());
            its.runId().ifPresent(run -> span.setTag("io.camelnextmv.run", run));
        });
    }
}
