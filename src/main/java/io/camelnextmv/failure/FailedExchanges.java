package io.camelnextmv.failure;

import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.spi.CamelEvent.FailureEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/** Looks at every exchange of our routes that fails, whatever rule there is for it, and for none too. */
public final class FailedExchanges extends SimpleEventNotifierSupport {
    private static final String OURS = "nextmv-";
    private final FatalErrors fatal;

    /** @param fatal is told what they failed with */
    public FailedExchanges(FatalErrors fatal) {
        this.fatal = fatal;
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeEvents(false);
        setIgnoreExchangeFailedEvents(false);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof FailureEvent && event instanceof ExchangeEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        Throwable cause = ((FailureEvent) event).getCause();
        String route = ((ExchangeEvent) event).getExchange().getFromRouteId();
        if (cause != null && route != null && route.startsWith(OURS)) {
            fatal.meet(cause);
        }
    }
}
