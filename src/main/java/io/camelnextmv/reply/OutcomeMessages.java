package io.camelnextmv.reply;

import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.deliver.Outcomes.Outcome;
import io.camelnextmv.deliver.Outcomes;
import io.camelnextmv.headers.Dispatch;
import io.camelnextmv.headers.HeaderNames;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.ReportName;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.headers.Vendor.Address;
import io.camelnextmv.headers.Vendor.Outgoing;
import io.camelnextmv.headers.Vendor.Refusal;
import io.camelnextmv.headers.Vendors;
import io.camelnextmv.reply.Way.Size;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says to which endpoint the answer of an ended ticket goes, and makes it a message. */
public final class OutcomeMessages {
    /** In bytes. */
    private static final int SMALL = 64 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeMessages.class);
    private final TicketStore tickets;
    private final Outcomes outcomes;
    private final OutcomeEndpoints endpoints;
    private final HeaderNames names;
    private final Vendors vendors;

    /**
     * The endpoints of answers.
     *
     * @param destinations   of each destination
     * @param replies of those whose message says where it wants its answer; empty: that is passed over
     * @param folders the one that is the folders
     */
    public record EndpointTable(Map<Destination, String> destinations, Optional<String> replies, String folders) {
    }

    /**
     * @param tickets       the tickets
     * @param outcomes       makes the answers ready to be sent
     * @param table         where they go
     * @param hasOwnFolders whether a ticket's answer goes to the folders of its inbox, whatever the settings say
     * @param names         the headers that say what a run is started with
     * @param vendors       what the buses call what an answer says
     */
    public OutcomeMessages(TicketStore tickets, Outcomes outcomes, EndpointTable table, Predicate<Ticket> hasOwnFolders,
            HeaderNames names, Vendors vendors) {
        this.tickets = tickets;
        this.outcomes = outcomes;
        this.endpoints = new OutcomeEndpoints(table, hasOwnFolders);
        this.names = names;
        this.vendors = vendors;
    }

    /**
     * Makes the answer a message: the output; or the input, back, with the report as a header. Nothing of what the
     * message held stays. Its {@link Dispatch} says where it goes; what goes to the folders stays as it is.
     *
     * @param id       the ticket's name
     * @param exchange becomes the answer
     * @throws UncheckedIOException if the disk says no: to be tried again, as often as it takes
     */
    public void prepare(@ExchangeProperty(Slots.TICKET) TicketName id, Exchange exchange) {
        Ticket ticket = tickets.read(id);
        endpoints.giveUp(ticket, Tries.of(exchange).notTaken());
        String to = endpoints.endpoint(ticket);
        Dispatch dispatch = Dispatch.of(exchange);
        dispatch.goesTo(new Address(to, Optional.empty()));
        if (endpoints.isFolders(to)) {
            return;
        }
        Way way = endpoints.wayOf(id);
        Outcome outcome = outcomes.outcome(id);
        boolean elsewhere = put(ticket, outcome, exchange.getMessage(), way.size());
        MessageOrigin received = ticket.plan().received().orElse(MessageOrigin.NOTHING);
        Address address = vendors.address(to, new Outgoing(id.text(), received.correlationId(),
                received.key().filter(key -> way.size() != Size.BARE).map(Base64.getDecoder()::decode),
                endpoints.asked(ticket), outcome.name(),
                Optional.of(ticket.runId().orElse(id.text())).filter(unique -> way.taken())), exchange);
        dispatch.goesTo(address);
        if (elsewhere && dispatch.hasReport()) {
            // An empty file in place of an input would be taken for one.
            dispatch.arrived();
        }
    }

    /** @return whether the input of an error is not sent with it */
    private boolean put(Ticket ticket, Outcome outcome, Message message, Size size) {
        MessageOrigin received = ticket.plan().received().orElse(MessageOrigin.NOTHING);
        message.removeHeaders("*");
        // A message that is sent back asks for the same again.
        if (outcome.report().isPresent() && ticket.plan().received().isPresent() && size != Size.BARE) {
            tickets.folder(ticket.id()).sidecars().forEach(sidecar -> message.getHeaders().putAll(names.headers(sidecar)));
            received.claimCheck().ifPresent(where -> message.setHeader(NextmvHeaders.INPUT_FILE, where));
            received.inbox().ifPresent(inbox -> message.setHeader(NextmvHeaders.INBOX, inbox));
        }
        outcome.report().ifPresent(report -> message.setHeader(NextmvHeaders.REPORT, report));
        message.setHeader(NextmvHeaders.TICKET, ticket.id().text());
        message.setHeader(NextmvHeaders.INPUT, ticket.file());
        message.setHeader(NextmvHeaders.STATUS, OutcomeEndpoints.ending(ticket).status());
        ticket.runId().ifPresent(run -> message.setHeader(NextmvHeaders.RUN_ID, run));
        received.correlationId().ifPresent(correlation -> message.setHeader(NextmvHeaders.CORRELATION_ID, correlation));
        OutcomeEndpoints.replyTo(ticket).ifPresent(asked -> message.setHeader(NextmvHeaders.REPLY_TO, asked));
        boolean elsewhere = outcome.report().isPresent() && (received.claimCheck().isPresent() || size != Size.WHOLE);
        message.setBody(elsewhere ? new byte[0] : body(outcome.body()));
        return elsewhere;
    }

    /** What is small need not be streamed. */
    private static Object body(Path file) {
        try {
            return Files.size(file) > SMALL ? file.toFile() : Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param dispatch where the outcome is sent to
     * @return whether it has not arrived there: it is sent again only where it has not
     */
    public boolean isDue(@ExchangeProperty(Slots.DISPATCH) Dispatch dispatch) {
        return dispatch.isDue();
    }

    /**
     * @param dispatch where the outcome is sent to
     * @return whether its report goes there too, apart
     */
    public boolean hasReport(@ExchangeProperty(Slots.DISPATCH) Dispatch dispatch) {
        return dispatch.hasReport();
    }

    /**
     * The outcome is there: it is not sent again because its report is.
     *
     * @param dispatch where it went
     */
    public void arrived(@ExchangeProperty(Slots.DISPATCH) Dispatch dispatch) {
        dispatch.arrived();
    }

    /**
     * What was sent was the input, or nothing: now its report goes.
     *
     * @param dispatch tells the report's name
     * @param answer   what was sent; it becomes the report
     */
    public void report(@ExchangeProperty(Slots.DISPATCH) Dispatch dispatch, Message answer) {
        ReportName name = dispatch.report().orElseThrow();
        answer.setBody(answer.getHeader(NextmvHeaders.REPORT));
        answer.setHeader(name.header(), name.name());
    }

    /**
     * The answer could not be sent. That is the fault of the way there, whatever the endpoint is; what our disk says,
     * and what became of the ticket, is told from it. An answer that is larger than the endpoint takes would never be
     * sent: a smaller one takes its place, in place of an output an error, in place of an input none, and at last one
     * without its key and without what its message said; what is too large even so goes to the folders.
     * Where a message wants its answer is a queue or a topic, as the broker has it; if it is neither, the answer goes where
     * those go that are asked for by nobody. Where a file of its name is there already, it gets the run id before its ending.
     *
     * @param id       the ticket's name
     * @param thrown   what the endpoint threw
     * @param dispatch where it went
     * @throws Fault always, but for a file of ours that cannot be read or a ticket that is gone
     */
    public void notSent(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception thrown,
            @ExchangeProperty(Slots.DISPATCH) Dispatch dispatch) {
        String where = dispatch.to().replaceFirst("[?].*", "");
        Vendors.causes(thrown).filter(cause -> cause instanceof UncheckedIOException || cause instanceof TicketGone)
                .findFirst().ifPresent(cause -> {
                    throw (RuntimeException) cause;
                });
        vendors.refusal(thrown, Refusal.TOO_LARGE).filter(why -> !outcomes.outputIsTooLarge(id, why)).ifPresent(why -> {
            Way smaller = endpoints.changed(id, Way::smaller);
            LOG.warn("{}: its answer is larger than {} takes, and {}", id, where, smaller.words());
        });
        vendors.refusal(thrown, Refusal.NAME_TAKEN).ifPresent(why -> endpoints.changed(id, Way::underAnotherName));
        vendors.refusal(thrown, Refusal.NO_SUCH_PLACE).ifPresent(why -> notThere(tickets.read(id), why));
        throw new Fault(Kind.NOT_SENT, 0, "the answer cannot be sent to " + where + ": " + thrown, Optional.empty());
    }

    private void notThere(Ticket ticket, String why) {
        if (endpoints.asked(ticket).isPresent()) {
            Way elsewhere = endpoints.changed(ticket.id(), Way::elsewhere);
            LOG.warn("{}: its message wants its answer at {}: {}; {}", ticket.id(),
                    OutcomeEndpoints.replyTo(ticket).orElse(""), why, elsewhere.direction().words);
        }
    }
}
