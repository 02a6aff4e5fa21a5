package io.camelnextmv.reply;

import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.deliver.Outcomes.Parcel;
import io.camelnextmv.deliver.Outcomes;
import io.camelnextmv.headers.HeaderNames;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.ReplyTo;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Vendor.Outgoing;
import io.camelnextmv.headers.Vendors;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says to which endpoint the answer of an ended ticket goes, and makes it a message. */
public final class OutcomeMessages {
    /** Kafka's. */
    private static final String TOO_LARGE = "RecordTooLargeException";
    /** JMS's. */
    private static final String NO_SUCH_PLACE = "InvalidDestinationException";
    /** Artemis's client, which looks for a queue before it sends. */
    private static final Pattern NO_SUCH_NAME = Pattern.compile("There is no (queue|topic) with name ");
    /** In bytes. */
    private static final int SMALL = 64 * 1024;
    private static final int MOST_WAYS = 1000;
    /** Some exceptions are their own causes. */
    private static final int MOST_CAUSES = 50;
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeMessages.class);
    private final TicketStore tickets;
    private final Outcomes outcomes;
    private final EndpointTable places;
    private final Predicate<Ticket> hasOwnFolders;
    private final HeaderNames names;
    private final Vendors vendors;
    /** That is found out again after a restart, or by another gateway. */
    private final Map<TicketName, Way> ways = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TicketName, Way> eldest) {
            return size() > MOST_WAYS;
        }
    });

    /** What of an answer is sent. */
    private enum Size {
        WHOLE("as it is"), WITHOUT_INPUT("without its input, which is in the archive"),
        BARE("without its key and what its message said");

        private final String words;

        Size(String words) {
            this.words = words;
        }
    }

    /** Where an answer goes whose message says where it wants it. */
    private enum Direction {
        AS_ASKED("it is sent there"), OTHER_KIND("it is tried as a topic if it was a queue, and the other way round"),
        NOT_THERE("it goes to where answers go that nobody asks for"), FOLDERS("it goes to the folders");

        private final String words;

        Direction(String words) {
            this.words = words;
        }
    }

    /** What the tries before have taught. */
    private record Way(Size size, Direction direction) {
        private static final Way FIRST = new Way(Size.WHOLE, Direction.AS_ASKED);

        /** What is too large even bare is too large for good. */
        Way smaller() {
            return switch (size) {
                case WHOLE -> new Way(Size.WITHOUT_INPUT, direction);
                case WITHOUT_INPUT -> new Way(Size.BARE, direction);
                case BARE -> to(Direction.FOLDERS);
            };
        }

        Way to(Direction other) {
            return new Way(size, other);
        }

        Way elsewhere() {
            return new Way(size, direction == Direction.AS_ASKED ? Direction.OTHER_KIND : Direction.NOT_THERE);
        }
    }

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
     * @param places        where they go
     * @param hasOwnFolders whether a ticket's answer goes to the folders of its inbox, whatever the settings say
     * @param names         the headers that say what a run is started with
     * @param vendors       what the buses call what an answer says
     */
    public OutcomeMessages(TicketStore tickets, Outcomes outcomes, EndpointTable places, Predicate<Ticket> hasOwnFolders,
            HeaderNames names, Vendors vendors) {
        this.tickets = tickets;
        this.outcomes = outcomes;
        this.places = places;
        this.hasOwnFolders = hasOwnFolders;
        this.names = names;
        this.vendors = vendors;
    }

    /**
     * Makes the answer a message: the output; or the input, back, with the report as a header. Nothing of what the
     * message held stays. The property {@code NextmvTo} says where it goes; what goes to the folders stays as it is.
     *
     * @param id       the ticket's name
     * @param exchange becomes the answer
     * @throws UncheckedIOException if the disk says no: to be tried again, as often as it takes
     */
    public void prepare(@ExchangeProperty(Slots.TICKET) TicketName id, Exchange exchange) {
        Ticket ticket = tickets.read(id);
        giveUp(ticket, exchange.getProperty(Slots.NOT_TAKEN, 0, Integer.class));
        String to = endpoint(ticket);
        exchange.setProperty(Slots.TO, to);
        if (to.equals(places.folders())) {
            return;
        }
        Way way = wayOf(id);
        put(ticket, exchange.getMessage(), way.size());
        MessageOrigin received = ticket.plan().received().orElse(MessageOrigin.NOTHING);
        exchange.setProperty(Slots.TO, vendors.address(to, new Outgoing(id.text(), received.correlationId(),
                received.key().filter(key -> way.size() != Size.BARE).map(Base64.getDecoder()::decode),
                asked(ticket).map(replyTo -> way.direction() == Direction.OTHER_KIND
                        ? new ReplyTo(replyTo.name(), !replyTo.topic()) : replyTo)), exchange));
    }

    /** Where it was not taken for long, while others were, it is not offered any more: never lost, it goes elsewhere. */
    private void giveUp(Ticket ticket, int notTaken) {
        boolean asks = places.replies().isPresent() && replyTo(ticket).isPresent();
        Direction least = notTaken >= (asks ? 2 : 1) ? Direction.FOLDERS : notTaken == 1 ? Direction.NOT_THERE
                : Direction.AS_ASKED;
        Way way = wayOf(ticket.id());
        if (way.direction().compareTo(least) < 0) {
            ways.put(ticket.id(), way.to(least));
            LOG.warn("{}: its answer was not taken for so long, while others were (nextmv.retry.give-up), that {}",
                    ticket.id(), least.words);
        }
    }

    private String endpoint(Ticket ticket) {
        if (hasOwnFolders.test(ticket) || wayOf(ticket.id()).direction() == Direction.FOLDERS) {
            return places.folders();
        }
        return asked(ticket).flatMap(asked -> places.replies())
                .orElseGet(() -> places.destinations().get(ending(ticket).destination()));
    }

    /** Where its message wants the answer, if it can be had there. */
    private Optional<ReplyTo> asked(Ticket ticket) {
        return replyTo(ticket).filter(asked -> places.replies().isPresent()
                && wayOf(ticket.id()).direction().compareTo(Direction.NOT_THERE) < 0).map(ReplyTo::of);
    }

    private void put(Ticket ticket, Message message, Size size) {
        MessageOrigin received = ticket.plan().received().orElse(MessageOrigin.NOTHING);
        Parcel parcel = outcomes.parcel(ticket.id());
        message.removeHeaders("*");
        // A message that is sent back asks for the same again.
        if (parcel.report().isPresent() && ticket.plan().received().isPresent() && size != Size.BARE) {
            tickets.sidecarsOf(ticket.id()).forEach(sidecar -> message.getHeaders().putAll(names.headers(sidecar)));
            received.claimCheck().ifPresent(where -> message.setHeader(NextmvHeaders.INPUT_FILE, where));
        }
        parcel.report().ifPresent(report -> message.setHeader(NextmvHeaders.REPORT, report));
        message.setHeader(NextmvHeaders.TICKET, ticket.id().text());
        message.setHeader(NextmvHeaders.INPUT, ticket.file());
        message.setHeader(NextmvHeaders.STATUS, ending(ticket).status());
        ticket.runId().ifPresent(run -> message.setHeader(NextmvHeaders.RUN_ID, run));
        received.correlationId().ifPresent(correlation -> message.setHeader(NextmvHeaders.CORRELATION_ID, correlation));
        replyTo(ticket).ifPresent(asked -> message.setHeader(NextmvHeaders.REPLY_TO, asked));
        boolean elsewhere = parcel.report().isPresent() && (received.claimCheck().isPresent() || size != Size.WHOLE);
        message.setBody(elsewhere ? new byte[0] : body(parcel.body()));
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
     * The answer could not be sent. That is the fault of the way there, whatever the endpoint is; what our disk says,
     * and what became of the ticket, is told from it. An answer that is larger than the endpoint takes would never be
     * sent: a smaller one takes its place, in place of an output an error, in place of an input none, and at last one
     * without its key and without what its message said; what is too large even so goes to the folders. Where a message wants its answer is a queue or a topic, as the
     * broker has it; if it is neither, the answer goes where those go that are asked for by nobody.
     *
     * @param id     the ticket's name
     * @param thrown what the endpoint threw
     * @param to     the endpoint
     * @throws Fault always, but for a file of ours that cannot be read or a ticket that is gone
     */
    public void notSent(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception thrown,
            @ExchangeProperty(Slots.TO) String to) {
        String where = to.replaceFirst("[?].*", "");
        causes(thrown).filter(cause -> cause instanceof UncheckedIOException || cause instanceof TicketGone).findFirst()
                .ifPresent(cause -> {
                    throw (RuntimeException) cause;
                });
        named(thrown, TOO_LARGE).filter(cause -> !outcomes.outputIsTooLarge(id, cause.getMessage())).ifPresent(cause -> {
            ways.put(id, wayOf(id).smaller());
            LOG.warn("{}: its answer is larger than {} takes, and {}", id, where, wayOf(id).direction() == Direction.FOLDERS
                    ? Direction.FOLDERS.words : "is sent " + wayOf(id).size().words);
        });
        causes(thrown).filter(OutcomeMessages::isNoSuchPlace).findFirst().filter(cause -> asked(tickets.read(id)).isPresent()).ifPresent(cause -> {
            ways.put(id, wayOf(id).elsewhere());
            LOG.warn("{}: its message wants its answer at {}: {}; {}", id, replyTo(tickets.read(id)).orElse(""),
                    cause.getMessage(), wayOf(id).direction().words);
        });
        throw new Fault(Kind.NOT_SENT, 0, "the answer cannot be sent to " + where + ": " + thrown, Optional.empty());
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(MOST_CAUSES);
    }

    /** By its name: an application that has our jar may have no broker's client. */
    private static Optional<Throwable> named(Throwable thrown, String name) {
        return causes(thrown).filter(cause -> name.equals(cause.getClass().getSimpleName())).findFirst();
    }

    private static boolean isNoSuchPlace(Throwable cause) {
        return NO_SUCH_PLACE.equals(cause.getClass().getSimpleName())
                || cause.getMessage() != null && NO_SUCH_NAME.matcher(cause.getMessage()).lookingAt();
    }

    private Way wayOf(TicketName id) {
        return ways.getOrDefault(id, Way.FIRST);
    }

    private static Optional<String> replyTo(Ticket ticket) {
        return ticket.plan().received().flatMap(MessageOrigin::replyTo);
    }

    private static Ending ending(Ticket ticket) {
        return ticket.ending()
                .orElseThrow(() -> new IllegalStateException("ticket " + ticket.id() + " has not ended"));
    }
}
