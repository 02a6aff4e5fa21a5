package io.camelnextmv.bus;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Accounts;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Vendors;
import io.camelnextmv.pickup.MessageIntake;
import io.camelnextmv.pickup.NotHandedOn;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Step;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Ticket.State;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketOfLaterVersion;
import io.camelnextmv.ticket.TicketUnreadable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;

/**
 * One step of a ticket that waits in the broker: its message is unpacked into a folder that only this step sees, and
 * packed again behind it, with the delay after which the next step is due. Message and step are one transaction of the
 * broker; what was begun and not committed is delivered again, to whatever gateway.
 */
public final class BrokerStep {
    private final TicketStore tickets;
    private final TicketMessages messages;
    private final StepInputs inputs;
    private final InterruptedSteps interrupted;
    private final NextSteps next;
    private final Consumer<Ticket> expected;

    /**
     * @param tickets     the tickets
     * @param messages    what they are as messages
     * @param inputs      their inputs
     * @param interrupted what is concluded from a step that was begun before
     * @param next        which step comes after another one
     * @param expected    notes what helps to find the run of a ticket whose request the next step sends
     */
    public BrokerStep(TicketStore tickets, TicketMessages messages, StepInputs inputs, InterruptedSteps interrupted,
            NextSteps next, Consumer<Ticket> expected) {
        this.tickets = tickets;
        this.messages = messages;
        this.inputs = inputs;
        this.interrupted = interrupted;
        this.next = next;
        this.expected = expected;
    }

    /**
     * A ticket is about to be made of a message. It is a visitor from the beginning: until its own message is sent, it is
     * the one of which it is made that will not be lost.
     *
     * @param exchange the message; it gets an id of its own, by which its ticket is named: that the same message has no
     *                 second ticket is the transaction's care
     */
    public void expect(Exchange exchange) {
        String messageId = UUID.randomUUID().toString();
        exchange.getMessage().setHeader(NextmvHeaders.MESSAGE_ID, messageId);
        MessageIntake.ticketsOf(messageId).forEach(id -> VisitUntilDone.begin(tickets, id, exchange));
    }

    /**
     * Packs a ticket that was just made.
     *
     * @param exchange the message of which it was made; it is left as the one that waits in the broker
     * @throws IOException if the disk says no
     */
    public void begin(Exchange exchange) throws IOException {
        Ticket ticket = tickets.read(exchange.getProperty(Slots.TICKET, TicketName.class));
        pack(exchange, next.first(ticket), ticket);
        messages.hasNotBegun(exchange.getMessage());
    }

    /**
     * The ticket could not be sent: the message of which it was made goes back to where it was.
     *
     * @param why what the broker or the disk said
     * @throws NotHandedOn always
     */
    public void notSent(@ExchangeProperty(Slots.CAUGHT) Exception why) throws NotHandedOn {
        throw new NotHandedOn(why);
    }

    /**
     * Unpacks a message that waited. What was begun before and not committed is in doubt, if a request may have been
     * sent by it.
     *
     * @param exchange the message; it is left with the properties that name the ticket and the step
     * @throws NoTicket             if it is none
     * @throws Fault                if its input lies elsewhere, and cannot be fetched at the moment
     * @throws UncheckedIOException if the disk says no
     */
    public void arrive(Exchange exchange) {
        Message message = exchange.getMessage();
        TicketMessages.Packed packed = messages.read(message);
        TicketName id = packed.ticket();
        VisitUntilDone.begin(tickets, id, exchange);
        try {
            Visit visit = messages.unpack(packed, message);
            Ticket ticket = interrupted.read(id, message);
            visit.by(exchange);
            ticket = interrupted.settled(ticket, visit.step(), message);
            ticket = inputs.unpack(ticket, visit, NextSteps.arrived(visit.step(), ticket), message);
            interrupted.mustBeFresh(ticket, visit.step(), message);
            Step due = NextSteps.arrived(visit.step(), ticket);
            Visit begun = visit.at(due, visit.faults());
            (due.needsInput() ? begun.withInput() : begun).by(exchange);
            message.removeHeaders("*");
            exchange.setProperty(Slots.TICKET, id);
            exchange.setProperty(Slots.ACCOUNT, ticket.plan().account().orElse(Accounts.MAIN));
            exchange.setProperty(Slots.STEP, due.name());
        } catch (Fault e) {
            Visit.of(exchange).ifPresent(visit -> visit.notFetched().by(exchange));
            throw e;
        } catch (IOException | UncheckedIOException e) {
            Visit.brokenOff(exchange);
            throw e instanceof IOException disk ? new UncheckedIOException(disk) : (UncheckedIOException) e;
        }
    }

