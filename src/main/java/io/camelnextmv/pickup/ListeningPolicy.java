package io.camelnextmv.pickup;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages are taken only while the admission is open, as files are. While it is not the consumer is suspended: messages
 * stay where they are, for other gateways too.
 */
public final class ListeningPolicy extends RoutePolicySupport {
    private static final Logger LOG = LoggerFactory.getLogger(ListeningPolicy.class);
    private final Admission admission;
    private Route route;
    private boolean started;

    /** @param admission whether there is room, and requests get through */
    public ListeningPolicy(Admission admission) {
        this.admission = admission;
    }

    @Override
    public synchronized void onInit(Route given) {
        route = given;
    }

    @Override
    public void onExchangeDone(Route done, Exchange exchange) {
        // At once, and not only at the next look: a thousand messages may come in between.
        try {
            look();
        } catch (Exception e) {
            LOG.debug("The next look will tell", e);
        }
    }

    /**
     * Begins or goes on to listen where the admission is open, and pauses where it is not.
     *
     * @throws Exception if the endpoint cannot be listened to
     */
    public synchronized void look() throws Exception {
        if (route == null || !context().isStarted()) {
            // While Camel itself starts, a route that is started says so, but its consumer never begins.
            return;
        }
        boolean open = admission.isOpen();
        if (!started) {
            if (open) {
                context().getRouteController().startRoute(route.getRouteId());
                started = true;
            }
            return;
        }
        if (route.getEndpoint().getEndpointBaseUri().startsWith("kafka:")) {
            // Kafka's asks the admission itself, as KafkaClients has it: one that is suspended may never come back.
            return;
        }
        Consumer consumer = route.getConsumer();
        ServiceStatus status = context().getRouteController().getRouteStatus(route.getRouteId());
        if (status != ServiceStatus.Started || consumer == null) {
            return;
        }
        boolean paused = consumer instanceof org.apache.camel.support.service.ServiceSupport service
                && service.isSuspendingOrSuspended();
        if (open && paused) {
            resumeOrStartConsumer(consumer);
            LOG.debug("Listening again");
        } else if (!open && !paused) {
            suspendOrStopConsumer(consumer);
            LOG.debug("Listening pauses");
        }
    }

    private CamelContext context() {
        return route.getCamelContext();
    }
}
