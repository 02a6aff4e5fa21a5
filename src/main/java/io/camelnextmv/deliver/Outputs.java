package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.payload.BadArchive;
import io.camelnextmv.payload.OutputSlice;
import io.camelnextmv.payload.Tarball;
import io.camelnextmv.payload.WholeJson;
import io.camelnextmv.ticket.Directories;
import io.camelnextmv.ticket.Durability;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Fate;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;

/**
 * Brings the output of a run that succeeded to the disk: cut out of the run's result, byte for byte, or downloaded from
 * the object storage where it is more than the API carries, and unpacked where it is an archive. Nothing of it is held
 * in the heap.
 */
public final class Outputs {
    /** What is delivered, in the ticket's folder of what was brought home: a file, or a folder. */
    static final String OUTPUT = "output";
    /** An output that cannot be delivered, and is kept for whoever looks into it. */
    static final String BAD_OUTPUT = "bad-output";
    private static final String PART = "output.part";
    private static final String UNPACKED = "output.unpacked";
    private static final String RESULT = "result.json";
    private static final String SUSPECT = "suspect";
    /** Run information without an output, in bytes. */
    private static final int MOST_INFORMATION = 4 * 1024 * 1024;
    private static final int TOO_LARGE = 413;

    private final TicketStore tickets;
    private final Tarball tarball;
    private final Durability durability;
    private final Lag lag;
    private final ObjectMapper mapper;

    /**
     * @param tickets    the tickets
     * @param tarball    how much an output of many files may hold
     * @param durability how far a write must have come
     * @param lag        for how long an output that is not there is asked for
     * @param mapper     reads the answers
     */
    public Outputs(TicketStore tickets, Tarball tarball, Durability durability, Lag lag,
            ObjectMapper mapper) {
        this.tickets = tickets;
        this.tarball = tarball;
        this.durability = durability;
        this.lag = lag;
        this.mapper = mapper;
    }

    /**
     * Whether the output can be had with the run's result.
     *
     * @param id the ticket's name
     * @return whether it is JSON and no more than the API carries, as far as is known
     */
    public boolean areInline(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ending ending = ending(tickets.read(id));
        return ending.outputSize() <= Limits.INLINE && ending.outputFormat().orElse(Format.JSON) == Format.JSON;
    }

