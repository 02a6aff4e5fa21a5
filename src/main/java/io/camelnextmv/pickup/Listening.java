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
 * Messages are taken only while the door is open, as files are. While it is shut the consumer is suspended: messages
 * stay where they are, for other gateways too.
 */
public final class Listening extends RoutePolicySupport {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private final Door door;
    private Route route;
    private boolean started;

    /** @param door whether there is room, and requests get through */
    public Listening(Door door) {
        this.door = door;
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
     * Begins or goes on to listen where the door is open, and pauses where it is shut.
     *
     * @throws Exception if the endpoint cannot be listened to
     */
    public synchronized void look() throws Exception {
        // A route that is started while Camel itself is still starting has no consumer now and then.
        if (route == null || !context().isStarted()) {
            return;
        }
        boolean open = door.isOpen();
        if (!started) {
            if (open) {
                started = true;
                context().getRouteController().startRoute(route.getRouteId());
            }
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
