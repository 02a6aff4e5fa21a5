package io.camelnextmv.failure;

import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.ticket.TicketName;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Ordered;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Makes an Error that a step throws what the step has failed with. Camel lets one pass, past every rule for errors, and the
 * thread that it ends is one of those that wait for tickets: nobody would begin it again, and the ticket would be in
 * nobody's hands. What is fatal among it is seen here, before a rule makes a fault of the service of it.
 */
public final class ErrorBoundary implements InterceptStrategy, Ordered {
    private static final String OURS = "nextmv-";
    private final FatalErrors fatal;
    private final LastResort lastResort;
    private final BooleanSupplier stopping;

    /**
     * @param fatal      is told of fatal errors
     * @param lastResort counts them for the ticket that met them, before the process ends
     * @param stopping   whether the process is about to stop, and closes what others use
     */
    public ErrorBoundary(FatalErrors fatal, LastResort lastResort, BooleanSupplier stopping) {
        this.fatal = fatal;
        this.lastResort = lastResort;
        this.stopping = stopping;
    }

    @Override
    public int getOrder() {
        // Around all others: Camel begins with the last one.
        return Ordered.HIGHEST;
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target,
            Processor next) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(definition);
        boolean ours = route != null && route.getId() != null && route.getId().startsWith(OURS);
        return ours ? new Boundary(target) : target;
    }

    private final class Boundary extends DelegateAsyncProcessor {
        Boundary(Processor target) {
            super(target);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Held held = new Held(callback);
            boolean done;
            try {
                done = super.process(exchange, held);
            } catch (Error e) {
                exchange.setException(e);
                look(exchange);
                held.drop();
                callback.done(true);
                return true;
            }
            if (done) {
                look(exchange);
            }
            held.release();
            return done;
        }
    }

    /**
     * Holds a step's word that it is done back until it has returned: Camel lets a step that throws an Error say so too, and
     * what comes behind it would go on as if it had succeeded.
     */
    private static final class Held implements AsyncCallback {
        private final AsyncCallback callback;
        private final Thread thread = Thread.currentThread();
        private Optional<Boolean> said = Optional.empty();
        private boolean returned;
        private boolean dropped;

        Held(AsyncCallback callback) {
            this.callback = callback;
        }

        @Override
        public void done(boolean doneSync) {
            synchronized (this) {
                if (dropped) {
                    return;
                }
                if (!returned && Thread.currentThread() == thread) {
                    said = Optional.of(doneSync);
                    return;
                }
            }
            callback.done(doneSync);
        }

        synchronized void drop() {
            dropped = true;
        }

        void release() {
            Optional<Boolean> before;
            synchronized (this) {
                returned = true;
                before = said;
            }
            before.ifPresent(callback::done);
        }
    }

    private void look(Exchange exchange) {
        Throwable thrown = exchange.getException();
        if (thrown == null || stopping.getAsBoolean()) {
            return;
        }
        FatalErrors.in(thrown).filter(error -> Tries.of(exchange).isNew(error)).ifPresent(error -> {
            TicketName ticket = exchange.getProperty(Slots.TICKET, TicketName.class);
            if (ticket != null && lastResort.met(ticket, error)) {
                Tries.of(exchange).stick();
            }
            fatal.meet(error);
        });
    }
}
