package io.camelnextmv.bus;

import io.camelnextmv.retry.NotYet;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Step;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Ticket.State;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketOfLaterVersion;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is concluded from a message that was handed out before, to whatever gateway: its step was begun, and its end was
 * not seen. If a request may have been sent by it, the run is in doubt.
 */
public final class InterruptedSteps {
    private static final Logger LOG = LoggerFactory.getLogger(InterruptedSteps.class);
    /** A step that was begun so often and ended neither well nor with a fault will not end at all. */
    private static final int MOST_DELIVERIES = 20;
    /** What was sent longer ago is looked for among too many runs. */
    private static final Duration FRESH = Duration.ofMinutes(1);
    private final TicketStore tickets;
    private final WaitingQueue queue;
    private final Clock clock;

    /**
     * @param tickets the tickets
     * @param queue   where their messages wait
     * @param clock   the time
     */
    public InterruptedSteps(TicketStore tickets, WaitingQueue queue, Clock clock) {
        this.tickets = tickets;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * @return the ticket that was just unpacked, as it was packed
     * @throws NoTicket             if it is none
     * @throws UncheckedIOException if it cannot be read, which may be the disk's fault unless it was so each time; or if it
     *                              is of a later version, whose gateways know what to do with it
     */
    Ticket read(TicketName id, Message message) {
        Ticket ticket;
        try {
            ticket = tickets.read(id);
        } catch (UncheckedIOException e) {
            if (queue.deliveries(message) <= MOST_DELIVERIES || e.getCause() instanceof TicketOfLaterVersion) {
                throw e;
            }
            throw new NoTicket(": " + e.getMessage());
        }
        if (!ticket.id().equals(id)) {
            throw new NoTicket(", though it says that it is " + id);
        }
        return ticket;
    }

    /** @return the ticket, as it was if its step was not begun before */
    Ticket settled(Ticket ticket, Step step, Message message) {
        int deliveries = queue.deliveries(message);
        if (deliveries <= 1) {
            return ticket;
        }
        Ticket doubted = ticket;
        if (step == Step.SUBMIT && ticket.state() == State.CLAIMED) {
            LOG.info("{}: its submission was begun before, and nobody has seen the end of it: its run is looked for",
                    ticket.id());
            doubted = tickets.write(ticket.submitting(queue.sentAt(message).orElseGet(this::now)));
        }
        boolean open = doubted.state() != State.ENDED && doubted.state() != State.DELIVERED;
        return open && deliveries > MOST_DELIVERIES ? tickets.write(doubted.ended(Endings.stepNeverEnds(
                doubted, step, MOST_DELIVERIES, clock.instant(), tickets.notes().progress(doubted.id()).polls()))) : doubted;
    }

    /**
     * The time of its message is when its request was sent: what had to stand in line for long is sent anew before.
     *
     * @throws NotYet if it had to
     */
    void mustBeFresh(Ticket ticket, Step step, Message message) {
        boolean stoodInLine = queue.priority(message) == Step.PREPARE.priority();
        Instant sent = queue.sentAt(message).orElseGet(this::now);
        if (step == Step.SUBMIT && ticket.state() == State.CLAIMED && stoodInLine
                && sent.isBefore(clock.instant().minus(FRESH))) {
            throw new NotYet(ticket.file() + " has waited until it is its turn", Duration.ZERO);
        }
    }

    /** In ms, as messages have it. */
    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
