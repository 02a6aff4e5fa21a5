package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.AnswerTooLarge;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Transfer;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.payload.AnswerFile;
import io.camelnextmv.payload.Tarball;
import io.camelnextmv.payload.WholeJson;
import io.camelnextmv.store.TicketFolder;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/**
 * What a run has left as its output though it failed, in its ticket's folder: whole, or not at all. Whoever asks for a
 * run that failed wants to know why, and that does not wait for this: where it cannot be had the report says so, and goes
 * without.
 */
public final class PartialOutput {
    /** What was found out, in the ticket's folder: nothing, or a sentence of why it is not there. */
    private static final String DECIDED = "partial.json";
    private static final String PART = "partial.part";
    private static final String ADDRESS = "partial address";
    private final TicketStore tickets;
    private final DownloadedOutput downloads;
    private final Repeats repeats;
    private final ObjectMapper mapper;

    /** @param why why it is not there; empty where it is, or where there is none */
    private record Decided(String why) {
    }

    /**
     * @param tickets the tickets
     * @param tarball how much an output of many files may hold
     * @param mapper  reads the answers
     */
    public PartialOutput(TicketStore tickets, Tarball tarball, ObjectMapper mapper) {
        this.tickets = tickets;
        this.downloads = new DownloadedOutput(tarball);
        this.repeats = new Repeats(tickets, mapper);
        this.mapper = CloudAnswers.lenient(mapper);
    }

    /**
     * @param id the ticket's name
     * @return whether its run failed, may have left an output, and nobody has looked yet
     */
    public boolean isMissing(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        TicketFolder folder = tickets.folder(id);
        // Of a ticket that waits in a broker nothing is kept here: there would be nobody to find it.
        return Extras.isOpen(ticket) && !folder.isForOneStep() && mayHaveOne(ticket.ending().orElseThrow())
                && !folder.has(DECIDED);
    }

    private static boolean mayHaveOne(Ending ending) {
        return ending.status().equals("failed")
                && (ending.outputSize() > 0 || ending.outputFormat().filter(format -> format != Format.JSON).isPresent());
    }

    /**
     * Reads the address of the output.
     *
     * @param id     the ticket's name
     * @param answer the answer to the request for the result with {@code format=url}
     * @return gets it from there
     * @throws UnreadableAnswer if it is no JSON, or larger than it may be: to be asked for again
     * @throws Fault            if it breaks off, or there never will be one
     */
    public Transfer address(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream answer) {
        OutputAddress address = OutputAddress.of(answer, mapper);
        Optional<String> text = address.text();
        if (text.isEmpty() && !address.isWhole() && !repeats.areEnough(id, ADDRESS, address.why())) {
            throw new UnreadableAnswer("the answer that names the failed run's output cannot be read, " + address.why()
                    + ": it is asked for again");
        }
        return text.map(Transfer::get).orElseThrow(() -> new Fault(Fault.Kind.REQUEST, 0, address.why(), Optional.empty()));
    }

    /**
     * Keeps it, unpacked where it is an archive; or goes without, where it is too large, or the same has come three times
     * and cannot be used.
     *
     * @param id       the ticket's name
     * @param download its bytes
     * @throws Fault                if they end too early
     * @throws UnreadableAnswer     if they cannot be used: to be downloaded again
     * @throws UncheckedIOException if the disk says no
     */
    public void keep(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream download) {
        TicketFolder folder = tickets.folder(id);
        Path part = folder.made(PART);
        try {
            AnswerFile.to(part, download);
            Optional<Format> known = DownloadedOutput.formatOf(tickets.read(id), part);
            Path usable = downloads.of(part, known, folder);
            Format format = known.isPresent() ? known.get() : WholeJson.isIn(part) ? Format.JSON : Format.TEXT;
            Path kept = folder.file(Names.partial(Names.KEPT, format));
            Trees.delete(kept);
            folder.sync(usable);
            folder.move(usable, kept);
            decide(id, "");
        } catch (DownloadedOutput.Unusable e) {
            if (!repeats.areEnough(id, PART, part)) {
                throw new UnreadableAnswer("the failed run's output cannot be used, " + e.getMessage()
                        + ": it is fetched once more", e);
            }
            without(id, e);
        } catch (UnreadableAnswer e) {
            if (!AnswerTooLarge.isBehind(e)) {
                throw e;
            }
            without(id, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            part.toFile().delete();
        }
    }

    /**
     * It cannot be had: the report goes without it. Where there was none, there is nothing to say.
     *
     * @param id  the ticket's name
     * @param why what was met
     * @throws UncheckedIOException if the disk says no
     */
    public void without(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception why) {
        decide(id, tickets.read(id).ending().filter(ending -> ending.outputSize() > 0).isEmpty() ? ""
                : String.valueOf(why.getMessage()).replaceAll("\\s+", " "));
    }

    private void decide(TicketName id, String why) {
        try {
            tickets.folder(id).write(DECIDED, mapper.writeValueAsString(new Decided(why)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Brings it to what is placed beside the report. */
    void make(TicketFolder folder) throws IOException {
        for (String name : Names.partials(Names.KEPT)) {
            if (Files.exists(folder.file(name), LinkOption.NOFOLLOW_LINKS)) {
                Trees.delete(folder.made(name));
                folder.move(folder.file(name), folder.made(name));
            }
        }
    }

    /**
     * The file system of the report's folder cannot hold it: it stays with the ticket.
     *
     * @return whether there is one
     */
    boolean stays(TicketFolder folder) throws IOException {
        boolean there = false;
        for (String name : Names.partials(Names.KEPT)) {
            if (Files.exists(folder.made(name), LinkOption.NOFOLLOW_LINKS)) {
                folder.move(folder.made(name), folder.file(name));
                there = true;
            }
        }
        return there;
    }

    /** What the report says of it; empty where there is none. */
    Optional<String> words(Ticket ticket) throws IOException {
        TicketFolder folder = tickets.folder(ticket.id());
        if (ticket.ending().filter(PartialOutput::mayHaveOne).isEmpty()) {
            return Optional.empty();
        }
        if (folder.isForOneStep()) {
            return ticket.ending().filter(ending -> ending.outputSize() > 0).map(ending -> "The run has left an output of "
                    + ending.outputSize() + " bytes all the same: it is with the service, see console_url.");
        }
        for (String name : Names.partials(Names.KEPT)) {
            String ending = name.substring(Names.KEPT.length());
            if (Files.exists(folder.made(name))) {
                return Optional.of("The run has left an output all the same: it lies beside this report, and is called like"
                        + " it, with " + ending + " in place of " + Names.report("") + ".");
            }
            if (Files.exists(folder.file(name))) {
                return Optional.of("The run has left an output all the same: it is in the archive, "
                        + Contained.child(tickets.archived().path(ticket.id()), name) + ".");
            }
        }
        Optional<byte[]> decided = folder.read(DECIDED);
        String why = decided.isEmpty() ? "" : mapper.readTree(decided.get()).path("why").asText("");
        return why.isEmpty() ? Optional.empty() : Optional.of("The run has left an output of "
                + ticket.ending().orElseThrow().outputSize()
                + " bytes all the same, which could not be fetched: " + why + ".");
    }
}