    /**
     * A run was checked. If it has an output, that is fetched and sent by the same step: should it fail half-way, all
     * that is done again is the check. Whatever else has ended is written down first.
     *
     * @param exchange the message
     * @return whether the answer is to be delivered
     * @throws Fault       if its input waits apart, and cannot be had at the moment
     * @throws IOException if the disk says no
     */
    public boolean hasOutput(Exchange exchange) throws IOException {
        Visit visit = visit(exchange);
        Ticket ticket = tickets.read(visit.ticket());
        boolean output = ticket.state() == State.ENDED && StepInputs.isOutput(ticket);
        if (output) {
            fetch(ticket, visit, exchange);
            visit.at(Step.DELIVER).withInput().by(exchange);
        }
        return output;
    }

    private void fetch(Ticket ticket, Visit visit, Exchange exchange) throws IOException {
        try {
            inputs.fetch(ticket, visit);
        } catch (Fault e) {
            visit.notFetched().by(exchange);
            throw e;
        } catch (IOException | UncheckedIOException e) {
            Visit.brokenOff(exchange);
            throw e;
        }
    }

    /**
     * Packs a ticket whose step has succeeded.
     *
     * @param exchange the message; it is left as the one that waits in the broker, or without a step if none is left
     * @throws IOException if the disk says no
     */
    public void goOn(Exchange exchange) throws IOException {
        Visit visit = visit(exchange);
        Ticket ticket = tickets.read(visit.ticket());
        NextSteps.Due due = next.after(visit, ticket);
        if (due.visit().step() == Step.NONE) {
            exchange.setProperty(Slots.STEP, Step.NONE.name());
            return;
        }
        pack(exchange, due, ticket);
    }

    /**
     * Packs a ticket whose step is to be made again, because of our disk too: a message that is given back counts as a step
     * that was begun once more. Where the disk keeps what the ticket has brought along from us it is held before, until there is
     * room.
     *
     * @param exchange the message; it is left as the one that waits in the broker
     * @throws Exception what the step met, if that was not to be expected, or not all of the ticket is here: the broker
     *                   delivers the message again
     */
    public void again(Exchange exchange) throws Exception {
        Exception thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        try {
            Visit visit = Visit.of(exchange).orElseThrow(() -> thrown);
            Ticket ticket = tickets.read(visit.ticket());
            pack(exchange, next.again(visit, ticket, thrown), ticket);
        } catch (IOException | UncheckedIOException e) {
            if (Vendors.causes(e).noneMatch(cause -> cause instanceof TicketOfLaterVersion || cause instanceof TicketUnreadable)) {
                tickets.visits().hold(next.rest());
            }
            throw e;
        }
    }

    private void pack(Exchange exchange, NextSteps.Due due, Ticket ticket) throws IOException {
        if (due.visit().step() == Step.SUBMIT) {
            expected.accept(ticket);
        }
        try {
            messages.pack(exchange, due.visit(), ticket, due.delay());
        } catch (IOException | UncheckedIOException e) {
            // Its input may have been sent by then.
            Visit.brokenOff(exchange);
            throw e;
        }
    }

    private static Visit visit(Exchange exchange) {
        return Visit.of(exchange).orElseThrow(() -> new IllegalStateException("no ticket is here for a step"));
    }
}
