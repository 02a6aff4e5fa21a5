package io.camelnextmv.bus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.pickup.MessageIntake;
import io.camelnextmv.pickup.NotHandedOn;
import io.camelnextmv.retry.NotYet;
import io.camelnextmv.retry.RedeliveryDelay;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.store.VisitFolder;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Step;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.Ticket.State;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One step of a ticket that waits in the broker: its message is unpacked into a folder that only this step sees, and
 * packed again behind it, with the delay after which the next step is due. Message and step are one transaction of the
 * broker; what was begun and not committed is delivered again, to whatever gateway.
 */
public final class BrokerStep {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerStep.class);
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() { };
    private static final String VISIT = "NextmvVisit";
    /** What the broker calls the time at which it hands a message out, in epoch ms. */
    private static final String DUE = "_AMQ_SCHED_DELIVERY";
    private static final int PERSISTENT = 2;
    /** In bytes: what is larger goes from the disk to the broker, not by the heap. */
    private static final int SMALL = 64 * 1024;
    /** Older than any file that is suspected to be still written. */
    private static final Duration OLD = Duration.ofDays(1);
    /** A step that was begun so often and ended neither well nor with a fault will not end at all. */
    private static final int MOST_DELIVERIES = 20;
    /** What was sent longer ago is looked for among too many runs. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final TicketStore tickets;
    private final RedeliveryDelay redeliveryDelay;
    private final Duration initialDelay;
    private final Function<String, InputStream> claimChecks;
    private final Consumer<Ticket> expected;
    private final Predicate<Ticket> oneRequest;
    private final ObjectMapper mapper;
    private final Clock clock;

    /** What of the message the step does not change. */
    private record Visit(TicketName ticket, Step step, int faults) {
    }

    /**
     * @param tickets      the tickets
     * @param redeliveryDelay     says how long is waited after a step that did not succeed
     * @param initialDelay the delay between the submission and the first check
     * @param claimChecks  opens an input that a message only points to
     * @param expected     notes what helps to find the run of a ticket whose request the next step sends
     * @param oneRequest   whether a claimed ticket's input is sent with the request that starts its run
     * @param mapper       reads and writes what a ticket takes along
     * @param clock        the time
     */
    public BrokerStep(TicketStore tickets, RedeliveryDelay redeliveryDelay, Duration initialDelay,
            Function<String, InputStream> claimChecks, Consumer<Ticket> expected,
            Predicate<Ticket> oneRequest, ObjectMapper mapper, Clock clock) {
        this.tickets = tickets;
        this.redeliveryDelay = redeliveryDelay;
        this.initialDelay = initialDelay;
        this.claimChecks = claimChecks;
        this.expected = expected;
        this.oneRequest = oneRequest;
        this.mapper = mapper;
        this.clock = clock;
    }

    /**
     * Unpacks a message that waited. What was begun before and not committed is in doubt, if a request may have been
     * sent by it.
     *
     * @param exchange the message; it is left with the headers that name the ticket and the step
     * @throws NoTicket             if it is none
     * @throws Fault                if its input lies elsewhere, and cannot be fetched at the moment
     * @throws UncheckedIOException if the disk says no
     */
    public void arrive(Exchange exchange) {
        Message message = exchange.getMessage();
        String name = message.getHeader(NextmvHeaders.TICKET, "", String.class);
        Map<String, String> travellingFiles = travellingFiles(message);
        if (!TicketName.isOne(name) || !travellingFiles.containsKey("ticket.json")) {
            throw new NoTicket("the message is no ticket");
        }
        TicketName id = new TicketName(name);
        visit(id, exchange);
        int deliveries = deliveries(message);
        try {
            Step step = unpack(message, travellingFiles, id);
            int faults = message.getHeader(NextmvHeaders.FAULTS, 0, Integer.class);
            Ticket ticket = unpacked(id, deliveries);
            exchange.setProperty(VISIT, new Visit(id, step, faults));
            if (deliveries > 1) {
                ticket = begunBefore(ticket, step, deliveries, message);
            }
            ticket = withInput(ticket, step, message.getBody(InputStream.class));
            mustBeFresh(ticket, step, message);
            Step due = isAsItWas(ticket, step) ? step : Step.of(ticket.state());
            exchange.setProperty(VISIT, new Visit(id, due, faults));
            message.removeHeaders("*");
            exchange.setProperty(Slots.TICKET, id);
            exchange.setProperty(Slots.STEP, due.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The time of its message is when its request was sent: what had to stand in line for long is sent anew before. */
    private void mustBeFresh(Ticket ticket, Step step, Message message) {
        boolean stoodInLine = message.getHeader("JMSPriority", 0, Integer.class) == Step.PREPARE.priority();
        Instant sent = Instant.ofEpochMilli(message.getHeader("JMSTimestamp", clock.millis(), Long.class));
        if (step == Step.SUBMIT && ticket.state() == State.CLAIMED && stoodInLine
                && sent.isBefore(clock.instant().minus(FRESH))) {
            throw new NotYet(ticket.file() + " has waited until it is its turn", Duration.ZERO);
        }
    }

    private Step unpack(Message message, Map<String, String> travellingFiles, TicketName id) throws IOException {
        try {
            tickets.visitOf(id).unpack(travellingFiles);
            return Step.valueOf(message.getHeader(NextmvHeaders.STEP, "", String.class));
        } catch (IllegalArgumentException e) {
            throw new NoTicket("the message is no ticket: " + e.getMessage());
        }
    }

    private Ticket unpacked(TicketName id, int deliveries) {
        Ticket ticket;
        try {
            ticket = tickets.read(id);
        } catch (UncheckedIOException e) {
            if (deliveries <= MOST_DELIVERIES) {
                throw e;
            }
            throw new NoTicket("the message is no ticket: " + e.getMessage());
        }
        if (!ticket.id().equals(id)) {
            throw new NoTicket("the message is no ticket, though it says that it is " + id);
        }
        return ticket;
    }

    private static boolean isAsItWas(Ticket ticket, Step step) {
        return step == Step.SUBMIT && ticket.state() == State.CLAIMED || step == Step.of(ticket.state());
    }

    private Ticket withInput(Ticket ticket, Step step, InputStream body) throws IOException {
        Optional<String> elsewhere = ticket.plan().received().flatMap(MessageOrigin::claimCheck)
                .filter(where -> step != Step.CHECK && !isOutput(ticket));
        Ticket next = ticket;
        try (InputStream input = elsewhere.map(claimChecks).orElse(body == null ? InputStream.nullInputStream() : body)) {
            hold(ticket, input);
        } catch (IllegalArgumentException e) {
            tickets.visitOf(ticket.id()).hold(new byte[0]);
            if (ticket.state() == State.CLAIMED) {
                next = tickets.write(ticket.ended(Ending.withoutOutput(Destination.ERROR, "rejected", e.getMessage() + ".",
                        "Send the message again when its input is where it says.", clock.instant(), 0)));
            }
        }
        return next;
    }

    /** What is small is in memory, until somebody asks for the file; what is large goes by way of the disk. */
    private void hold(Ticket ticket, InputStream input) throws IOException {
        byte[] beginning = input.readNBytes(SMALL + 1);
        if (beginning.length <= SMALL) {
            tickets.visitOf(ticket.id()).hold(beginning);
            return;
        }
        Path file = tickets.input(ticket);
        Directories.make(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(beginning);
            input.transferTo(out);
        }
        Files.setLastModifiedTime(file, FileTime.from(ticket.claimedAt().minus(OLD)));
    }

    private static boolean isOutput(Ticket ticket) {
        return ticket.ending().filter(ending -> ending.destination() == Destination.OUTPUT).isPresent();
    }

    private void visit(TicketName id, Exchange exchange) {
        VisitFolder visit = tickets.visit(id);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public boolean allowHandover() {
                // Nor is it over when a step of it is tried again.
                return false;
            }

            @Override
            public void onDone(Exchange done) {
                tickets.leave(visit);
            }
        });
    }

    private Map<String, String> travellingFiles(Message message) {
        try {
            return mapper.readValue(message.getHeader(NextmvHeaders.BAGGAGE, "{}", String.class), TEXTS);
        } catch (JsonProcessingException e) {
            throw new NoTicket("the message is no ticket: " + e.getOriginalMessage());
        }
    }

    private static int deliveries(Message message) {
        boolean again = message.getHeader("JMSRedelivered", false, Boolean.class);
        return Math.max(again ? 2 : 1, message.getHeader("JMSXDeliveryCount", 1, Integer.class));
    }

    private Ticket begunBefore(Ticket ticket, Step step, int deliveries, Message message) {
        Ticket doubted = ticket;
        if (step == Step.SUBMIT && ticket.state() == State.CLAIMED) {
            LOG.info("{}: its submission was begun before, and nobody has seen the end of it: its run is looked for",
                    ticket.id());
            doubted = tickets.write(ticket.submitting(
                    Instant.ofEpochMilli(message.getHeader("JMSTimestamp", clock.millis(), Long.class))));
        }
        boolean open = doubted.state() != State.ENDED && doubted.state() != State.DELIVERED;
        return open && deliveries > MOST_DELIVERIES ? tickets.write(doubted.ended(hopeless(doubted, step))) : doubted;
    }

    private Ending hopeless(Ticket ticket, Step step) {
        boolean mayRun = ticket.state() != State.CLAIMED;
        return Ending.withoutOutput(Destination.ERROR, mayRun ? "in_doubt" : "rejected", "A step (" + step.name().toLowerCase(
                java.util.Locale.ROOT) + ") was begun " + MOST_DELIVERIES + " times, and never came to an end.",
                "The logs of the gateways tell why." + (mayRun ? " A run was or may have been started: look in the console"
                        + " for one whose description holds " + ticket.id() + " before the input is sent again." : ""),
                clock.instant(), tickets.progress(ticket.id()).polls());
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
        MessageIntake.ticketsOf(messageId).forEach(id -> visit(id, exchange));
    }

    /**
     * Packs a ticket that was just made.
     *
     * @param exchange the message of which it was made; it is left as the one that waits in the broker
     * @throws IOException if the disk says no
     */
    public void begin(Exchange exchange) throws IOException {
        TicketName id = exchange.getProperty(Slots.TICKET, TicketName.class);
        Ticket ticket = tickets.read(id);
        pack(exchange, new Visit(id, due(ticket), 0), ticket, Duration.ZERO);
        // It has not begun, whatever its first step is.
        exchange.getMessage().setHeader("JMSPriority", Step.PREPARE.priority());
    }

    /** What is a single request needs no step of its own before it. */
    private Step due(Ticket ticket) {
        return ticket.state() == State.CLAIMED && oneRequest.test(ticket) ? Step.SUBMIT : Step.of(ticket.state());
    }

    /**
     * A run was asked for. If it has an output, that is fetched and sent by the same step: should it fail half-way, all
     * that is done again is asking. Whatever else has ended is written down first.
     *
     * @param exchange the message
     * @return whether the answer is to be delivered
     */
    public boolean hasOutput(Exchange exchange) {
        Visit visit = exchange.getProperty(VISIT, Visit.class);
        Ticket ticket = tickets.read(visit.ticket());
        boolean output = ticket.state() == State.ENDED && isOutput(ticket);
        if (output) {
            exchange.setProperty(VISIT, new Visit(visit.ticket(), Step.DELIVER, 0));
        }
        return output;
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

    /** A message that waited is no ticket: somebody else has sent it. */
    public static final class NoTicket extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        NoTicket(String message) {
            super(message);
        }
    }

    /**
     * Packs a ticket whose step has succeeded.
     *
     * @param exchange the message; it is left as the one that waits in the broker, or without a step if none is left
     * @throws IOException if the disk says no
     */
    public void goOn(Exchange exchange) throws IOException {
        Visit visit = exchange.getProperty(VISIT, Visit.class);
        Ticket ticket = tickets.read(visit.ticket());
        Step next = visit.step().next(ticket.state());
        if (next == Step.NONE) {
            exchange.setProperty(Slots.STEP, next.name());
            return;
        }
        boolean first = next == Step.CHECK && visit.step() != Step.CHECK;
        pack(exchange, new Visit(visit.ticket(), next, 0), ticket, first ? initialDelay : Duration.ZERO);
    }

    /**
     * Packs a ticket whose step is to be made again.
     *
     * @param exchange the message; it is left as the one that waits in the broker
     * @throws Exception what the step met, if that was not to be expected: the broker delivers the message again
     */
    public void again(Exchange exchange) throws Exception {
        Visit visit = exchange.getProperty(VISIT, Visit.class);
        Exception thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (visit == null || !isExpected(thrown)) {
            throw thrown;
        }
        Ticket ticket = tickets.read(visit.ticket());
        RedeliveryDelay.Pause pause = redeliveryDelay.after(thrown, visit.faults(), visit.ticket().text());
        pack(exchange, new Visit(visit.ticket(), due(ticket), pause.faults()), ticket, pause.delay());
    }

    /** An exception of the disk is an unchecked one: what is an IOException came over the wire to the service. */
    private static boolean isExpected(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UncheckedIOException) {
                return false;
            }
            if (cause instanceof NotYet || cause instanceof Fault || cause instanceof UnreadableAnswer
                    || cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private void pack(Exchange exchange, Visit next, Ticket ticket, Duration delay) throws IOException {
        if (next.step() == Step.SUBMIT) {
            expected.accept(ticket);
        }
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        exchange.setProperty(Slots.STEP, next.step().name());
        message.setHeader(NextmvHeaders.TICKET, next.ticket().text());
        message.setHeader(NextmvHeaders.STEP, next.step().name());
        message.setHeader(NextmvHeaders.FAULTS, next.faults());
        message.setHeader(NextmvHeaders.BAGGAGE, mapper.writeValueAsString(tickets.visitOf(next.ticket()).pack()));
        message.setHeader(NextmvHeaders.INPUT, ticket.file());
        message.setHeader(NextmvHeaders.STATE, ticket.state().name());
        ticket.runId().ifPresent(run -> message.setHeader(NextmvHeaders.RUN_ID, run));
        message.setHeader("JMSPriority", next.step().priority());
        message.setHeader("JMSDeliveryMode", PERSISTENT);
        if (!delay.isZero()) {
            message.setHeader(DUE, clock.millis() + delay.toMillis());
        }
        // What lies elsewhere is fetched again, where it is needed.
        boolean elsewhere = ticket.plan().received().flatMap(MessageOrigin::claimCheck).isPresent();
        message.setBody(elsewhere ? new byte[0] : inputOf(ticket));
    }

    /** Brokers keep what is streamed in files of their own. */
    private Object inputOf(Ticket ticket) throws IOException {
        Optional<byte[]> held = tickets.visitOf(ticket.id()).held();
        if (held.isPresent()) {
            return held.get();
        }
        Path input = tickets.input(ticket);
        return Files.size(input) > SMALL ? input.toFile() : Files.readAllBytes(input);
    }
}
