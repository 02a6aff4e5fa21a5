package io.camelnextmv.await;

import io.camelnextmv.await.Listing.AccountApplication;
import io.camelnextmv.cloud.Account;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.store.Cancellations;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.LastUsed;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a run that the service took is gone for good. That it answers 404 says little alone: a run may be too new to be
 * known, a service may have been set up wrongly. So it must have done so for long, and the list of the application's runs,
 * which shows that application and key are good, must not name the run either. Where the list cannot show that (it is empty
 * while several runs are unknown, or refused, or too long), it must have done so for longer. Safe for many threads.
 */
public final class GoneRuns {
    private static final Logger LOG = LoggerFactory.getLogger(GoneRuns.class);
    /** Longer than a run that was just taken is unknown, also to a copy of the service's data that lags behind. */
    private static final Duration LONG = Duration.ofMinutes(2);
    /** Longer than a service is set up wrongly before somebody sees it. */
    private static final Duration LONGER = Duration.ofMinutes(15);
    /** One list serves all that are unknown for so long. */
    private static final Duration SHARED = Duration.ofMinutes(1);
    /** What clocks may differ by. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);
    /** So many runs of an application that are unknown at one time may be the service's fault. */
    private static final int SUSPECT = 3;
    /** Who was not unknown for so long is known again, or has ended. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);
    /** At up to 10 MB each; who finds none asks for one. */
    private static final int MOST_LISTINGS = 10;
    private final TicketStore tickets;
    private final Cancellations cancellations;
    private final Accounts accounts;
    private final Clock clock;
    private final Map<AccountApplication, Listing> listings = new LastUsed<>(MOST_LISTINGS);
    private final Map<TicketName, Unknown> unknown = new HashMap<>();

    private record Unknown(AccountApplication runsOf, Instant last) {
    }

    /**
     * @param tickets       the tickets
     * @param cancellations which of them shall be canceled
     * @param accounts      learn of an application that is not known
     * @param clock         the time
     */
    public GoneRuns(TicketStore tickets, Cancellations cancellations, Accounts accounts, Clock clock) {
        this.tickets = tickets;
        this.cancellations = cancellations;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * To be asked when the service does not know a run.
     *
     * @param id the ticket's name
     * @return whether that has been so for long, and the list of the runs is to be looked into
     */
    public boolean mayBe(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        Instant now = clock.instant();
        synchronized (unknown) {
            unknown.values().removeIf(other -> now.isAfter(other.last().plus(FORGOTTEN)));
            unknown.put(id, new Unknown(AccountApplication.of(ticket), now));
        }
        // When its time is up that is its end, whatever a list would show.
        return ticket.state() == Ticket.State.SUBMITTED && ticket.deadline().filter(now::isAfter).isEmpty()
                && since(id, now).compareTo(LONG) >= 0;
    }

    private Duration since(TicketName id, Instant now) {
        return tickets.notes().progress(id).unknownSince().map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
    }

    /**
     * @param id the ticket's name
     * @return the list to look into: one that was read a moment ago, or a new one
     */
    public Listing begin(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        Instant now = clock.instant();
        Instant back = back(ticket);
        synchronized (listings) {
            listings.values().removeIf(old -> now.isAfter(old.takenAt().plus(SHARED)) || now.isBefore(old.takenAt()));
            Listing last = listings.get(AccountApplication.of(ticket));
            boolean serves = last != null
                    && tickets.notes().progress(id).unknownSince().filter(last.takenAt()::isAfter).isPresent()
                    && (last.names(ticket.runId().orElseThrow()) || last.reaches(back) || last.hasNoMore());
            AccountApplication runsOf = AccountApplication.of(ticket);
            return serves ? last : new Listing(runsOf, now, back, refusal -> unknown(runsOf, refusal));
        }
    }

    private static Instant back(Ticket ticket) {
        return ticket.submittingAt().or(ticket::submittedAt).orElse(ticket.claimedAt()).minus(CLOCKS);
    }

    /** If the application is not known, no run of it is gone: the settings are wrong, or it will come back. */
    private void unknown(AccountApplication runsOf, Fault refusal) {
        Fault settings = refusal.as(Fault.Kind.SETTINGS);
        // Another inbox's application is only waited for: the others can go on.
        Account account = accounts.of(runsOf.account());
        if (runsOf.application().equals(account.main().applicationId())) {
            account.services().api().failure(settings);
        }
        throw settings;
    }

    /**
     * The list was read as far as it is needed.
     *
     * @param id      the ticket's name
     * @param listing the list
     * @return the ticket, ended if its run is gone
     */
    public Ticket conclude(@ExchangeProperty(Slots.TICKET) TicketName id,
            @ExchangeProperty(Slots.PAGES) Listing listing) {
        Ticket ticket = tickets.read(id);
        synchronized (listings) {
            listings.put(listing.runsOf(), listing);
        }
        Instant now = clock.instant();
        Duration since = since(id, now);
        boolean shown = listing.reaches(back(ticket)) || listing.isWhole() && !isSuspect(AccountApplication.of(ticket));
        boolean gone = !listing.names(ticket.runId().orElseThrow()) && since.compareTo(shown ? LONG : LONGER) >= 0;
        if (!gone || ticket.state() != Ticket.State.SUBMITTED) {
            return ticket;
        }
        LOG.warn("{}: run {} is gone: the service does not know it any more", id, ticket.runId().orElse("?"));
        Progress progress = tickets.notes().progress(id);
        return tickets.write(ticket.ended(Endings.gone(ticket, since, cancellations.of(id), now, progress.polls() + 1)));
    }

    private boolean isSuspect(AccountApplication runsOf) {
        synchronized (unknown) {
            return unknown.values().stream().filter(one -> one.runsOf().equals(runsOf)).limit(SUSPECT)
                    .count() == SUSPECT;
        }
    }
}
