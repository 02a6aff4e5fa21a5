package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.AnswerTooLarge;
import io.camelnextmv.cloud.AssetList;
import io.camelnextmv.cloud.AssetList.Asset;
import io.camelnextmv.cloud.AssetUrl;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Kind;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.payload.AnswerFile;
import io.camelnextmv.payload.JsonText;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a run's logs and assets into its ticket's folder, as far as they are wanted; they go to the archive with it. */
public final class Extras {
    /** The logs, in the ticket's folder. */
    static final String LOGS = "logs.txt";
    /** The assets, in the ticket's folder. */
    static final String ASSETS = "assets";
    private static final Logger LOG = LoggerFactory.getLogger(Extras.class);
    private static final String LOGS_ANSWER = "logs.json";
    private static final String PART = "assets.part";
    private static final String LEFT_OUT = "assets-left-out.txt";
    private static final String LOGS_PART = "logs.part";
    /** What file systems take as a name, in bytes. */
    private static final int LONGEST = 255;
    private final TicketStore tickets;
    private final Wanted wanted;
    private final Durability durability;
    private final Repeats repeats;
    private final CloudAnswers answers;

    /** Of which runs the logs are wanted. */
    public enum Logs {
        /** Of none. */
        NEVER,
        /** Of those that ended badly. */
        ON_ERROR,
        /** Of all. */
        ALWAYS
    }

    /** Where they go. */
    public enum Place {
        /** To the archive, with the ticket. */
        ARCHIVE,
        /** Beside the output or the report too. */
        BESIDE
    }

    /**
     * What is wanted.
     *
     * @param logs   of which runs the logs
     * @param assets whether the assets
     * @param place  where they go
     */
    public record Wanted(Logs logs, boolean assets, Place place) {
    }

    /**
     * @param tickets    the tickets
     * @param wanted     what is wanted
     * @param durability how far a write must have come
     * @param mapper     reads the list of assets
     */
    public Extras(TicketStore tickets, Wanted wanted, Durability durability, ObjectMapper mapper) {
        this.tickets = tickets;
        this.wanted = wanted;
        this.durability = durability;
        this.repeats = new Repeats(tickets, mapper);
        this.answers = new CloudAnswers(mapper);
    }

    /**
     * @param id the ticket's name
     * @return whether the run's logs are wanted and not there yet
     */
    public boolean logsAreMissing(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        boolean bad = ticket.ending().map(Ending::status).filter(List.of("failed", "bad_output")::contains).isPresent();
        boolean wish = wanted.logs() == Logs.ALWAYS || wanted.logs() == Logs.ON_ERROR && bad;
        return wish && isOpen(ticket) && !Files.exists(tickets.folder(id).resolve(LOGS));
    }

    /**
     * @param id the ticket's name
     * @return whether the run's assets are wanted and not there yet
     */
    public boolean assetsAreMissing(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        boolean ended = ticket.ending().filter(ending -> ending.destination() == Destination.OUTPUT
                || ending.status().equals("failed")).isPresent();
        boolean missing = wanted.assets() && ended && isOpen(ticket) && !Files.exists(tickets.folder(id).resolve(ASSETS));
        if (missing) {
            // What an earlier try noted is found out anew.
            leftOut(id).toFile().delete();
        }
        return missing;
    }

    private static boolean isOpen(Ticket ticket) {
        return ticket.state() == Ticket.State.ENDED && ticket.deliveredAs().isEmpty() && ticket.runId().isPresent();
    }

    /**
     * Keeps a run's logs, however long they are. What cannot be read however often it comes stays as it came, for the
     * archive.
     *
     * @param id     the ticket's name
     * @param answer the answer to the request for its logs
     * @throws IOException      if the disk says no
     * @throws UnreadableAnswer if it is not what was asked for: to be asked for again
     */
    public void keepLogs(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream answer) throws IOException {
        Path file;
        try {
            file = AnswerFile.to(tickets.folder(id).resolve(LOGS_ANSWER), answer);
        } catch (UnreadableAnswer e) {
            // Too large, and that it will be again.
            withoutLogs(id, e);
            return;
        }
        try {
            Path part = tickets.folder(id).resolve(LOGS_PART);
            JsonText.write(file, "log", part);
            repeats.forget(id, LOGS);
            durability.settle(part);
            durability.move(part, tickets.folder(id).resolve(LOGS));
            Files.delete(file);
        } catch (UnreadableAnswer e) {
            if (!repeats.areEnough(id, LOGS, file)) {
                throw e;
            }
            write(id, "The run's logs cannot be read, " + e.getMessage() + ": what came lies in the archive, in " + id + "/"
                    + LOGS_ANSWER);
        }
    }