    /**
     * Cuts the output out of the run's result.
     *
     * @param id     the ticket's name
     * @param answer the answer to the request for the result
     * @return whether the result holds an output
     * @throws UnreadableAnswer     if it is no result, or half of one
     * @throws UncheckedIOException if the disk says no
     */
    public boolean cutOut(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream answer) {
        Path result = save(id, RESULT, answer);
        try {
            Optional<OutputSlice> output = OutputSlice.find(result);
            if (output.isPresent()) {
                Path part = made(id, PART);
                output.get().copy(result, part);
                finish(tickets.read(id), part);
            }
            Files.delete(result);
            return output.isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the address of the output.
     *
     * @param answer the answer to the request for the result with {@code format=url}
     * @return the presigned address, which is never to be shown
     * @throws UnreadableAnswer if there is none
     */
    public String address(@Body InputStream answer) {
        try {
            // Never by way of the disk: whoever has the address has the output.
            JsonNode url = mapper.readTree(answer.readNBytes(MOST_INFORMATION)).path(OUTPUT).path("url");
            if (!url.isTextual()) {
                throw new UnreadableAnswer("the result carries no address of its output");
            }
            return url.asText();
        } catch (IOException e) {
            throw new UnreadableAnswer("the answer to the request for the output's address cannot be read");
        }
    }

    /**
     * Keeps a downloaded output.
     *
     * @param id       the ticket's name
     * @param download its bytes
     * @throws UnreadableAnswer     if they end too early
     * @throws UncheckedIOException if the disk says no
     */
    public void keep(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream download) {
        Ticket ticket = tickets.read(id);
        Path part = save(id, PART, download);
        try {
            Optional<Format> format = formatOf(ticket, part);
            if (format.filter(Format::isArchive).isPresent()) {
                unpack(part, made(id, UNPACKED));
                finish(remember(ticket, format.get()), made(id, UNPACKED));
            } else if (format.filter(Format.JSON::equals).isPresent() && !WholeJson.isIn(part)) {
                distrust(ticket, part, "it is not whole JSON");
            } else {
                finish(format.map(known -> remember(ticket, known)).orElse(ticket), part);
            }
        } catch (EOFException e) {
            distrust(ticket, part, "the archive ends too early");
        } catch (BadArchive e) {
            distrust(ticket, part, e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void unpack(Path archive, Path folder) throws IOException {
        Trees.delete(folder);
        Directories.make(folder);
        tarball.unpack(archive, folder, durability);
    }

    /** What the output is decides about its name, so it is written down before it is placed. */
    private Ticket remember(Ticket ticket, Format format) {
        Ending ending = ending(ticket);
        return ending.outputFormat().equals(Optional.of(format))
                ? ticket
                : tickets.write(ticket.corrected(ending.withOutputFormat(format)));
    }

    private void distrust(Ticket ticket, Path part, String why) {
        try {
            twice(ticket, part, why);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A download that cannot be read is believed when it comes the same a second time. */
    private void twice(Ticket ticket, Path part, String why) throws IOException {
        Path suspect = made(ticket.id(), SUSPECT);
        String size = Long.toString(Files.size(part));
        if (!Files.exists(suspect) || !Files.readString(suspect).equals(size)) {
            Files.writeString(suspect, size);
            throw new UnreadableAnswer("the output of " + size + " bytes cannot be used, " + why
                    + ": it is downloaded once more");
        }
        durability.settle(part);
        durability.move(part, made(ticket.id(), BAD_OUTPUT));
        spoil(ticket, "The output cannot be delivered: " + why + ".",
                "Look at the output that lies beside this report, mend the application, and drop the file into the"
                        + " inbox again.");
    }

    /**
     * The service does not give the output.
     *
     * @param id      the ticket's name
     * @param refusal its answer
     * @return the ticket, which now ends in the errors folder, where the output is too large, or has not been there for
     *         long
     * @throws Fault the same in all other cases, to be tried again
     */
    public Ticket refused(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeException Fault refusal) {
        Ticket ticket = tickets.read(id);
        long size = ending(ticket).outputSize();
        if (size <= Limits.DOWNLOAD && refusal.status() != TOO_LARGE) {
            lag.orThrow(ticket, refusal);
            return spoil(ticket, "The run succeeded, but the service does not give its output: " + refusal.getMessage()
                    + ".", "Look at the run at console_url; if its output is not there, drop the file into the inbox again.");
        }
        return spoil(ticket, "The output is too large: it has " + (size == 0 ? "too many" : Long.toString(size))
                + " bytes, and the service gives at most " + Limits.words(Limits.DOWNLOAD) + ".",
                "The run succeeded, and its output is with the service: see console_url. Let the application write"
                        + " less.");
    }

    private Ticket spoil(Ticket ticket, String error, String whatToDo) {
        Ending was = ending(ticket);
        return tickets.write(ticket.corrected(
                Ending.unhappy(Fate.ERROR, "bad_output", error, whatToDo, was.endedAt(), was.polls())));
    }

    /** As the service says, or as it was asked for, or as the first bytes tell; empty where nobody knows. */
    private static Optional<Format> formatOf(Ticket ticket, Path download) throws IOException {
        Optional<Format> known = ending(ticket).outputFormat().or(() -> ticket.plan().spec().outputFormat());
        return known.isEmpty() && isGzip(download) ? Optional.of(Format.MULTI_FILE) : known;
    }

    private static boolean isGzip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x1f && in.read() == 0x8b;
        }
    }

    private void finish(Ticket ticket, Path part) throws IOException {
        durability.settle(part);
        durability.move(part, made(ticket.id(), OUTPUT));
        Files.deleteIfExists(made(ticket.id(), PART));
    }

    private Path save(TicketName id, String name, InputStream answer) {
        return AnswerFile.to(made(id, name), answer);
    }

    private Path made(TicketName id, String name) {
        return tickets.out(id).resolve(name);
    }

    private static Ending ending(Ticket ticket) {
        return ticket.ending()
                .orElseThrow(() -> new IllegalStateException("ticket " + ticket.id() + " has not ended"));
    }
}
