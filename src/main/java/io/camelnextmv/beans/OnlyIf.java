package io.camelnextmv.beans;

import java.util.function.BooleanSupplier;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;

/**
 * Lets a route that comes round again and again begin only if there is something to do: a gateway with nothing to do asks so,
 * which costs less than an exchange that finds it out.
 */
final class OnlyIf extends DefaultPollingConsumerPollStrategy {
    private final BooleanSupplier thereIsSomething;

    /** @param thereIsSomething asked each time; what it says yes to, the route looks at again */
    OnlyIf(BooleanSupplier thereIsSomething) {
        this.thereIsSomething = thereIsSomething;
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return thereIsSomething.getAsBoolean();
    }
}
