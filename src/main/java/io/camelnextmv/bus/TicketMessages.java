package io.camelnextmv.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Step;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What a ticket that waits in the broker is as a message: its files and its step are headers; its input is the body, unless
 * that waits apart.
 */
public final class TicketMessages {
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() { };
    private final TicketStore tickets;
    private final StepInputs inputs;
    private final WaitingQueue queue;
    private final ObjectMapper mapper;
    private final Clock clock;

    /** A message that was read and is not unpacked yet. */
    record Packed(TicketName ticket, Map<String, String> files) {
    }

    /**
     * @param tickets the tickets
     * @param inputs  their inputs
     * @param queue   where the messages wait
     * @param mapper  reads and writes what a ticket takes along
     * @param clock   the time
     */
    public TicketMessages(TicketStore tickets, StepInputs inputs, WaitingQueue queue, ObjectMapper mapper, Clock clock) {
        this.tickets = tickets;
        this.inputs = inputs;
        this.queue = queue;
        this.mapper = mapper;
        this.clock = clock;
    }

    /** @throws NoTicket if it is none */
    Packed read(Message message) {
        String name = message.getHeader(NextmvHeaders.TICKET, "", String.class);
        Map<String, String> files = files(message);
        if (!TicketName.isOne(name) || !files.containsKey("ticket.json")) {
            throw new NoTicket("");
        }
        return new Packed(new TicketName(name), files);
    }

    private Map<String, String> files(Message message) {
        try {
            return mapper.readValue(message.getHeader(NextmvHeaders.TRAVELLING_FILES, "{}", String.class), TEXTS);
        } catch (JsonProcessingException e) {
            throw new NoTicket(": " + e.getOriginalMessage());
        }
    }

    /**
     * Lays the files of a ticket that visits out for its step.
     *
     * @throws NoTicket    if it is none
     * @throws IOException if the disk says no
     */
    Visit unpack(Packed packed, Message message) throws IOException {
        try {
            tickets.visits().open(packed.ticket()).unpack(packed.files());
            return new Visit(packed.ticket(), Step.valueOf(message.getHeader(NextmvHeaders.STEP, "", String.class)),
                    message.getHeader(NextmvHeaders.FAULTS, 0, Integer.class),
                    message.getHeader(NextmvHeaders.UNFETCHED, 0, Integer.class),
                    message.getHeader(NextmvHeaders.INPUT_APART, false, Boolean.class));
        } catch (IllegalArgumentException e) {
            throw new NoTicket(": " + e.getMessage());
        }
    }

    /**
     * Makes the message the one that waits for a step.
     *
     * @param exchange its message is the one
     * @param next     the step
     * @param ticket   the ticket
     * @param delay    how long it is held back
     * @throws IOException if the disk says no
     */
    void pack(Exchange exchange, Visit next, Ticket ticket, Duration delay) throws IOException {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        exchange.setProperty(Slots.STEP, next.step().name());
        message.setHeader(NextmvHeaders.TICKET, next.ticket().text());
        message.setHeader(NextmvHeaders.STEP, next.step().name());
        message.setHeader(NextmvHeaders.FAULTS, next.faults());
        message.setHeader(NextmvHeaders.UNFETCHED, next.unfetched());
        message.setHeader(NextmvHeaders.TRAVELLING_FILES,
                mapper.writeValueAsString(tickets.visits().open(next.ticket()).pack()));
        message.setHeader(NextmvHeaders.INPUT, ticket.file());
        message.setHeader(NextmvHeaders.STATE, ticket.state().name());
        ticket.runId().ifPresent(run -> message.setHeader(NextmvHeaders.RUN_ID, run));
        queue.hold(message, next.step().priority(),
                delay.isZero() ? Optional.empty() : Optional.of(clock.instant().plus(delay)));
        inputs.pack(ticket, next, message);
    }

    /** It has not begun, whatever its first step is: what is on its way goes before it. */
    void hasNotBegun(Message message) {
        queue.hold(message, Step.PREPARE.priority(), Optional.empty());
    }
}
