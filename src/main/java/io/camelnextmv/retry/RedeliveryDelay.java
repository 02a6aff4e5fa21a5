package io.camelnextmv.retry;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Faults;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.failure.FatalErrors;
import io.camelnextmv.failure.LastResort;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.store.TicketsAway;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says how long a step waits before it is tried again: as long as the check itself asked for, or longer with each fault,
 * and never less than the service's {@code Retry-After}. Camel's error handler calls it when an exception occurs.
 */
public final class RedeliveryDelay implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(RedeliveryDelay.class);
    private static final String DISK = "disk";
    /** What closes connections when an exchange is done: the classes have no other name in common. */
    private static final String ANSWERS = "org.apache.camel.component.http.";
    private final Backoff backoff;
    private final Faults faults;
    private final AtomicBoolean stopping;
    private final Timers timers;
    private final LastResort lastResort;
    private volatile Consumer<String> watch = kind -> { };

    /**
     * @param backoff      the delays after faults
     * @param faults       tells whose fault it is
     * @param stopping     whether the process is about to stop
     * @param timers       learn who is about to sleep there
     * @param lastResort   ends what meets unexpected exceptions again and again
     */
    public RedeliveryDelay(Backoff backoff, Faults faults, AtomicBoolean stopping, Timers timers, LastResort lastResort) {
        this.backoff = backoff;
        this.faults = faults;
        this.stopping = stopping;
        this.timers = timers;
        this.lastResort = lastResort;
    }

    /** @param told is told of each fault that is waited out, whose it is: {@code disk}, {@code unexpected}, or the fault's kind */
    public void tell(Consumer<String> told) {
        watch = told;
    }

    @Override
    public void process(Exchange exchange) {
        Throwable thrown = exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        close(exchange);
        exchange.getIn().setHeader(Exchange.REDELIVERY_DELAY, delay(exchange, thrown).toMillis());
        TicketName ticket = exchange.getProperty(Slots.TICKET, TicketName.class);
        if (ticket != null) {
            count(exchange, ticket, thrown);
            // What waits for a run may be woken; what waits because of a fault has been told to.
            timers.nextIs(ticket, cause(thrown, NotYet.class) != null);
        } else {
            timers.nextIsNoTickets();
        }
    }

    /** What is fatal was counted where it was met. */
    private void count(Exchange exchange, TicketName ticket, Throwable thrown) {
        Tries tries = Tries.of(exchange);
        if (isUnexpected(thrown) && FatalErrors.in(thrown).isEmpty() && !stopping.get()) {
            tries.clean(false);
            if (lastResort.met(ticket, thrown)) {
                tries.stick();
            }
        } else if (cause(thrown, NotYet.class) != null && !tries.areClean()) {
            // The step got through: the run goes on.
            lastResort.gotThrough(ticket);
            tries.clean(true);
        }
    }

    /**
     * Closes what the try has left open. Camel keeps every answer, and the connection of one that was not read to its
     * end, until the exchange is done: that is when the ticket is, after any number of tries. Nothing else is done yet: what
     * waits for that too is the consumer that commits a record, or removes a file, and what keeps a body on the disk.
     */
    private static void close(Exchange exchange) {
        Exchange done = new DefaultExchange(exchange.getContext());
        exchange.getUnitOfWork().handoverSynchronization(done, waits -> waits.getClass().getName().startsWith(ANSWERS));
        UnitOfWorkHelper.doneSynchronizations(done, done.getExchangeExtension().handoverCompletions());
    }

    private Duration delay(Exchange exchange, Throwable thrown) {
        Tries tries = Tries.of(exchange);
        Pause pause = after(thrown, tries.faults(), subject(exchange));
        tries.faults(pause.faults());
        return pause.delay();
    }

    /**
     * How long is waited before a step is tried again.
     *
     * @param delay  how long
     * @param faults how many faults in a row there were
     */
    public record Pause(Duration delay, int faults) {
    }

    /**
     * How long a step waits before it is tried again, wherever it waits.
     *
     * @param thrown  why it has not succeeded
     * @param earlier how many faults in a row there were before
     * @param subject the ticket's name, for the log
     * @return the pause
     */
    public Pause after(Throwable thrown, int earlier, String subject) {
        NotYet active = cause(thrown, NotYet.class);
        if (active != null) {
            return new Pause(active.delay(), 0);
        }
        if (cause(thrown, TicketGone.class) != null) {
            // Not tried again, and said by the rule for it; Camel asks the one who was asked the last time all the same.
            return new Pause(Duration.ZERO, earlier);
        }
        Fault fault = faults.of(thrown);
        Duration jittered = backoff.after(earlier, ThreadLocalRandom.current());
        Duration asked = fault.retryAfter().orElse(Duration.ZERO);
        if (fault.kind() == Fault.Kind.PAUSED) {
            // Not a fault of this ticket: when the probe has been answered it is time to look again.
            return new Pause(asked.plus(backoff.after(0, ThreadLocalRandom.current())), earlier);
        }
        Duration delay = asked.compareTo(jittered) > 0 ? asked.plus(jittered.dividedBy(4)) : jittered;
        if (!stopping.get()) {
            say(subject, thrown, fault, delay);
        }
        return new Pause(delay, earlier + 1);
    }

    private static String subject(Exchange exchange) {
        String file = exchange.getIn().getHeader(Exchange.FILE_NAME_ONLY, "?", String.class);
        return exchange.getProperty(Slots.TICKET, file, String.class);
    }

    /** Neither a fault of the disk, which says so by an unchecked exception, nor of what came over the wire. */
    private static boolean isUnexpected(Throwable thrown) {
        return Stream.of(UncheckedIOException.class, IOException.class, Fault.class, UnreadableAnswer.class,
                NotYet.class, TicketGone.class).allMatch(type -> cause(thrown, type) == null);
    }

    private void say(String ticket, Throwable thrown, Fault fault, Duration delay) {
        String again = "; trying again in " + delay.toMillis() + " ms";
        UncheckedIOException disk = cause(thrown, UncheckedIOException.class);
        if (disk instanceof TicketsAway) {
            // Said once for all of them, where the folder is looked through.
            watch.accept(DISK);
            LOG.debug("{}: {}{}", ticket, disk.getCause().getMessage(), again);
        } else if (disk != null) {
            watch.accept(DISK);
            LOG.warn("{}: a folder or file cannot be used ({}): nothing is lost; make room or mend its permissions{}",
                    ticket, disk.getCause().toString(), again);
        } else if (!isUnexpected(thrown)) {
            watch.accept(fault.kind().name().toLowerCase(Locale.ROOT));
            LOG.info("{}: {}{}", ticket, fault.getMessage(), again);
        } else {
            watch.accept("unexpected");
            LOG.error("{}: an unexpected error{}", ticket, again, thrown);
        }
    }

    private static <T> T cause(Throwable thrown, Class<T> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
