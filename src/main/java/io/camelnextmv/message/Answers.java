package io.camelnextmv.message;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Whose;
import io.camelnextmv.deliver.Parcels;
import io.camelnextmv.deliver.Parcels.Parcel;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Fate;
import io.camelnextmv.ticket.Received;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketStore;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;

/** Says to which endpoint the answer of an ended ticket goes, and makes it a message. */
public final class Answers {
    /** Kafka's; an application that has our jar may have no Kafka. */
    private static final String TOO_LARGE = "RecordTooLargeException";
    private final TicketStore tickets;
    private final Parcels parcels;
    private final Places places;
    private final Predicate<Ticket> hasOwnFolders;
    private final HeaderNames names;
    /** Whose inputs are too large to be sent back; that is found out again after a restart. */
    private final Set<TicketName> withoutInput = ConcurrentHashMap.newKeySet();

    /**
     * The endpoints of answers.
     *
     * @param fates   of each fate
     * @param replies of those whose message says where it wants its answer; empty: that is passed over
     * @param folders the one that is the folders
     */
    public record Places(Map<Fate, String> fates, Optional<String> replies, String folders) {
    }

    /**
     * @param tickets       the tickets
     * @param parcels       makes the answers ready to be sent
     * @param places        where they go
     * @param hasOwnFolders whether a ticket's answer goes to the folders of its inbox, whatever the settings say
     * @param names         the headers that say what a run is started with
     */
    public Answers(TicketStore tickets, Parcels parcels, Places places, Predicate<Ticket> hasOwnFolders,
            HeaderNames names) {
        this.tickets = tickets;
        this.parcels = parcels;
        this.places = places;
        this.hasOwnFolders = hasOwnFolders;
        this.names = names;
    }

    /**
     * Where a ticket's answer goes.
     *
     * @param id the ticket's name
     * @return an endpoint
     */
    public String endpoint(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        if (hasOwnFolders.test(ticket)) {
            return places.folders();
        }
        return replyTo(ticket).flatMap(asked -> places.replies())
                .orElseGet(() -> places.fates().get(ending(ticket).fate()));
    }

    /**
     * Makes the answer a message: the output; or the input, back, with the report as a header. Nothing of what the
     * message held stays.
     *
     * @param id      the ticket's name
     * @param message becomes the answer
     * @throws UncheckedIOException if the disk says no: to be tried again, as often as it takes
     */
    public void put(@ExchangeProperty(Slots.TICKET) TicketName id, Message message) {
        Ticket ticket = tickets.read(id);
        Received received = ticket.plan().received().orElse(Received.NOTHING);
        Parcel parcel = parcels.parcel(id);
        message.removeHeaders("*");
        // A message that is sent back asks for the same again.
        if (parcel.report().isPresent() && ticket.plan().received().isPresent()) {
            tickets.sidecarsOf(id).forEach(sidecar -> message.getHeaders().putAll(names.headers(sidecar)));
            received.claimCheck().ifPresent(where -> message.setHeader(NextmvHeaders.INPUT_FILE, where));
        }
        parcel.report().ifPresent(report -> message.setHeader(NextmvHeaders.REPORT, report));
        message.setHeader(NextmvHeaders.TICKET, id.text());
        message.setHeader(NextmvHeaders.INPUT, ticket.file());
        message.setHeader(NextmvHeaders.STATUS, ending(ticket).status());
        ticket.runId().ifPresent(run -> message.setHeader(NextmvHeaders.RUN_ID, run));
        // By which the receiver, or Artemis itself, drops an answer that comes a second time.
        message.setHeader("_AMQ_DUPL_ID", id.text());
        received.correlationId().ifPresent(correlation -> {
            message.setHeader(NextmvHeaders.CORRELATION_ID, correlation);
            message.setHeader("JMSCorrelationID", correlation);
        });
        replyTo(ticket).ifPresent(asked -> {
            message.setHeader(NextmvHeaders.REPLY_TO, asked);
            places.replies().ifPresent(replies -> message.setHeader("CamelJmsDestinationName", asked));
        });
        boolean elsewhere = parcel.report().isPresent()
                && (received.claimCheck().isPresent() || withoutInput.remove(id));
        message.setBody(elsewhere ? "" : parcel.body().toFile());
    }

    /**
     * The answer could not be sent. That is the fault of the way there, whatever the endpoint is; what our disk says,
     * and what became of the ticket, is told from it. An answer that is larger than the endpoint takes would never be
     * sent: a smaller one takes its place, in place of an output an error, in place of an input none.
     *
     * @param id     the ticket's name
     * @param thrown what the endpoint threw
     * @param to     the endpoint
     * @throws Fault always, but for a file of ours that cannot be read or a ticket that is gone
     */
    public void notSent(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception thrown,
            @ExchangeProperty(Slots.TO) String to) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (TOO_LARGE.equals(cause.getClass().getSimpleName()) && !parcels.outputIsTooLarge(id, cause.getMessage())) {
                withoutInput.add(id);
            }
            if (cause instanceof UncheckedIOException || cause instanceof TicketGone) {
                throw (RuntimeException) cause;
            }
        }
        throw new Fault(Whose.NOT_SENT, 0, "the answer cannot be sent to " + to.replaceFirst("[?].*", "") + ": "
                + thrown, Optional.empty());
    }

    private static Optional<String> replyTo(Ticket ticket) {
        return ticket.plan().received().flatMap(Received::replyTo);
    }

    private static Ending ending(Ticket ticket) {
        return ticket.ending()
                .orElseThrow(() -> new IllegalStateException("ticket " + ticket.id() + " has not ended"));
    }
}
