package io.camelnextmv.submit;

import io.camelnextmv.cloud.Account;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Request;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.payload.Inputs;
import io.camelnextmv.payload.NotAnInput;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/**
 * The requests that start runs. That one is about to be sent is written down before it is sent, and by {@link StartedRuns} the
 * run as soon as it is known: whatever happens between, the ticket tells that its run must be looked for.
 */
public final class RunRequests {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private final TicketStore tickets;
    private final Inputs inputs;
    private final Accounts accounts;
    private final SubmitSlots slots;
    private final Clock clock;

    /**
     * @param tickets the tickets
     * @param inputs  what is sent
     * @param accounts whether requests get through
     * @param slots   how many of them are sent at the same time
     * @param clock   the time
     */
    public RunRequests(TicketStore tickets, Inputs inputs, Accounts accounts, SubmitSlots slots, Clock clock) {
        this.tickets = tickets;
        this.inputs = inputs;
        this.accounts = accounts;
        this.slots = slots;
        this.clock = clock;
    }

    /**
     * A request is to be sent when its turn comes: who must not send one need not wait for it.
     *
     * @param id the ticket's name
     * @throws NotYet if as many requests as may be are on their way
     * @throws Fault  if nothing gets through at the moment
     */
    public void enter(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        Account account = account(ticket);
        account.services().api().pass();
        // A visitor's thread is its broker's: there are no more of these.
        slots.enter(id, account.name(), ticket.target(), tickets.folder(id).isForOneStep());
        slots.waits(id, true);
    }

    private Account account(Ticket ticket) {
        return accounts.of(ticket.plan().account());
    }

    /**
     * Its turn has come: writes down that the request is about to be sent, and what is sent with it.
     *
     * @param id    the ticket's name
     * @param start the request
     * @return the same with its content
     * @throws NotYet               if as many requests as may be are on their way
     * @throws Fault                if nothing gets through at the moment
     * @throws UncheckedIOException if the disk says no
     */
    public Request begin(@ExchangeProperty(Slots.TICKET) TicketName id, @Body Request start) {
        Ticket ticket = tickets.read(id);
        if (slots.waits(id)) {
            account(ticket).services().api().pass();
        } else {
            enter(id);
        }
        slots.waits(id, false);
        try {
            Request request = start.with(inputs.request(ticket));
            tickets.write(ticket.submitting(clock.instant()));
            return request;
        } catch (NotAnInput e) {
            throw new NotYet(ticket.file() + " changed while it was looked at", LOOK_AGAIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
