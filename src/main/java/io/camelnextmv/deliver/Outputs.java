package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Limits;
import io.camelnextmv.cloud.Transfer;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.headers.Tries;
import io.camelnextmv.payload.AnswerFile;
import io.camelnextmv.payload.OutputSlice;
import io.camelnextmv.payload.RunResult;
import io.camelnextmv.payload.Tarball;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.TicketFolder;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the output of a run that succeeded to the disk: cut out of the run's result, byte for byte, or downloaded from
 * the object storage where it is more than the API carries, and unpacked where it is an archive. Nothing of it is held
 * in the heap.
 */
public final class Outputs {
    private static final Logger LOG = LoggerFactory.getLogger(Outputs.class);
    /** What is delivered, in the ticket's folder of what was brought home: a file, or a folder. */
    static final String OUTPUT = "output";
    /** A copy of the answer that cannot be delivered, to be placed beside the report. */
    static final String BAD_OUTPUT = "bad-output";
    /** Where the answer is that cannot be delivered: with the ticket, which takes it to the archive. */
    static final String BAD = Names.output(Names.KEPT);
    private static final String PART = "output.part";
    static final String RESULT = "result.json";
    static final String ADDRESS = "address";

    private final TicketStore tickets;
    private final DownloadedOutput downloads;
    private final long most;
    private final RefusedOutputs refused;
    private final UnusableOutputs unusable;
    private final ObjectMapper mapper;

    /**
     * @param tickets     the tickets
     * @param tarball     how much an output of many files may hold
     * @param most        how many bytes an output may have
     * @param gracePeriod for how long an output that is not there is asked for
     * @param mapper      reads the answers
     */
    public Outputs(TicketStore tickets, Tarball tarball, long most, GracePeriod gracePeriod, ObjectMapper mapper) {
        this.tickets = tickets;
        this.downloads = new DownloadedOutput(tarball);
        this.most = most;
        this.refused = new RefusedOutputs(tickets, gracePeriod, most);
        this.unusable = new UnusableOutputs(tickets, new Repeats(tickets, mapper), most);
        this.mapper = CloudAnswers.lenient(mapper);
    }

    /**
     * @param id the ticket's name
     * @return whether there is an output that is still to be fetched before the ticket can be delivered
     */
    public boolean areMissing(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        return ticket.deliveredAs().isEmpty() && ticket.state() == Ticket.State.ENDED
                && ending(ticket).destination() == Destination.OUTPUT && !Files.exists(tickets.folder(id).made(OUTPUT));
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
     * Cuts the output out of the run's result. Where that holds none it is still missing, and is to be downloaded.
     *
     * @param id     the ticket's name
     * @param answer the answer to the request for the result
     * @throws UnreadableAnswer     if it is no result, or half of one: to be asked for again
     * @throws UncheckedIOException if the disk says no
     */
    public void cutOut(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream answer) {
        TicketFolder folder = tickets.folder(id);
        RunResult result;
        try {
            result = RunResult.of(answer, folder.made(RESULT));
        } catch (UnreadableAnswer e) {
            // More than the API carries, whatever was said of its size: it is downloaded.
            return;
        }
        try {
            Optional<OutputSlice> output = result.output();
            unusable.forget(id, RESULT);
            long size = output.map(OutputSlice::size).orElse(0L);
            if (size > most) {
                unusable.aboveSetting(tickets.read(id), size);
            } else if (output.isPresent()) {
                Path part = folder.made(PART);
                result.copy(output.get(), part);
                finish(tickets.read(id), part);
            }
            result.discard();
        } catch (UnreadableAnswer e) {
            unusable.distrust(tickets.read(id), RESULT, result.file(), e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the address of the output.
     *
     * @param id     the ticket's name
     * @param answer the answer to the request for the result with {@code format=url}
     * @return gets it from there
     * @throws UnreadableAnswer if there is none, or it is larger than it may be: to be asked for again
     * @throws Fault            if there never will be one: the ticket ends in the errors folder
     */
    public Transfer address(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream answer) {
        OutputAddress address = OutputAddress.of(answer, mapper);
        Optional<String> text = address.text();
        if (text.isPresent()) {
            unusable.forget(id, ADDRESS);
            return Transfer.get(text.get());
        }
        Path part = save(id, PART, address.shown());
        unusable.distrust(tickets.read(id), ADDRESS, part, address.why());
        throw new Fault(Fault.Kind.REQUEST, 0, address.why(), Optional.empty());
    }

    /**
     * Keeps a downloaded output.
     *
     * @param id       the ticket's name
     * @param download its bytes
     * @throws Fault                if they end too early
     * @throws UnreadableAnswer     if they cannot be used: to be downloaded again
     * @throws UncheckedIOException if the disk says no
     */
    public void keep(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream download) {
        Ticket ticket = tickets.read(id);
        Path part;
        try {
            part = save(id, PART, download);
        } catch (UnreadableAnswer e) {
            unusable.tooLarge(ticket, e);
            return;
        }
        try {
            Optional<Format> format = DownloadedOutput.formatOf(ticket, part);
            Path output = downloads.of(part, format, tickets.folder(id));
            unusable.forget(id, OUTPUT);
            finish(format.map(known -> remember(ticket, known)).orElse(ticket), output);
        } catch (DownloadedOutput.Unusable e) {
            unusable.distrust(ticket, OUTPUT, part, e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the output is decides about its name, so it is written down before it is placed. */
    private Ticket remember(Ticket ticket, Format format) {
        Ending ending = ending(ticket);
        return ending.outputFormat().equals(Optional.of(format))
                ? ticket
                : tickets.write(ticket.corrected(ending.withOutputFormat(format)));
    }

    /**
     * The output is not there with the result: it is still missing, and is to be downloaded. Where it was asked for so long that
     * it is given up, that is for the download to say, unless not even the result says no.
     *
     * @param id    the ticket's name
     * @param why   what was met
     * @param tries whether it was asked for so long that it is given up
     */
    public void notInline(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception why,
            @ExchangeProperty(Slots.TRIES) Tries tries) {
        if (RefusedOutputs.isRefusal(why)) {
            LOG.debug("{}: {}", id, why.getMessage());
        } else {
            refused.givenUp(tickets.read(id), tries);
        }
    }

    /**
     * The service does not give the output: the ticket ends in the errors folder where it is too large, has not been there for
     * long, or was asked for so long that it is given up.
     *
     * @param id    the ticket's name
     * @param why   what was met
     * @param tries whether it is given up
     * @return the ticket
     * @throws Exception the same in all other cases, to be tried again
     */
    public Ticket without(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception why,
            @ExchangeProperty(Slots.TRIES) Tries tries) throws Exception {
        return refused.ended(tickets.read(id), why, tries);
    }

    private void finish(Ticket ticket, Path part) throws IOException {
        TicketFolder folder = tickets.folder(ticket.id());
        folder.sync(part);
        folder.move(part, folder.made(OUTPUT));
        Directories.remove(folder.made(PART));
    }

    private Path save(TicketName id, String name, InputStream answer) {
        return AnswerFile.to(tickets.folder(id).made(name), answer);
    }

    static Ending ending(Ticket ticket) {
        return ticket.ending()
                .orElseThrow(() -> new IllegalStateException("ticket " + ticket.id() + " has not ended"));
    }
}
