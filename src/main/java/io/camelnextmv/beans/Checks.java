package io.camelnextmv.beans;

import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.TicketName;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;

/**
 * Checks of runs after long delays: as those after short ones they are made by the timer whose time has come, so that
 * {@code nextmv.poll.concurrency} bounds both. A producer template would hand them to twenty threads of its own.
 */
final class Checks {
    /** Where the route is stopped by hand nothing waits for it: a timer that did would be missing to others. */
    private static final String ROUTE = "direct:nextmv-check-again?block=false";
    private final CamelContext context;
    private Optional<AsyncProducer> route = Optional.empty();

    Checks(CamelContext context) {
        this.context = context;
    }

    /** Checks the run of a ticket, of an account, in a new exchange. */
    CompletableFuture<Exchange> begin(TicketName ticket, String account) {
        AsyncProducer producer = producer();
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.setProperty(Slots.TICKET, ticket);
        exchange.setProperty(Slots.ACCOUNT, account);
        return producer.processAsync(exchange);
    }

    private synchronized AsyncProducer producer() {
        if (route.isEmpty()) {
            try {
                AsyncProducer made = context.getEndpoint(ROUTE).createAsyncProducer();
                context.addService(made);
                route = Optional.of(made);
            } catch (Exception e) {
                throw RuntimeCamelException.wrapRuntimeCamelException(e);
            }
        }
        return route.get();
    }
}
