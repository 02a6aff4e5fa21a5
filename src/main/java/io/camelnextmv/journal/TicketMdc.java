package io.camelnextmv.journal;

import io.camelnextmv.headers.Slots;
import io.camelnextmv.store.OnItsWay;
import io.camelnextmv.ticket.TicketName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.MDC;

/**
 * Says in the MDC whose step a thread makes, as {@code ticket}, {@code file}, {@code run} and {@code application}, and takes
 * it away again when the step returns, or waits: what the thread does next may be another's. A ticket is looked up in
 * memory, and never on the disk.
 */
public final class TicketMdc implements InterceptStrategy {
    /** The ticket's name. */
    public static final String TICKET = "ticket";
    /** The input's name. */
    public static final String FILE = "file";
    /** The run's id. */
    public static final String RUN = "run";
    /** The application's id. */
    public static final String APPLICATION = "application";
    private static final List<String> ALL = List.of(TICKET, FILE, RUN, APPLICATION);
    private static final String OURS = "nextmv-";
    private final Function<TicketName, Optional<OnItsWay>> known;

    /** @param known what is known of a ticket without looking at the disk */
    public TicketMdc(Function<TicketName, Optional<OnItsWay>> known) {
        this.known = known;
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target,
            Processor next) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(definition);
        boolean ours = route != null && route.getId() != null && route.getId().startsWith(OURS);
        return ours ? new Told(target) : target;
    }

    /**
     * @param processor what an error rule of ours calls, outside of any step
     * @return the same, with the words of whose step it was
     */
    public Processor told(Processor processor) {
        return exchange -> {
            Optional<TicketName> ticket = unsaid(exchange);
            if (ticket.isEmpty()) {
                processor.process(exchange);
                return;
            }
            try (Said said = say(ticket.get())) {
                processor.process(exchange);
            }
        };
    }

    /** The ticket of an exchange, unless this thread says so already. */
    private static Optional<TicketName> unsaid(Exchange exchange) {
        return ticketOf(exchange).filter(name -> !name.text().equals(MDC.get(TICKET)));
    }

    /**
     * @param exchange any exchange of our routes
     * @return the ticket that it is about; empty if there is none, or none any more
     */
    public static Optional<TicketName> ticketOf(Exchange exchange) {
        Object named = exchange.getProperty(Slots.TICKET);
        if (named instanceof TicketName ticket) {
            return Optional.of(ticket);
        }
        return named instanceof String text && TicketName.isOne(text) ? Optional.of(new TicketName(text)) : Optional.empty();
    }

    private Said say(TicketName ticket) {
        return say(ticket, known.apply(ticket));
    }

    /** Says whose line comes next, until that is closed. */
    static Said say(TicketName ticket, Optional<OnItsWay> its) {
        Said before = new Said(ALL.stream().map(MDC::get).toArray(String[]::new));
        put(TICKET, ticket.text());
        put(FILE, its.map(OnItsWay::file).orElse(null));
        put(RUN, its.flatMap(OnItsWay::runId).orElse(null));
        put(APPLICATION, its.map(OnItsWay::applicationId).orElse(null));
        return before;
    }

    static void put(String name, String value) {
        if (value == null) {
            MDC.remove(name);
        } else {
            MDC.put(name, value);
        }
    }

    /** What the thread said before, said again at the end. */
    record Said(String[] before) implements AutoCloseable {
        @Override
        public void close() {
            for (int i = 0; i < before.length; i++) {
                put(ALL.get(i), before[i]);
            }
        }
    }

    /** One step; whatever comes behind it says for itself whose it is. */
    private final class Told extends DelegateAsyncProcessor {
        Told(Processor target) {
            super(target);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Optional<TicketName> ticket = unsaid(exchange);
            if (ticket.isEmpty()) {
                return super.process(exchange, callback);
            }
            try (Said said = say(ticket.get())) {
                return super.process(exchange, callback);
            }
        }
    }
}
