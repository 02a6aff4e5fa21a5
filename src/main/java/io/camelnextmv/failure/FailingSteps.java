package io.camelnextmv.failure;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.CircuitBreaker;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.Faults;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Attempts;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
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
 * application has got through the same step meanwhile; or, as long as fewer than {@value #SUSPECT} tickets fail at it in a
 * row, the service has answered something else. While the circuit breaker is open nothing counts. The request that starts a
 * run is not among the steps: what became of it must be looked for, each time. Safe for many threads.
 */
public final class FailingSteps implements RoutePolicyFactory {
    private static final Logger LOG = LoggerFactory.getLogger(FailingSteps.class);
    /** So many different tickets: then it is not one of them that the service fails at. */
    private static final int SUSPECT = 3;
    /** Who has not failed for so long does not fail any more, or has ended. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);
    private static final String FILE = "faults.json";
    private static final TypeReference<EnumMap<Step, Attempts>> TYPE = new TypeReference<>() {
    };
    private static final Set<Step> OF_A_RUN = Set.of(Step.STATUS, Step.OUTPUT, Step.ERROR_LOG, Step.LOGS, Step.ASSETS);

    /** The steps, and the routes that make them. */
    private enum Step {
        UPLOAD("nextmv-upload"), START("nextmv-start-run"), LOOK("nextmv-look"), STATUS("nextmv-ask-run"),
        OUTPUT("nextmv-fetch-output"), ERROR_LOG("nextmv-fetch-error"), LOGS("nextmv-fetch-logs"),
        ASSETS("nextmv-fetch-assets"), ANSWER("nextmv-answer");

        private final String route;

        Step(String route) {
            this.route = route;
        }
    }

    /** What is known of a step of all tickets of an application; of answers, of those that go the same way. */
    private static final class Kind {
        private Instant passed = Instant.EPOCH;
        private final Map<TicketName, Instant> failing = new HashMap<>();
    }

    /**
     * Whether the services get anything through.
     *
     * @param api     the API
     * @param storage the object storage
     */
    public record Services(CircuitBreaker api, CircuitBreaker storage) {
    }

    private final TicketStore tickets;
    private final Faults faults;
    private final Services services;
    private final Predicate<Throwable> goesOn;
    private final Duration giveUp;
    private final BooleanSupplier stopping;
    private final ObjectMapper mapper;
    private final Clock clock;
    private final Map<String, Kind> kinds = new HashMap<>();

    /**
     * @param tickets  the tickets
     * @param faults   tells whose fault it is
     * @param services whether they get anything through
     * @param goesOn   whether an exception says no more than that there is more to wait for
     * @param giveUp   after how long a step is given up
     * @param stopping whether the process is about to stop, and closes what others use
     * @param mapper   writes and reads what counts
     * @param clock    the time
     */
    public FailingSteps(TicketStore tickets, Faults faults, Services services, Predicate<Throwable> goesOn, Duration giveUp,
            BooleanSupplier stopping, ObjectMapper mapper, Clock clock) {
        this.tickets = tickets;
        this.faults = faults;
        this.services = services;
        this.goesOn = goesOn;
        this.giveUp = giveUp;
        this.stopping = stopping;
        this.mapper = mapper;
        this.clock = clock;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        return Arrays.stream(Step.values()).filter(step -> step.route.equals(routeId)).findFirst().map(Watch::new)
                .orElse(null);
    }

    private final class Watch extends RoutePolicySupport {
        private final Step step;

        Watch(Step step) {
            this.step = step;
        }

        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            safely(exchange, ticket -> {
                exchange.setProperty(Slots.FAILING, step.name());
                if (step == Step.START) {
                    // What comes now is another upload, another look.
                    write(ticket, new EnumMap<>(Step.class));
                } else if (step == Step.ANSWER) {
                    Duration counted = read(ticket).getOrDefault(step, Attempts.NONE).time();
                    exchange.setProperty(Slots.NOT_TAKEN, (int) Math.min(counted.toMillis() / giveUp.toMillis(), 2));
                }
            });
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            if (step != Step.START) {
                safely(exchange, ticket -> done(ticket, step, exchange));
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

    private void done(TicketName ticket, Step step, Exchange exchange) {
        Throwable thrown = exchange.getException();
        if (thrown == null || goesOn.test(thrown)) {
            passed(ticket, step, exchange);
        } else if (!stopping.getAsBoolean()) {
            failed(ticket, step, thrown, exchange);
        }
    }

    private void passed(TicketName ticket, Step step, Exchange exchange) {
        Kind kind = kind(ticket, step, exchange);
        synchronized (kind) {
            kind.passed = clock.instant();
            kind.failing.clear();
        }
        if (step != Step.ANSWER && tickets.folder(ticket).has(FILE)) {
            Map<Step, Attempts> met = read(ticket);
            if (met.remove(step) != null) {
                write(ticket, met);
            }
        }
    }

    private void failed(TicketName ticket, Step step, Throwable thrown, Exchange exchange) {
        Map<Step, Attempts> met = read(ticket);
        Attempts before = met.getOrDefault(step, Attempts.NONE);
        Instant now = clock.instant();
        Optional<Fault> fault = counted(thrown, step);
        if (fault.isPresent()) {
            boolean counts = before.count() > 0 && mayCount(kind(ticket, step, exchange), ticket, step, fault.get(),
                    before.last().orElse(now), now);
            Instant until = counts || before.last().filter(now::isAfter).isEmpty() ? now : before.last().get();
            met.put(step, new Attempts(before.count() + 1, Optional.of(until),
                    before.counted() + (counts ? before.since(now).toMillis() : 0), before.others() || counts,
                    String.valueOf(fault.get().getMessage())));
            write(ticket, met);
        } else if (before.count() > 0) {
            // Nothing gets through, or the disk says no: this time does not count.
            met.put(step, new Attempts(before.count(), Optional.of(now), before.counted(), before.others(), before.said()));
            write(ticket, met);
        }
    }

    private boolean mayCount(Kind kind, TicketName ticket, Step step, Fault fault, Instant since, Instant now) {
        boolean alone;
        synchronized (kind) {
            kind.failing.put(ticket, now);
            if (kind.passed.isAfter(since)) {
                return true;
            }
            kind.failing.values().removeIf(last -> last.plus(FORGOTTEN).isBefore(now));
            alone = kind.failing.size() < SUSPECT;
        }
        CircuitBreaker service = fault.isOfStorage() ? services.storage() : services.api();
        // No other answers for an endpoint; and a right that was taken away was taken from all of an application.
        return step != Step.ANSWER && (alone || fault.kind() == Fault.Kind.FORBIDDEN) && service.isClosed()
                && service.lastSuccess().isAfter(since);
    }

    /** What the service, or an endpoint, is to blame for, and not the way there, our disk, the settings or ourselves. */
    private Optional<Fault> counted(Throwable thrown, Step step) {
        boolean disk = causes(thrown).anyMatch(cause -> cause instanceof UncheckedIOException
                || cause instanceof FileSystemException);
        boolean wire = causes(thrown).anyMatch(cause -> cause instanceof Fault || cause instanceof UnreadableAnswer
                || cause instanceof IOException);
        if (disk || !wire) {
            return Optional.empty();
        }
        Fault fault = faults.of(thrown);
        return Optional.of(fault).filter(met -> switch (met.kind()) {
            case PAUSED, SETTINGS, BUSY -> false;
            case NOT_SENT -> step == Step.ANSWER;
            // Before there is a run this is for whoever has named the application.
            case FORBIDDEN -> OF_A_RUN.contains(step);
            case SERVICE, REQUEST, NOT_FOUND -> true;
        });
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(50);
    }

    private Kind kind(TicketName ticket, Step step, Exchange exchange) {
        String of = step == Step.ANSWER ? exchange.getProperty(Slots.TO, "", String.class).replaceFirst(":.*", "")
                : tickets.read(ticket).applicationId();
        synchronized (kinds) {
            return kinds.computeIfAbsent(step + " " + of, name -> new Kind());
        }
    }

    /**
     * To be asked where a step that has failed is caught.
     *
     * @param exchange the exchange that makes the step; it is told how long the step has been failing
     * @return whether the step has been failing for so long that it is given up
     */
    public boolean areOver(Exchange exchange) {
        Throwable thrown = Optional.ofNullable((Throwable) exchange.getException())
                .orElseGet(() -> exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        TicketName ticket = exchange.getProperty(Slots.TICKET, TicketName.class);
        String failing = exchange.getProperty(Slots.FAILING, String.class);
        if (failing == null || stopping.getAsBoolean() || counted(thrown, Step.valueOf(failing)).isEmpty()) {
            return false;
        }
        Attempts met = read(ticket).getOrDefault(Step.valueOf(failing), Attempts.NONE);
        if (met.time().compareTo(giveUp) < 0) {
            return false;
        }
        exchange.setProperty(Slots.GIVEN_UP, (met.count() + 1) + " times, for " + met.time().toSeconds() + " s in which others"
                + " got through (nextmv.retry.give-up); at last: " + faults.of(thrown).getMessage());
        return true;
    }

    private Map<Step, Attempts> read(TicketName ticket) {
        try {
            Optional<byte[]> there = tickets.folder(ticket).read(FILE);
            Map<Step, Attempts> met = there.isEmpty() ? null : mapper.readValue(there.get(), TYPE);
            return met == null ? new EnumMap<>(Step.class) : met;
        } catch (IOException e) {
            return new EnumMap<>(Step.class);
        }
    }

    private void write(TicketName ticket, Map<Step, Attempts> met) {
        try {
            if (!met.isEmpty()) {
                tickets.folder(ticket).note(FILE, mapper.writeValueAsBytes(met));
            } else {
                tickets.folder(ticket).forget(FILE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
