package io.camelnextmv.pickup;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.headers.HeaderNames;
import io.camelnextmv.headers.HeaderText;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.headers.Receipt;
import io.camelnextmv.headers.ReplyTo;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.headers.Vendors;
import io.camelnextmv.store.TicketNames;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Rejections;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the body of a message, or what it points to, a ticket. The headers say what the file beside an input says; see
 * {@link HeaderNames}.
 */
public final class MessageIntake {
    private static final Logger LOG = LoggerFactory.getLogger(MessageIntake.class);
    private static final String REFUSED = " refused";
    /** Older than any file that is suspected to be still written: a message is complete. */
    private static final Duration OLD = Duration.ofDays(1);

    private final TicketStore tickets;
    private final MessageInboxes inboxes;
    private final HeaderNames names;
    private final ClaimChecks claimChecks;
    private final Set<String> sources;
    private final Clock clock;

    /**
     * @param tickets     the tickets
     * @param inboxes     what inputs are run with, where the headers say nothing else
     * @param names       the headers that say what a file beside an input may say
     * @param claimChecks fetches inputs that are not the body
     * @param sources     what this gateway takes from, by the names of its broker: no answer goes there
     * @param clock       the time
     */
    public MessageIntake(TicketStore tickets, MessageInboxes inboxes, HeaderNames names, ClaimChecks claimChecks,
            Set<String> sources, Clock clock) {
        this.tickets = tickets;
        this.inboxes = inboxes;
        this.names = names;
        this.claimChecks = claimChecks;
        this.sources = Set.copyOf(sources);
        this.clock = clock;
    }

    /**
     * Takes the input; when it returns, the ticket is on disk.
     *
     * @param message holds the input, or says by a header where it lies; its headers say what it is run with
     * @param receipt how it was received; null where nobody says so
     * @return the ticket's name; empty when the message has a ticket already: it was delivered again
     * @throws IllegalArgumentException if there is no input, or a header cannot be
     * @throws Fault                    if what the message points to cannot be fetched at the moment
     * @throws UncheckedIOException     if the disk says no, or the input breaks off: there is no ticket then
     */
    public String take(Message message, @ExchangeProperty(Slots.RECEIPT) Receipt receipt) {
        Receipt how = receipt == null ? Receipt.NONE : receipt;
        Map<String, Object> headers = message.getHeaders();
        Optional<String> elsewhere = HeaderText.of(headers, NextmvHeaders.INPUT_FILE);
        String name = HeaderText.of(headers, NextmvHeaders.INPUT).map(InputName::of).orElse(InputName.DEFAULT);
        MessageOrigin received = received(headers, Optional.of(true).filter(kept -> how.kept()));
        received.replyTo().map(ReplyTo::of).filter(replyTo -> replyTo.isOneOf(sources)).ifPresent(replyTo -> {
            throw new IllegalArgumentException("its answer shall go to " + replyTo.name() + ", where this gateway takes"
                    + " its inputs or tickets from: it would be run again and again");
        });
        Inbox inbox = inboxes.of(headers);
        Optional<byte[]> sidecar = names.sidecar(headers);
        InputStream input = elsewhere.isPresent() ? InputStream.nullInputStream() : inputOf(message);
        Optional<Ticket> ticket;
        try {
            ticket = tickets.newTickets().receive(name, inbox, file -> write(elsewhere.map(claimChecks::open).orElse(input), file),
                    sidecar, received);
        } catch (Fault e) {
            Tries.of(message.getExchange()).notFetched();
            throw e;
        }
        ticket.ifPresent(taken -> inboxes.taken(inbox));
        if (ticket.isEmpty() && how.deliveredBefore().filter(before -> !before).isPresent()) {
            LOG.warn("A message is taken for one that came before, and is not run again: its sender gave both the id {}"
                    + " (ticket {})", received.messageId().orElse(""),
                    received.messageId().map(TicketNames::ofMessage).map(TicketName::text).orElse(""));
        }
        return ticket.map(taken -> taken.id().text()).orElse("");
    }

    /** A text is a text: in whatever letters an exchange would write it, we write it in UTF-8. */
    private static InputStream inputOf(Message message) {
        Object body = message.getBody();
        if (body == null) {
            throw new IllegalArgumentException("the message has no body: it is the input of the run");
        }
        if (body instanceof CharSequence || body instanceof Reader) {
            return new ByteArrayInputStream(message.getBody(String.class).getBytes(StandardCharsets.UTF_8));
        }
        return Optional.ofNullable(message.getBody(InputStream.class)).orElseThrow(() -> new IllegalArgumentException(
                "the body of the message is a " + body.getClass().getSimpleName() + ": it must be a text or bytes"));
    }

