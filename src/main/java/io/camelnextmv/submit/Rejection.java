package io.camelnextmv.submit;

import io.camelnextmv.cloud.Account;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Rejections;
import io.camelnextmv.ticket.RunPlan.Sidecar;
import io.camelnextmv.ticket.Ticket;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;

/** Ends tickets whose input cannot become a run. */
public final class Rejection {
    private final TicketStore tickets;
    private final Accounts accounts;
    private final Clock clock;

    /**
     * @param tickets  the tickets
     * @param accounts learn of an application that is not known
     * @param clock    the time
     */
    public Rejection(TicketStore tickets, Accounts accounts, Clock clock) {
        this.tickets = tickets;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** It ends at this time. */
    Ticket of(Ticket ticket, Function<Instant, Ending> ending) {
        return tickets.write(ticket.ended(ending.apply(clock.instant())));
    }

    /** The service does not know the application: the fault of the sidecar that names it, or else of the settings. */
    Ticket unknown(Ticket ticket, Fault notFound) {
        if (namesItsOwnTarget(ticket)) {
            return of(ticket, now -> Rejections.unknownTarget(ticket, notFound.getMessage(), now));
        }
        if (ticket.state() == Ticket.State.SUBMITTING) {
            tickets.write(ticket.notStarted());
        }
        throw settings(ticket, notFound);
    }

    /**
     * The key is good elsewhere, but may not start a run there: the fault of the sidecar that names the application, or
     * else of the inbox, whose inputs wait until that is mended.
     */
    Ticket forbidden(Ticket ticket, Fault forbidden) {
        if (namesItsOwnTarget(ticket)) {
            return of(ticket, now -> Rejections.forbiddenTarget(ticket, forbidden.getMessage(), now));
        }
        throw new Fault(Kind.FORBIDDEN, forbidden.status(), forbidden.getMessage() + "; the other applications are."
                + " Have the key allowed to use it, or mend the application-id of the inbox "
                + ticket.plan().inbox().orElse(ticket.file()), forbidden.retryAfter());
    }

    static boolean namesItsOwnTarget(Ticket ticket) {
        return ticket.plan().sidecar().filter(Sidecar::namesItsOwnTarget).isPresent();
    }

    /** The service does not know the application of the settings. */
    Fault settings(Ticket ticket, Fault notFound) {
        Fault settings = notFound.as(Kind.SETTINGS);
        // Another inbox's application is only waited for: the others can go on, and the probe would not notice its return.
        Account account = accounts.of(ticket.plan().account());
        if (ticket.applicationId().equals(account.main().applicationId())) {
            account.services().api().failure(settings);
        }
        return settings;
    }
}
