package io.camelnextmv.submit;

import io.camelnextmv.cloud.ApiPath;
import io.camelnextmv.cloud.PagedList;
import io.camelnextmv.cloud.Request;
import io.camelnextmv.cloud.RunList;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Doubt;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tickets of which nobody knows whether their run was started, and what is concluded from the {@link Looks} for it: it
 * is adopted, or its request is sent again, or nobody can tell. Safe for many threads.
 */
public final class InDoubt {
    private static final Logger LOG = LoggerFactory.getLogger(InDoubt.class);
    private final TicketStore tickets;
    private final FailedSubmissions failed;
    private final KnownRuns known;
    private final Looks looks;
    private final Duration maxDuration;
    private final Clock clock;

    /**
     * @param tickets     the tickets
     * @param failed      what becomes of those whose request is to be sent again
     * @param known       learns of runs that are known
     * @param looks       who looks, and when
     * @param maxDuration how long an adopted run is waited for
     * @param clock       the time
     */
    public InDoubt(TicketStore tickets, FailedSubmissions failed, KnownRuns known, Looks looks, Duration maxDuration,
            Clock clock) {
        this.tickets = tickets;
        this.failed = failed;
        this.known = known;
        this.looks = looks;
        this.maxDuration = maxDuration;
        this.clock = clock;
    }

    /**
     * To be told of every ticket that may have started a run, so that a look that begins serves it too.
     *
     * @param ticket the ticket, about to be looked for
     */
    public void add(Ticket ticket) {
        looks.add(ticket);
    }

    /** @return how many tickets are in doubt at the moment */
    public int count() {
        return looks.count();
    }

    /**
     * To be told of every run that is known: it shows how far back a list reaches.
     *
     * @param ticket a ticket with its run
     */
    public void know(Ticket ticket) {
        known.add(ticket);
    }

    /**
     * A visitor's request will be sent by the next step, whose end this gateway may not see: what it knows goes along.
     *
     * @param ticket the ticket
     */
    public void expect(Ticket ticket) {
        known.newest(ticket.target()).ifPresent(run -> tickets.notes().note(ticket.id(),
                Optional.of(Doubt.after(Optional.of(run)))));
    }

    /**
     * Whether the caller has to make a look, or to go on with one: page by page.
     *
     * @param id the ticket's name
     * @return false where somebody else's look tells already: it is concluded from that
     * @throws NotYet if the ticket is not due yet, or somebody makes a look at the moment
     */
    public boolean mustLook(@ExchangeProperty(Slots.TICKET) TicketName id) {
        looks.add(tickets.read(id));
        return looks.mustBeMadeBy(id);
    }

    /**
     * @param id the ticket's name
     * @return what is looked into: the account's queue, and then the application's runs
     */
    public PagedList look(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return new Lists(id);
    }

    private final class Lists implements PagedList {
        private final TicketName id;

        Lists(TicketName id) {
            this.id = id;
        }

        @Override
        public boolean goesOn() {
            return looks.goOn(id);
        }

        @Override
        public Request next() {
            Optional<String> page = looks.nextPageOf(id);
            return looks.areInQueue(id) ? Request.getList(ApiPath.QUEUE.page(page))
                    : Request.get(ApiPath.runs(tickets.read(id).applicationId()).page(page));
        }

        @Override
        public void page(Message answer) throws Exception {
            InDoubt.this.page(id, answer.getMandatoryBody(RunList.class), answer.getHeader("Date", String.class));
        }

        /**
         * A queue that may not be seen is passed over; a token that is refused ends the look; after all else the look goes on
         * with the same page later, for whoever comes first.
         */
        @Override
        public void notCome(Exception why) throws Exception {
            if (!looks.goOnWithout(id, why)) {
                throw why;
            }
        }
    }

    /**
     * A page has come.
     *
     * @param id   the ticket's name
     * @param page the page
     * @param date the service's time as its {@code Date} header tells it; null where it does not
     */
    public void page(TicketName id, RunList page, String date) {
        looks.page(id, page, time(date));
    }

    private static Optional<Instant> time(String date) {
        try {
            return date == null ? Optional.empty()
                    : Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Concludes from the last look.
     *
     * @param id the ticket's name
     * @return the ticket: adopted, or as it was before the request, or ended when nobody can tell
     * @throws NotYet if it must be looked for again
     */
    public Ticket conclude(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Finding found = looks.finding(id);
        Ticket ticket = tickets.read(id);
        if (found.run().isPresent()) {
            LOG.info("{}: {} had been submitted, it is run {}", id, ticket.file(), found.run().get());
            failed.passed(ticket);
            return done(ticket.submitted(found.run().get(), clock.instant(), maxDuration));
        }
        if (found.showsThatThereIsNone()) {
            LOG.info("{}: {} had not been submitted", id, ticket.file());
            return notStarted(ticket);
        }
        if (found.showsThatNobodyCanTell()) {
            return done(ticket.ended(Endings.inDoubtByItsList(id, clock.instant())));
        }
        throw looks.again(id, found);
    }

    /** It waits before the request is sent again, longer each time: nobody else is in its line. */
    private Ticket notStarted(Ticket ticket) {
        Optional<Ending> givenUp = failed.ending(ticket);
        if (givenUp.isPresent()) {
            return done(ticket.ended(givenUp.get()));
        }
        Ticket again = done(ticket.notStarted());
        Duration delay = failed.delay(again);
        if (!delay.isZero()) {
            throw new NotYet(ticket.file() + " is submitted again later", delay);
        }
        return again;
    }

    private Ticket done(Ticket next) {
        tickets.write(next);
        tickets.notes().note(next.id(), Optional.empty());
        known.add(next);
        looks.forget(next.id());
        return next;
    }

    /**
     * The ticket is not ours any more, or not in doubt.
     *
     * @param ticket its name
     */
    public void forget(@ExchangeProperty(Slots.TICKET) TicketName ticket) {
        looks.forget(ticket);
    }
}
