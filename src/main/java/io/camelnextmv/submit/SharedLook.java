package io.camelnextmv.submit;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.RunList;
import io.camelnextmv.submit.Look.Wanted;
import io.camelnextmv.retry.Backoff;
import io.camelnextmv.ticket.TicketName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The look that all tickets in doubt of one application share: who makes it, and when the next one may begin. Times are in
 * ns. Not safe for many threads: {@link Looks} guards it.
 */
final class SharedLook {
    private static final Logger LOG = LoggerFactory.getLogger(SharedLook.class);
    /** So many pages are asked for at a stretch: 5,000 runs. */
    private static final int STRETCH = 100;
    /** A page that has not come by then is asked for by whoever comes next; the time doubles until one comes. */
    private static final Backoff HANGS = new Backoff(Duration.ofSeconds(5), 2, Duration.ofSeconds(80));

    private Optional<Look> current = Optional.empty();
    private Optional<Look> last = Optional.empty();
    private Optional<Long> lastBegun = Optional.empty();
    private Optional<TicketName> driver = Optional.empty();
    private long heard;
    private long notBefore;
    private int failures;
    private int takeOvers;
    private int stretch;

    /** Whether what is to be known of a ticket is known by now. */
    boolean tells(TicketName ticket, long due) {
        return last.filter(look -> look.serves(ticket, due)).isPresent()
                || current.flatMap(look -> look.found(ticket)).isPresent();
    }

    boolean isDrivenByAnother(TicketName ticket, long now) {
        return hasAnotherDriver(ticket) && now - heard < HANGS.whole(takeOvers).toNanos();
    }

    private boolean hasAnotherDriver(TicketName ticket) {
        return driver.filter(other -> !other.equals(ticket)).isPresent();
    }

    boolean isDrivenBy(TicketName ticket) {
        return driver.filter(ticket::equals).isPresent();
    }

    /** For how long no page has come. */
    Duration silence(long now) {
        return Duration.ofNanos(now - heard);
    }

    /** How long it is until a page may be asked for again, after one has not come. */
    long untilNextTry(long now) {
        return notBefore - now;
    }

    /** How long it is until another look may begin: those who come due one after the other wait a little, and share one. */
    long untilNextLook(long now, Duration between) {
        return current.isPresent() ? 0 : lastBegun.map(begun -> begun + between.toNanos() - now).orElse(0L);
    }

    /** A ticket makes the look from here on, or begins one. */
    void drive(TicketName ticket, long now, Supplier<Map<TicketName, Wanted>> wanted) {
        if (hasAnotherDriver(ticket)) {
            takeOvers++;
        }
        driver = Optional.of(ticket);
        heard = now;
        stretch = 0;
        if (current.isEmpty()) {
            current = Optional.of(new Look(now, wanted.get()));
        }
    }

    /** The look that is being made, if it is this ticket that makes it. */
    Optional<Look> drivenBy(TicketName ticket) {
        return isDrivenBy(ticket) ? current : Optional.empty();
    }

    boolean goesOn(TicketName ticket) {
        return drivenBy(ticket).filter(look -> !look.isOver()).isPresent() && stretch < STRETCH;
    }

    /** A page has come, at a time by the service's clock, where it tells, and by ours. */
    void page(RunList page, Optional<Instant> answered, Instant time, long now) {
        heard = now;
        stretch++;
        failures = 0;
        takeOvers = 0;
        current.ifPresent(look -> {
            look.page(page, answered, time);
            endIfOver(look);
        });
    }

    /** A page did not come: a queue that may not be seen is passed over, and a token that is refused ends the look. */
    boolean goesOnWithout(Fault fault) {
        if (current.filter(Look::isInQueue).isPresent() && (fault.status() == 403 || fault.status() == 404)) {
            current.get().withoutQueue();
            return true;
        }
        if (current.flatMap(Look::next).isPresent() && fault.kind() == Kind.REQUEST) {
            LOG.warn("{}: the service refuses the token that it has given for the next page of runs: {}",
                    driver.map(TicketName::text).orElse("?"), fault.getMessage());
            current.get().end();
            endIfOver(current.get());
            return true;
        }
        return false;
    }

    private void endIfOver(Look look) {
        if (look.isOver()) {
            last = Optional.of(look);
            lastBegun = Optional.of(look.begun());
            current = Optional.empty();
        }
    }

    /** How many pages in a row did not come before this one. */
    int failed() {
        return failures++;
    }

    void notBefore(long time) {
        notBefore = time;
    }

    /**
     * Nobody is in doubt here any more.
     *
     * @param isComingBack whether a look that was begun is gone on with
     */
    void forgetWhatWasSeen(boolean isComingBack) {
        last = Optional.empty();
        current = current.filter(look -> isComingBack);
    }

    /** A ticket makes the look no longer. */
    void release(TicketName ticket) {
        if (isDrivenBy(ticket)) {
            driver = Optional.empty();
        }
    }

    /** The look that was finished last, if it was made for this ticket, and not before it was due. */
    Optional<Look> lastFor(TicketName ticket, long due) {
        return last.filter(look -> look.serves(ticket, due));
    }

    /** The run of a ticket, as the look has shown it that serves the ticket, or the one that is being made. */
    Optional<String> found(TicketName ticket, long due) {
        return lastFor(ticket, due).or(() -> current).flatMap(look -> look.found(ticket));
    }
}
