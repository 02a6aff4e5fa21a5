package io.camelnextmv.deliver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.AssetList.Asset;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.Directories;
import io.camelnextmv.ticket.Durability;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Fate;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    private static final int LONGEST = 100;
    private final TicketStore tickets;
    private final Wanted wanted;
    private final Durability durability;
    private final ObjectMapper mapper;

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
     * @param mapper     reads the logs
     */
    public Extras(TicketStore tickets, Wanted wanted, Durability durability, ObjectMapper mapper) {
        this.tickets = tickets;
        this.wanted = wanted;
        this.durability = durability;
        this.mapper = mapper;
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
        boolean ended = ticket.ending().filter(ending -> ending.fate() == Fate.OUTPUT
                || ending.status().equals("failed")).isPresent();
        return wanted.assets() && ended && isOpen(ticket) && !Files.exists(tickets.folder(id).resolve(ASSETS));
    }

    private static boolean isOpen(Ticket ticket) {
        return ticket.state() == Ticket.State.ENDED && ticket.deliveredAs().isEmpty() && ticket.runId().isPresent();
    }

    /**
     * Keeps a run's logs. Those that are too large to be read stay as they came, for the archive.
     *
     * @param id     the ticket's name
     * @param answer the answer to the request for its logs
     * @throws IOException      if the disk says no
     * @throws UnreadableAnswer if it carries no log
     */
    public void keepLogs(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream answer) throws IOException {
        Path file = AnswerFile.to(tickets.folder(id).resolve(LOGS_ANSWER), answer);
        long size = Files.size(file);
        if (size > AnswerFile.READABLE) {
            write(id, "The run's logs are too large to be shown: the answer of " + size + " bytes lies in the archive, in "
                    + id + "/" + LOGS_ANSWER);
            return;
        }
        try {
            JsonNode tree = mapper.readTree(Files.readAllBytes(file));
            if (tree == null || !tree.isObject()) {
                throw new UnreadableAnswer("the answer is not a JSON object");
            }
            write(id, tree.path("log").asText(""));
            Files.delete(file);
        } catch (JsonProcessingException e) {
            throw new UnreadableAnswer("the answer is not the JSON that was expected: " + e.getOriginalMessage());
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
     * Keeps an asset.
     *
     * @param id       the ticket's name
     * @param asset    which one
     * @param download its bytes
     * @throws UnreadableAnswer     if they end too early
     * @throws UncheckedIOException if the disk says no
     */
    public void keepAsset(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.ASSET) Asset asset,
            @Body InputStream download) {
        Path folder = tickets.folder(id).resolve(PART);
        AnswerFile.to(folder.resolve(fileName(asset)), download);
    }

    /** Its name as far as it is harmless, and its id, which makes it unique. */
    private static String fileName(Asset asset) {
        String name = asset.name().strip().replaceAll("[^\\p{L}\\p{N}._ -]", "_").replaceFirst("^[.]+", "_");
        String kept = name.length() > LONGEST ? name.substring(name.length() - LONGEST) : name;
        return kept.isEmpty() || kept.equals(asset.id()) ? asset.id() : asset.id() + "-" + kept;
    }

    /**
     * An asset, or all of them, cannot be had: the ticket goes without.
     *
     * @param id  the ticket's name
     * @param why what was met
     * @return no assets
     */
    public List<Asset> withoutAssets(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception why) {
        LOG.warn("{}: an asset of the run could not be fetched, it is left out: {}", id, why.getMessage());
        return List.of();
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
            durability.settle(part);
            durability.move(part, tickets.folder(id).resolve(ASSETS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
            Path from = tickets.folder(id).resolve(name);
            if (wanted.place() == Place.BESIDE && Files.exists(from)) {
                Directories.make(folder);
                Trees.copy(from, folder.resolve(name), durability);
            }
        }
    }
}