    /**
     * Makes a message a ticket that never becomes a run: its answer says why.
     *
     * @param why     what is wrong with it
     * @param message the message; what can be had of its body is the input that goes back
     * @return the ticket's name; empty when the message was refused before
     * @throws UncheckedIOException if the disk says no
     */
    public String refuse(@ExchangeProperty(Slots.CAUGHT) Exception why, Message message) {
        Map<String, Object> headers = message.getHeaders();
        String name = HeaderText.ifItCanBe(headers, NextmvHeaders.INPUT).map(String::strip).map(InputName::orDefault)
                .orElse(InputName.DEFAULT);
        Ending ending = Vendors.causes(why).anyMatch(Fault.class::isInstance)
                ? Rejections.inputNotFetched(words(why), clock.instant()) : Rejections.wrongMessage(words(why), clock.instant());
        Optional<byte[]> said;
        try {
            said = names.sidecar(headers);
        } catch (IllegalArgumentException e) {
            said = Optional.empty();
        }
        // A name of its own: should the message come again after all, and be readable then, it is taken.
        return tickets.newTickets().refuse(name, inboxes.unnamed(), file -> write(bodyOf(message), file), said,
                refused(headers), ending).map(refused -> refused.id().text()).orElse("");
    }

    /**
     * @param messageId what makes a message one and the same
     * @return the names that its ticket may have
     */
    public static List<TicketName> ticketsOf(String messageId) {
        return List.of(TicketNames.ofMessage(messageId), TicketNames.ofMessage(messageId + REFUSED));
    }

    /**
     * To be asked where our disk says no.
     *
     * @param receipt how the message was received; null where nobody says
     * @return whether it is held until the disk says yes: not where who sent it sends it again, and throws none away
     */
    public boolean isHeld(@ExchangeProperty(Slots.RECEIPT) Receipt receipt) {
        return receipt == null || !receipt.fetchedAgain();
    }

    /**
     * Whose fault it is that a message was not taken.
     *
     * @param thrown  what was met
     * @param receipt how the message was received; null where nobody says so
     * @param tries   how often it was tried; null where it was not
     * @throws Exception the same, if it is not the message's: if our disk says no, its bytes break off on their way, the process
     *                   stops, or the broker's client could not read it, but perhaps can the next time
     */
    public void mustBeItsFault(@ExchangeProperty(Slots.CAUGHT) Exception thrown,
            @ExchangeProperty(Slots.RECEIPT) Receipt receipt, @ExchangeProperty(Slots.TRIES) Tries tries) throws Exception {
        boolean fetchIsOver = tries != null && !tries.givenUp().isEmpty();
        boolean broken = BrokenBody.isBehind(thrown);
        boolean again = receipt != null && receipt.deliveredBefore().orElse(false);
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            // By its name: an application need not have JMS.
            boolean client = cause.getClass().getName().startsWith("jakarta.jms.") && !again;
            if (client || broken || cause instanceof UncheckedIOException || cause instanceof Fault && !fetchIsOver
                    || cause instanceof NotHandedOn || cause instanceof InterruptedException
                    || cause instanceof RejectedExecutionException) {
                throw thrown;
            }
        }
    }

    private static InputStream bodyOf(Message message) {
        try {
            if (message.getBody() instanceof StreamCache begun) {
                begun.reset();
            }
            return message.getBody() == null ? InputStream.nullInputStream() : inputOf(message);
        } catch (RuntimeException e) {
            // It has none that can be read: that is why it is refused.
            return InputStream.nullInputStream();
        }
    }

    private static MessageOrigin received(Map<String, Object> headers, Optional<Boolean> kept) {
        return new MessageOrigin(HeaderText.exactly(headers, NextmvHeaders.MESSAGE_ID),
                HeaderText.exactly(headers, NextmvHeaders.CORRELATION_ID), HeaderText.of(headers, NextmvHeaders.REPLY_TO),
                HeaderText.of(headers, NextmvHeaders.INPUT_FILE), key(headers), MessageInboxes.name(headers), kept);
    }

    /** Its answer goes nowhere where it would come back from. */
    private MessageOrigin refused(Map<String, Object> headers) {
        return new MessageOrigin(HeaderText.ifItCanBe(headers, NextmvHeaders.MESSAGE_ID).map(id -> id + REFUSED),
                HeaderText.ifItCanBe(headers, NextmvHeaders.CORRELATION_ID),
                HeaderText.ifItCanBe(headers, NextmvHeaders.REPLY_TO).map(String::strip).filter(text -> !text.isEmpty())
                        .filter(text -> !ReplyTo.of(text).isOneOf(sources)),
                HeaderText.ifItCanBe(headers, NextmvHeaders.INPUT_FILE), key(headers), MessageInboxes.name(headers),
                Optional.empty());
    }

    private static Optional<String> key(Map<String, Object> headers) {
        return Optional.ofNullable(headers.get(NextmvHeaders.KEY)).filter(byte[].class::isInstance)
                .map(bytes -> Base64.getEncoder().encodeToString((byte[]) bytes));
    }

    private static String words(Exception why) {
        Throwable root = why;
        while (!(root instanceof IllegalArgumentException) && root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private void write(InputStream input, Path file) {
        try (input) {
            Files.copy(input, file, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(OLD)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