    /**
     * The logs cannot be had: the ticket goes without them.
     *
     * @param id  the ticket's name
     * @param why what was met
     */
    public void withoutLogs(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception why) {
        write(id, "The run's logs could not be fetched: " + why.getMessage());
    }

    private void write(TicketName id, String logs) {
        durability.write(tickets.folder(id).resolve(LOGS), logs.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads the list of a run's assets.
     *
     * @param id     the ticket's name
     * @param answer the answer to the request for it
     * @return those that are fetched: the first 1,000
     * @throws IOException      if the connection breaks
     * @throws UnreadableAnswer if it is no list: to be asked for again, until it has come often enough
     */
    public List<Asset> assets(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream answer) throws IOException {
        try {
            AssetList all = answers.read(answer, AssetList.class);
            if (all.total() > AssetList.MOST) {
                LOG.warn("{}: the run has {} assets; the first {} of them are fetched, the others are with the service",
                        id, all.total(), AssetList.MOST);
            }
            return all.items();
        } catch (AnswerTooLarge e) {
            return withoutAssets(id, e);
        } catch (UnreadableAnswer e) {
            mustBeEnough(id, ASSETS, e);
            return withoutAssets(id, e);
        }
    }

    /**
     * Reads the address of an asset.
     *
     * @param id     the ticket's name
     * @param asset  which one
     * @param answer the answer to the request for it
     * @return the presigned address, which is never to be shown
     * @throws Fault            if there will be none
     * @throws IOException      if the connection breaks
     * @throws UnreadableAnswer if there is none: to be asked for again, until that has come often enough
     */
    public String address(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.ASSET) Asset asset,
            @Body InputStream answer) throws IOException {
        try {
            return answers.read(answer, AssetUrl.class).downloadUrl();
        } catch (AnswerTooLarge e) {
            throw new Fault(Kind.REQUEST, 0, e.getMessage(), Optional.empty());
        } catch (UnreadableAnswer e) {
            mustBeEnough(id, ASSETS + "/" + asset.id(), e);
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
    public void keepAsset(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.ASSET) Asset asset,
            @Body InputStream download) {
        try {
            Path part = Directories.make(tickets.folder(id).resolve(PART));
            AnswerFile.to(Contained.child(part, fileName(asset)), download);
        } catch (UnreadableAnswer e) {
            withoutAsset(id, e);
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
     * The assets cannot be had: the ticket goes without.
     *
     * @param id  the ticket's name
     * @param why what was met
     * @return no assets
     * @throws UncheckedIOException if the disk says no
     */
    public List<Asset> withoutAssets(@ExchangeProperty(Slots.TICKET) TicketName id,
            @ExchangeProperty(Slots.CAUGHT) Exception why) {
        withoutAsset(id, why);
        return List.of();
    }

    /**
     * An asset cannot be had: the ticket goes without it, and one line says so of all.
     *
     * @param id  the ticket's name
     * @param why what was met
     * @throws UncheckedIOException if the disk says no
     */
    public void withoutAsset(@ExchangeProperty(Slots.TICKET) TicketName id,
            @ExchangeProperty(Slots.CAUGHT) Exception why) {
        try {
            Files.writeString(leftOut(id), String.valueOf(why.getMessage()).replaceAll("\\s+", " ") + "\n",
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All assets that can be had are there.
     *
     * @param id the ticket's name
     * @throws UncheckedIOException if the disk says no
     */
    public void assetsAreComplete(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Path part = tickets.folder(id).resolve(PART);
        try {
            Directories.make(part);
            if (Files.exists(leftOut(id))) {
                List<String> reasons = Files.readAllLines(leftOut(id));
                LOG.warn("{}: {} of the run's assets, or the list of them, could not be fetched, and are left out; the first:"
                        + " {}; all reasons: {}", id, reasons.size(), reasons.get(0), LEFT_OUT);
            }
            durability.settle(part);
            durability.move(part, tickets.folder(id).resolve(ASSETS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why assets are missing, one a line: for the archive. */
    private Path leftOut(TicketName id) {
        return tickets.folder(id).resolve(LEFT_OUT);
    }

    /**
     * Puts copies of what is there among what is delivered, where that is wanted.
     *
     * @param id     the ticket's name
     * @param folder where what is delivered is put together
     * @throws IOException if the disk says no
     */
    void copyInto(TicketName id, Path folder) throws IOException {
        for (String name : List.of(LOGS, ASSETS)) {
            Path from = Contained.child(tickets.folder(id), name);
            if (wanted.place() == Place.BESIDE && Files.exists(from)) {
                Directories.make(folder);
                Trees.copy(from, Contained.child(folder, name), durability);
            }
        }
    }
}
