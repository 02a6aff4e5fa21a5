package io.camelnextmv.message;

import io.camelnextmv.cloud.Fault;
import io.camelnextmv.headers.NextmvHeaders;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.Ending.Fate;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.Received;
import io.camelnextmv.ticket.Sidecars;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketNames;
import io.camelnextmv.ticket.TicketStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;

/**
 * Makes the body of a message, or what it points to, a ticket. The headers say what the file beside an input says; see
 * {@link HeaderNames}.
 */
public final class Arrival {
    private static final String DEFAULT_NAME = "message.json";
    private static final String REFUSED = " refused";
    /** Room for the endings that are put behind it. */
    private static final int LONGEST_NAME = 200;
    /** Older than any file that is suspected to be still written: a message is complete. */
    private static final Duration OLD = Duration.ofDays(1);

    private final TicketStore tickets;
    private final Inbox inbox;
    private final HeaderNames names;
    private final ClaimChecks claimChecks;
    private final Clock clock;

    /**
     * @param tickets     the tickets
     * @param inbox       what inputs are run with, where the headers say nothing
     * @param names       the headers that say what a file beside an input may say
     * @param claimChecks fetches inputs that are not the body
     * @param clock       the time
     */
    public Arrival(TicketStore tickets, Inbox inbox, HeaderNames names, ClaimChecks claimChecks, Clock clock) {
        this.tickets = tickets;
        this.inbox = inbox;
        this.names = names;
        this.claimChecks = claimChecks;
        this.clock = clock;
    }

    /**
     * Takes the input; when it returns, the ticket is on disk.
     *
     * @param input   the input; nothing where a header says where it lies
     * @param headers say what it is run with
     * @return the ticket's name; empty when the message has a ticket already: it was delivered again
     * @throws IllegalArgumentException if there is no input, or a header cannot be
     * @throws Fault                    if what the message points to cannot be fetched at the moment
     * @throws UncheckedIOException     if the disk says no, or the input breaks off: there is no ticket then
     */
    public String take(@Body InputStream input, @Headers Map<String, Object> headers) {
        Optional<String> elsewhere = text(headers, NextmvHeaders.INPUT_FILE);
        if (input == null && elsewhere.isEmpty()) {
            throw new IllegalArgumentException("the message has no body: it is the input of the run");
        }
        String name = text(headers, NextmvHeaders.INPUT).orElse(DEFAULT_NAME);
        if (!isName(name)) {
            throw new IllegalArgumentException("the header " + NextmvHeaders.INPUT + " is no name for an input");
        }
        return tickets.receive(name, inbox, file -> write(elsewhere.map(claimChecks::open).orElse(input), file),
                names.sidecar(headers), received(headers, "")).map(taken -> taken.id().text()).orElse("");
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
        String name = text(headers, NextmvHeaders.INPUT).filter(Arrival::isName).orElse(DEFAULT_NAME);
        Ending ending = Ending.unhappy(Fate.ERROR, "rejected", "The message cannot be an input: " + words(why) + ".",
                "Send text or bytes, with headers as they can be.", clock.instant(), 0);
        Optional<byte[]> said;
        try {
            said = names.sidecar(headers);
        } catch (IllegalArgumentException e) {
            said = Optional.empty();
        }
        // A name of its own: should the message come again after all, and be readable then, it is taken.
        return tickets.refuse(name, inbox, file -> write(bodyOf(message), file), said,
                received(headers, REFUSED), ending).map(refused -> refused.id().text()).orElse("");
    }

    /**
     * @param messageId what makes a message one and the same
     * @return the names that its ticket may have
     */
    public static List<TicketName> ticketsOf(String messageId) {
        return List.of(TicketNames.ofMessage(messageId), TicketNames.ofMessage(messageId + REFUSED));
    }

    /**
     * Whose fault it is that a message was not taken.
     *
     * @param thrown what was met
     * @param again  whether the message was delivered before; null where its broker does not say so
     * @throws Exception the same, if it is not the message's: if our disk says no, the process stops, or the broker's
     *                   client could not read it, but perhaps can the next time
     */
    public void mustBeItsFault(@ExchangeProperty(Slots.CAUGHT) Exception thrown, @Header("JMSRedelivered") Boolean again) throws Exception {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            // By its name: an application need not have JMS.
            boolean client = cause.getClass().getName().startsWith("jakarta.jms.") && !Boolean.TRUE.equals(again);
            if (client || cause instanceof UncheckedIOException || cause instanceof Fault || cause instanceof NotHandedOn
                    || cause instanceof InterruptedException || cause instanceof RejectedExecutionException) {
                throw thrown;
            }
        }
    }

    private static boolean isName(String name) {
        return name.length() <= LONGEST_NAME && !name.startsWith(".")
                && name.chars().noneMatch(c -> c < ' ' || c == '/' || c == '\\') && !Sidecars.isOne(name);
    }

    private static InputStream bodyOf(Message message) {
        try {
            if (message.getBody() instanceof StreamCache begun) {
                begun.reset();
            }
            return Optional.ofNullable(message.getBody(InputStream.class)).orElseGet(InputStream::nullInputStream);
        } catch (RuntimeException e) {
            // It has none that can be read: that is why it is refused.
            return InputStream.nullInputStream();
        }
    }

    private static Received received(Map<String, Object> headers, String suffix) {
        return new Received(text(headers, NextmvHeaders.MESSAGE_ID).map(id -> id + suffix), text(headers, NextmvHeaders.CORRELATION_ID),
                text(headers, NextmvHeaders.REPLY_TO), text(headers, NextmvHeaders.INPUT_FILE));
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

    static Optional<String> text(Map<String, Object> headers, String name) {
        return Optional.ofNullable(headers.get(name)).map(Object::toString).map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
