package io.camelnextmv.failure;

import io.camelnextmv.fixture.GatewayFixture;
import io.camelnextmv.headers.Slots;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.main.Main;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** A fault of the program: one step of one route throws, for the inputs whose names begin with bad. */
public final class Broken implements InterceptStrategy, CamelConfiguration {
    private final String route;
    private final GatewayFixture gateway;
    private final Supplier<Throwable> error;
    private final AtomicInteger met = new AtomicInteger();
    private final AtomicBoolean mended = new AtomicBoolean();

    private final boolean always;

    private Broken(String route, GatewayFixture gateway, Supplier<Throwable> error, boolean always) {
        this.route = route;
        this.gateway = gateway;
        this.error = error;
        this.always = always;
    }

    /**
     * Breaks a route of a gateway that is started later, for whatever ticket.
     *
     * @param route   the route's id
     * @param gateway the gateway
     * @param error   what its first step throws
     * @return the broken route
     */
    public static Broken always(String route, GatewayFixture gateway, Supplier<Throwable> error) {
        return of(new Broken(route, gateway, error, true), gateway);
    }

    private static Broken of(Broken broken, GatewayFixture gateway) {
        gateway.prepared((Main main) -> main.configure().addConfiguration(broken));
        return broken;
    }

    /** Breaks a route of a gateway that is started later. */
    static Broken route(String route, GatewayFixture gateway, Supplier<Throwable> error) {
        return of(new Broken(route, gateway, error, false), gateway);
    }

    void mend() {
        mended.set(true);
    }

    /** How often it was met. */
    int met() {
        return met.get();
    }

    @Override
    public void configure(CamelContext context) {
        context.getCamelContextExtension().addInterceptStrategy(this);
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode definition, Processor target,
            Processor next) {
        if (!isFirstOf(definition)) {
            return target;
        }
        return new DelegateAsyncProcessor((Processor) exchange -> {
            if (!mended.get() && (always || isBad(exchange))) {
                met.incrementAndGet();
                Broken.<RuntimeException>sneak(error.get());
            }
            target.process(exchange);
        });
    }

    /** What stands in a doTry stands in its route: Camel intercepts what it holds, and not the doTry itself. */
    private boolean isFirstOf(NamedNode definition) {
        NamedNode parent = definition.getParent();
        while (parent instanceof TryDefinition) {
            parent = parent.getParent();
        }
        return parent != null && route.equals(parent.getId());
    }

    private boolean isBad(Exchange exchange) {
        String ticket = exchange.getProperty(Slots.TICKET, "", String.class);
        return GatewayFixture.json(gateway.work().resolve(ticket).resolve("ticket.json")).path("file").asText()
                .startsWith("bad");
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
