package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.AnswerTooLarge;
import io.camelnextmv.cloud.AssetList.Asset;
import io.camelnextmv.cloud.AssetList;
import io.camelnextmv.cloud.AssetUrl;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Transfer;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.payload.AnswerFile;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.TicketFolder;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run's assets, in its ticket's folder. */
public final class RunAssets {
    private static final Logger LOG = LoggerFactory.getLogger(RunAssets.class);
    private static final String FOLDER = Extras.ASSETS;
    private static final String PART = "assets.part";
    /** Why assets are missing, one a line: for the archive. */
    private static final String LEFT_OUT = "assets-left-out.txt";
    /** What file systems take as a name, in bytes. */
    private static final int LONGEST = 255;
    private final TicketStore tickets;
    private final boolean wanted;
    private final Repeats repeats;
    private final CloudAnswers answers;

    /**
     * @param tickets the tickets
     * @param wanted  whether they are wanted
     * @param mapper  reads their list
     */
    public RunAssets(TicketStore tickets, boolean wanted, ObjectMapper mapper) {
        this.tickets = tickets;
        this.wanted = wanted;
        this.repeats = new Repeats(tickets, mapper);
        this.answers = new CloudAnswers(mapper);
    }

    /**
     * To be asked before they are fetched: what an earlier try noted is found out anew.
     *
     * @param id the ticket's name
     * @return whether they are wanted and not there yet
     */
    public boolean areMissing(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        boolean ended = ticket.ending().filter(ending -> ending.destination() == Destination.OUTPUT
                || ending.status().equals("failed")).isPresent();
        boolean missing = wanted && ended && Extras.isOpen(ticket) && !tickets.folder(id).has(FOLDER);
        if (missing) {
            tickets.folder(id).file(LEFT_OUT).toFile().delete();
        }
        return missing;
    }

    /**
     * Reads their list.
     *
     * @param id     the ticket's name
     * @param answer the answer to the request for it
     * @return those that are fetched: the first 1,000
     * @throws IOException      if the connection breaks
     * @throws UnreadableAnswer if it is no list: to be asked for again, until it has come often enough
     */
    public List<Asset> list(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream answer) throws IOException {
        try {
            AssetList all = answers.read(answer, AssetList.class);
            if (all.total() > AssetList.MOST) {
                LOG.warn("{}: the run has {} assets; the first {} of them are fetched, the others are with the service",
                        id, all.total(), AssetList.MOST);
            }
            return all.items();
        } catch (AnswerTooLarge e) {
            return without(id, e);
        } catch (UnreadableAnswer e) {
            mustBeEnough(id, FOLDER, e);
            return without(id, e);
        }
    }

    /**
     * Reads the address of an asset.
     *
     * @param id     the ticket's name
     * @param asset  which one
     * @param answer the answer to the request for it
     * @return gets it from there
     * @throws Fault            if there will be none
     * @throws IOException      if the connection breaks
     * @throws UnreadableAnswer if there is none: to be asked for again, until that has come often enough
     */
    public Transfer address(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.FILE) Asset asset,
            @Body InputStream answer) throws IOException {
        try {
            return Transfer.get(answers.read(answer, AssetUrl.class).downloadUrl());
        } catch (AnswerTooLarge e) {
            throw new Fault(Kind.REQUEST, 0, e.getMessage(), Optional.empty());
        } catch (UnreadableAnswer e) {
            mustBeEnough(id, FOLDER + "/" + asset.id(), e);
            throw new Fault(Kind.REQUEST, 0, e.getMessage(), Optional.empty());
        }
    }

    private void mustBeEnough(TicketName id, String question, UnreadableAnswer why) {
        if (!repeats.areEnough(id, question, String.valueOf(why.getMessage()))) {
            throw why;
        }
    }

    /**
     * Keeps an asset, or goes without one that is too large.
     *
     * @param id       the ticket's name
     * @param asset    which one
     * @param download its bytes
     * @throws Fault                if they end too early
     * @throws UncheckedIOException if the disk says no
     */
    public void keep(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.FILE) Asset asset,
            @Body InputStream download) {
        try {
            Path part = Directories.make(tickets.folder(id).file(PART));
            AnswerFile.to(Contained.child(part, fileName(asset)), download);
        } catch (UnreadableAnswer e) {
            without(id, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its id, which makes it unique, and the end of its name, as far as that is harmless and there is room. */
    private static String fileName(Asset asset) {
        String name = asset.name().strip().replaceAll("[^\\p{L}\\p{N}._ -]", "_").replaceFirst("^[.]+", "_");
        String kept = Names.end(name, LONGEST - asset.id().length() - 1);
        return kept.isEmpty() || kept.equals(asset.id()) ? asset.id() : asset.id() + "-" + kept;
    }

    /**
     * One of them, or their list, cannot be had: the ticket goes without, and one line says so of all.
     *
     * @param id  the ticket's name
     * @param why what was met
     * @return no assets, where it is their list
     * @throws UncheckedIOException if the disk says no
     */
    public List<Asset> without(@ExchangeProperty(Slots.TICKET) TicketName id,
            @ExchangeProperty(Slots.CAUGHT) Exception why) {
        try {
            Files.writeString(tickets.folder(id).file(LEFT_OUT), String.valueOf(why.getMessage()).replaceAll("\\s+", " ")
                    + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All that can be had are there.
     *
     * @param id the ticket's name
     * @throws UncheckedIOException if the disk says no
     */
    public void areComplete(@ExchangeProperty(Slots.TICKET) TicketName id) {
        TicketFolder folder = tickets.folder(id);
        try {
            Path part = Directories.make(folder.file(PART));
            if (folder.has(LEFT_OUT)) {
                List<String> reasons = Files.readAllLines(folder.file(LEFT_OUT));
                LOG.warn("{}: {} of the run's assets, or the list of them, could not be fetched, and are left out; the first:"
                        + " {}; all reasons: {}", id, reasons.size(), reasons.get(0), LEFT_OUT);
            }
            folder.sync(part);
            folder.move(part, folder.file(FOLDER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
