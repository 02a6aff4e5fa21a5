package io.camelnextmv.failure;

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
 * nobody's hands.
 */
public final class ErrorBoundary implements InterceptStrategy, Ordered {
    private static final String OURS = "nextmv-";

    @Override
    public int getOrder() {
        // Around all others.
        return Ordered.LOWEST;
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target,
            Processor next) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(definition);
        boolean ours = route != null && route.getId() != null && route.getId().startsWith(OURS);
        return ours ? new Boundary(target) : target;
    }

    private static final class Boundary extends DelegateAsyncProcessor {
        Boundary(Processor target) {
            super(target);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try {
                return super.process(exchange, callback);
            } catch (Error e) {
                exchange.setException(e);
                callback.done(true);
                return true;
            }
        }
    }
}
