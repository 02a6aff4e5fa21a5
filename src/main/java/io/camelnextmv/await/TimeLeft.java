package io.camelnextmv.await;

import io.camelnextmv.await.Waiters.Waiter;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much time a run has left. In the process that waits for it this is measured by a clock that does not jump; a ticket
 * that is here for one step only has nothing but the time that is written in it.
 */
final class TimeLeft {
    private static final Logger LOG = LoggerFactory.getLogger(TimeLeft.class);
    /** What clocks that are kept in step are corrected by is less. */
    private static final Duration JUMP = Duration.ofSeconds(30);
    private final TicketStore tickets;
    private final Waiters waiters;
    private final Clocks clocks;

    TimeLeft(TicketStore tickets, Waiters waiters, Clocks clocks) {
        this.tickets = tickets;
        this.waiters = waiters;
        this.clocks = clocks;
    }

    /** From now on it is measured in this process. */
    void begin(Ticket ticket, Instant now) {
        ticket.runId().ifPresent(run -> waiters.enter(ticket.id(), new Waiter(run,
                ticket.plan().account().orElse(Accounts.MAIN), until(ticket, now), ticket.deadline().orElse(now))));
    }

    /** A deadline of an earlier process is taken as it stands; but no run has more time left than it had in all. */
    private Instant until(Ticket ticket, Instant now) {
        Instant deadline = ticket.deadline().orElse(now);
        Duration left = Duration.between(now, deadline);
        Duration whole = Duration.between(ticket.submittingAt().orElse(now), deadline);
        return clocks.steady().instant().plus(left.compareTo(whole) < 0 ? left : whole);
    }

    /** Negative or zero where its time is up. */
    Duration of(Ticket ticket, Instant now) {
        return waiters.of(ticket.id()).map(this::of).orElseGet(() -> Duration.between(now, ticket.deadline().orElse(now)));
    }

    private Duration of(Waiter waiter) {
        return Duration.between(clocks.steady().instant(), waiter.until());
    }

    /** The same without a look at the ticket; empty where the machine's clock was set, which the ticket must be told. */
    Optional<Duration> of(Waiter waiter, Instant now) {
        Duration left = of(waiter);
        return Optional.of(left).filter(still -> !isSet(Duration.between(waiter.deadline(), now.plus(still))));
    }

    private static boolean isSet(Duration by) {
        return by.abs().compareTo(JUMP) > 0;
    }

    boolean isUp(Ticket ticket, Instant now) {
        return of(ticket, now).compareTo(Duration.ZERO) <= 0;
    }

    /** Where the machine's clock was set, what is left is left, and the next start is to find it so. */
    void keep(Ticket ticket, Instant deadline) {
        Duration set = Duration.between(ticket.deadline().orElse(deadline), deadline);
        if (isSet(set)) {
            LOG.info("{}: the machine's clock was set by {} s, its run is waited for until {}", ticket.id(),
                    set.toSeconds(), deadline);
            tickets.write(ticket.clockSet(set));
            waiters.clockSet(ticket.id(), deadline);
        }
    }
}
