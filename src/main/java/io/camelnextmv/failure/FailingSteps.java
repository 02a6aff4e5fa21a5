package io.camelnextmv.failure;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.failure.OtherTickets.At;
import io.camelnextmv.headers.Dispatch;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.ticket.Attempts;
import io.camelnextmv.ticket.TicketName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Predicate;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps at which the service fails for one ticket again and again, while others get through: each has an end. The
 * faults of a step are counted where its route ends, beside the ticket, so that neither a restart nor another gateway
 * begins anew; they are forgotten when the step succeeds. The route asks whether it is over, and makes the end of it.
 *
 * <p>What counts is time, and only as far as it was shown that it is not the service that fails: another ticket of the
 * application has got through the same step meanwhile; or, as long as fewer than {@value OtherTickets#SUSPECT} tickets
 * fail at it in a row, the service has answered something else. While the circuit breaker is open, or the step waits for its
 * turn within the account's limits, nothing counts. The
 * request that starts a run is not among the steps: what became of it must be looked for, each time. Safe for many threads.
 */
public final class FailingSteps implements RoutePolicyFactory, Predicate {
    private static final Logger LOG = LoggerFactory.getLogger(FailingSteps.class);
    private final FaultCounts counts;
    private final BlamedFaults blamed;
    private final OtherTickets others;
    private final Duration giveUp;
    private final BooleanSupplier stopping;
    private final Clock clock;

    /**
     * @param counts   what the steps have met so far
     * @param blamed   whose fault it is
     * @param others   what the other tickets meet
     * @param giveUp   after how long a step is given up
     * @param stopping whether the process is about to stop, and closes what others use
     * @param clock    the time
     */
    public FailingSteps(FaultCounts counts, BlamedFaults blamed, OtherTickets others, Duration giveUp,
            BooleanSupplier stopping, Clock clock) {
        this.counts = counts;
        this.blamed = blamed;
        this.others = others;
        this.giveUp = giveUp;
        this.stopping = stopping;
        this.clock = clock;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        return ServiceStep.ofRoute(routeId).map(Watch::new).orElse(null);
    }

    private final class Watch extends RoutePolicySupport {
        private final ServiceStep step;

        Watch(ServiceStep step) {
            this.step = step;
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            safely(exchange, ticket -> {
                Tries.of(exchange).step(step.name());
                if (step == ServiceStep.START) {
                    // What comes now is another upload, another look.
                    counts.forgetAll(ticket);
                } else if (step == ServiceStep.ANSWER) {
                    Duration counted = counts.of(ticket, step).time();
                    Tries.of(exchange).notTaken((int) Math.min(counted.toMillis() / giveUp.toMillis(), 2));
                }
            });
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            if (step != ServiceStep.START) {
                safely(exchange, ticket -> done(new At(ticket, step,
                        step == ServiceStep.ANSWER ? Dispatch.of(exchange).to() : ""), exchange));
            }
        }
    }

    private interface Act {
        void of(TicketName ticket);
    }

    /** A step must not fail because its faults cannot be counted. */
    private static void safely(Exchange exchange, Act act) {
        TicketName ticket = exchange.getProperty(Slots.TICKET, TicketName.class);
        if (ticket != null) {
            try {
                act.of(ticket);
            } catch (RuntimeException e) {
                LOG.debug("{}: what its steps have met is not counted: {}", ticket, e.toString());
            }
        }
    }

    private void done(At at, Exchange exchange) {
        Throwable thrown = exchange.getException();
        long waited = Tries.of(exchange).takeWaited();
        if (blamed.isNone(thrown)) {
            others.passed(at, clock.instant());
            if (at.step() != ServiceStep.ANSWER) {
                counts.forget(at.ticket(), at.step());
            }
        } else if (!stopping.getAsBoolean()) {
            failed(at, blamed.of(thrown, at.step()), waited);
        }
    }

    private void failed(At at, Optional<Fault> fault, long waited) {
        Attempts before = counts.of(at.ticket(), at.step());
        Instant now = clock.instant();
        if (fault.isPresent()) {
            boolean counted = before.count() > 0
                    && others.gotThroughSince(at, fault.get(), before.last().orElse(now), now);
            Instant until = counted || before.last().filter(now::isAfter).isEmpty() ? now : before.last().get();
            counts.put(at.ticket(), at.step(), new Attempts(before.count() + 1, Optional.of(until),
                    before.counted() + (counted ? Math.max(0, before.since(now).toMillis() - waited) : 0), before.others() || counted,
                    String.valueOf(fault.get().getMessage())));
        } else if (before.count() > 0) {
            // Nothing gets through, or the disk says no: this time does not count.
            counts.put(at.ticket(), at.step(), new Attempts(before.count(), Optional.of(now), before.counted(),
                    before.others(), before.said()));
        }
    }

    /**
     * To be asked where a step that has failed is caught, as a predicate: the bean of an onWhen gets a copy of the exchange
     * without its exception, and would judge by what was met before.
     *
     * @param exchange the exchange that makes the step; it is told how long the step has been failing
     * @return whether the step has been failing for so long that it is given up
     */
    @Override
    public boolean matches(Exchange exchange) {
        TicketName ticket = exchange.getProperty(Slots.TICKET, TicketName.class);
        Tries tries = Tries.of(exchange);
        // What was given up before, by another question, says nothing of this one.
        tries.giveUp("");
        if (tries.step().isEmpty() || stopping.getAsBoolean()
                || blamed.of(exchange.getException(), ServiceStep.valueOf(tries.step())).isEmpty()) {
            return false;
        }
        Attempts met = counts.of(ticket, ServiceStep.valueOf(tries.step()));
        if (met.time().compareTo(giveUp) < 0) {
            return false;
        }
        tries.giveUp((met.count() + 1) + " times, for " + met.time().toSeconds() + " s in which"
                + " others got through (nextmv.retry.give-up); at last: " + blamed.words(exchange.getException()));
        return true;
    }
}
