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
    /** While messages are taken, so many times in vain before a look. */
    private static final int SELDOM = 5;
    private final Admission admission;
    private Route route;
    private boolean started;
    private int asked;

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

    /** What is to be done about the listener. */
    private enum Change { NONE, BEGIN, GO_ON, PAUSE }

    /**
     * To be asked ten times a second. While messages are taken each of them looks by itself; so only what pauses or has not
     * begun is looked at each time.
     *
     * @return whether a look would begin, go on or pause
     */
    public synchronized boolean isToChange() {
        boolean taking = started && route.getConsumer() != null && !isPaused(route.getConsumer());
        asked = taking ? asked + 1 : 0;
        return asked % SELDOM == 0 && change() != Change.NONE;
    }

    private static boolean isPaused(Consumer consumer) {
        return consumer instanceof org.apache.camel.support.service.ServiceSupport service
                && service.isSuspendingOrSuspended();
    }

    /**
     * Begins or goes on to listen where the admission is open, and pauses where it is not.
     *
     * @throws Exception if the endpoint cannot be listened to
     */
    public synchronized void look() throws Exception {
        switch (change()) {
            case BEGIN -> {
                context().getRouteController().startRoute(route.getRouteId());
                started = true;
            }
            case GO_ON -> {
                resumeOrStartConsumer(route.getConsumer());
                LOG.debug("Listening again");
            }
            case PAUSE -> {
                suspendOrStopConsumer(route.getConsumer());
                LOG.debug("Listening pauses");
            }
            default -> {
            }
        }
    }

    private Change change() {
        if (route == null || !context().isStarted()) {
            // While Camel itself starts, a route that is started says so, but its consumer never begins.
            return Change.NONE;
        }
        boolean open = admission.isListening();
        if (!started) {
            return open ? Change.BEGIN : Change.NONE;
        }
        Consumer consumer = route.getConsumer();
        if (consumer == null || open != isPaused(consumer)) {
            return Change.NONE;
        }
        // Kafka's asks the admission itself, as KafkaClients has it: one that is suspended may never come back.
        boolean itsOwn = route.getEndpoint().getEndpointBaseUri().startsWith("kafka:");
        boolean runs = context().getRouteController().getRouteStatus(route.getRouteId()) == ServiceStatus.Started;
        if (itsOwn || !runs) {
            return Change.NONE;
        }
        return open ? Change.GO_ON : Change.PAUSE;
    }

    private CamelContext context() {
        return route.getCamelContext();
    }
}
