package io.camelnextmv.await;

import io.camelnextmv.headers.Slots;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.retry.Timers;
import io.camelnextmv.store.Cancellations;
import io.camelnextmv.store.InFlight;
import io.camelnextmv.ticket.Repeated;
import io.camelnextmv.ticket.TicketName;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delays of a run's checks that are long are slept without an exchange, which takes some kilobytes: the ticket's name among
 * those that sleep is all that waits. When it is over and a look into the queue has named the run meanwhile, that was the
 * check, and the next delay begins; otherwise, and when the ticket is woken, a new exchange checks the run. Safe for many
 * threads.
 */
public final class LongDelays {
    private static final Logger LOG = LoggerFactory.getLogger(LongDelays.class);
    /** Delays above so many of the first one are long: most runs end before, and those that do not wait for minutes. */
    private static final int LONG = 4;
    private static final Duration NOT_TAKEN = Duration.ofSeconds(10);
    private final Duration longest;
    private final Timers timers;
    private final Waiters waiters;
    private final Known known;
    private final BiFunction<TicketName, String, CompletableFuture<Exchange>> check;
    private final BooleanSupplier stopping;
    private final Repeated repeated = new Repeated();

    /**
     * What is known of a ticket that sleeps.
     *
     * @param inFlight      the tickets in flight, of which less is to be remembered
     * @param cancellations which of them shall be canceled: those are asked for by themselves
     * @param next          when they are checked, by what looks have said of their runs
     */
    public record Known(InFlight inFlight, Cancellations cancellations, NextCheck next) {
    }

    /** A ticket that sleeps. */
    private final class Sleeper implements Consumer<Boolean> {
        private final TicketName ticket;
        private final boolean watched;

        Sleeper(TicketName ticket, boolean watched) {
            this.ticket = ticket;
            this.watched = watched;
        }

        void sleep(Duration delay) {
            timers.sleep(ticket, this, delay, true);
        }

        @Override
        public void accept(Boolean woken) {
            if (stopping.getAsBoolean()) {
                return;
            }
            Optional<Duration> further = woken || waiters.isWoken(ticket) || !watched ? Optional.empty() : afterALook();
            if (further.isPresent()) {
                sleep(further.get());
            } else {
                check();
            }
        }

        private Optional<Duration> afterALook() {
            try {
                return known.next().afterALook(ticket);
            } catch (RuntimeException e) {
                // The check meets the same, and the rules of 90-errors wait it out.
                LOG.debug("{}: how far the waiting is cannot be noted", ticket, e);
                return Optional.empty();
            }
        }

        private void check() {
            Optional<String> account = waiters.account(ticket);
            try {
                account.ifPresent(its -> check.apply(ticket, its).whenComplete((exchange, thrown) -> notChecked(
                        thrown != null || exchange == null ? thrown : exchange.getException())));
            } catch (RuntimeException e) {
                notChecked(e);
            }
        }

        /** Nobody waits it out: a route that was stopped by hand, or a fault in Camel itself. */
        private void notChecked(Throwable why) {
            if (why != null && !stopping.getAsBoolean()) {
                repeated.say(why.getClass().getName(), count -> LOG.warn("{}: its run could not be checked, that is tried again"
                        + " in {} s: {}{}", ticket, NOT_TAKEN.toSeconds(), why.toString(), count));
                // No alarm wakes it: that one was not heard yet, and whoever checks at once would fail at once.
                timers.sleep(ticket, new Sleeper(ticket, false), NOT_TAKEN, false);
            }
        }
    }

    /**
     * @param polling  how a run is waited for
     * @param timers   on which tickets sleep
     * @param waiters  the tickets that wait for their runs
     * @param known    what is known of them
     * @param check    checks the run of a ticket, of an account, in a new exchange
     * @param stopping whether the process is about to stop: nothing is checked any more
     */
    public LongDelays(Polling polling, Timers timers, Waiters waiters, Known known,
            BiFunction<TicketName, String, CompletableFuture<Exchange>> check, BooleanSupplier stopping) {
        this.longest = longestHeld(polling);
        this.timers = timers;
        this.waiters = waiters;
        this.known = known;
        this.check = check;
        this.stopping = stopping;
    }

    /** The longest delay for which an exchange is held. */
    static Duration longestHeld(Polling polling) {
        return polling.backoff().delay().multipliedBy(LONG);
    }

    /**
     * To be asked before a delay.
     *
     * @param ticket the ticket's name; null where it is none that waits
     * @param thrown says how long the delay is
     * @return whether the exchange is held for so long: always where it is not a run that is waited for
     */
    public boolean isShort(@ExchangeProperty(Slots.TICKET) TicketName ticket,
            @ExchangeProperty(Slots.CAUGHT) Exception thrown) {
        return ticket == null || stopping.getAsBoolean() || waiters.account(ticket).isEmpty()
                || delay(thrown).compareTo(longest) <= 0;
    }

    private static Duration delay(Exception thrown) {
        return NotYet.behind(thrown).map(NotYet::delay).orElse(Duration.ZERO);
    }

    /**
     * A ticket sleeps for so long, and its exchange ends.
     *
     * @param ticket the ticket's name
     * @param thrown says how long the delay is
     */
    public void sleep(@ExchangeProperty(Slots.TICKET) TicketName ticket, @ExchangeProperty(Slots.CAUGHT) Exception thrown) {
        known.inFlight().isNotNeededSoon(ticket);
        new Sleeper(ticket, isWatched(ticket)).sleep(delay(thrown));
    }

    private boolean isWatched(TicketName ticket) {
        try {
            return known.cancellations().of(ticket).isEmpty();
        } catch (UncheckedIOException e) {
            // It must sleep all the same: its check meets the same, and that is waited out.
            return false;
        }
    }
}
