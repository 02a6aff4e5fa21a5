package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.AnswerTooLarge;
import io.camelnextmv.cloud.AssetList;
import io.camelnextmv.cloud.AssetList.Asset;
import io.camelnextmv.cloud.AssetUrl;
import io.camelnextmv.cloud.CloudAnswers;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.Fault.Whose;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.payload.AnswerFile;
import io.camelnextmv.payload.JsonText;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final String LOGS_PART = "logs.part";
    /** In bytes: file systems take 255, and endings are put behind it. */
    private static final int LONGEST = 240;
    /** Pictures, tables, a report of each vehicle: more are the data of another application. */
    private static final int MOST_ASSETS = 1000;
    /** How often something else than was asked for must come the same; a page of a proxy may come twice. */
    private static final int BELIEVED = 3;
    private final TicketStore tickets;
    private final Wanted wanted;
    private final Durability durability;
    private final CloudAnswers answers;
    private final Map<TicketName, Missed> missed = new ConcurrentHashMap<>();
    private final Map<TicketName, Suspect> suspects = new ConcurrentHashMap<>();

    private record Suspect(String words, int times) {
    }

    private record Missed(int count, String first) {
    }

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
        boolean ended = ticket.ending().filter(ending -> ending.fate() == Fate.OUTPUT
                || ending.status().equals("failed")).isPresent();
        return wanted.assets() && ended && isOpen(ticket) && !Files.exists(tickets.folder(id).resolve(ASSETS));
    }

    private static boolean isOpen(Ticket ticket) {
        return ticket.state() == Ticket.State.ENDED && ticket.deliveredAs().isEmpty() && ticket.runId().isPresent();
    }

    /**
     * Keeps a run's logs, however long they are.
     *
     * @param id     the ticket's name
     * @param answer the answer to the request for its logs
     * @throws IOException      if the disk says no
     * @throws UnreadableAnswer if it carries no log
     */
    public void keepLogs(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream answer) throws IOException {
        try {
            Path file = AnswerFile.to(tickets.folder(id).resolve(LOGS_ANSWER), answer);
            Path part = tickets.folder(id).resolve(LOGS_PART);
            JsonText.write(file, "log", part);
            durability.settle(part);
            durability.move(part, tickets.folder(id).resolve(LOGS));
            Files.delete(file);
        } catch (UnreadableAnswer e) {
            if (!isBelieved(id, LOGS, e)) {
                throw e;
            }
            withoutLogs(id, e);
        }
    }

    /** That an answer cannot be used is believed when it comes the same again; too large it will be again. */
    private boolean isBelieved(TicketName id, String what, UnreadableAnswer why) {
        if (why.getCause() != null) {
            return AnswerTooLarge.isBehind(why);
        }
        String now = what + ": " + why.getMessage();
        return suspects.merge(id, new Suspect(now, 1), (before, one) -> before.words().equals(now)
                ? new Suspect(now, before.times() + 1) : one).times() >= BELIEVED;
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
     * @throws UnreadableAnswer if it is no list
     */
    public List<Asset> assets(@ExchangeProperty(Slots.TICKET) TicketName id, @Body InputStream answer) throws IOException {
        try {
            List<Asset> all = answers.read(answer, AssetList.class).items();
            if (all.size() > MOST_ASSETS) {
                LOG.warn("{}: the run has {} assets; the first {} of them are fetched, the others are with the service",
                        id, all.size(), MOST_ASSETS);
            }
            return all.subList(0, Math.min(all.size(), MOST_ASSETS));
        } catch (AnswerTooLarge e) {
            return withoutAssets(id, e);
        } catch (UnreadableAnswer e) {
            if (!isBelieved(id, ASSETS, e)) {
                throw e;
            }
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
     * @throws UnreadableAnswer if there is none
     */
    public String address(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.ASSET) Asset asset,
            @Body InputStream answer) throws IOException {
        try {
            return answers.read(answer, AssetUrl.class).downloadUrl();
        } catch (AnswerTooLarge e) {
            throw new Fault(Whose.REQUEST, 0, e.getMessage(), Optional.empty());
        } catch (UnreadableAnswer e) {
            if (!isBelieved(id, asset.id(), e)) {
                throw e;
            }
            throw new Fault(Whose.REQUEST, 0, e.getMessage(), Optional.empty());
        }
    }

    /**
     * Keeps an asset, or goes without one that is too large.
     *
     * @param id       the ticket's name
     * @param asset    which one
     * @param download its bytes
     * @throws UnreadableAnswer     if they end too early
     * @throws UncheckedIOException if the disk says no
     */
    public void keepAsset(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.ASSET) Asset asset,
            @Body InputStream download) {
        try {
            AnswerFile.to(tickets.folder(id).resolve(PART).resolve(fileName(asset)), download);
        } catch (UnreadableAnswer e) {
            if (!isBelieved(id, asset.id(), e)) {
                throw e;
            }
            withoutAsset(id, e);
        }
    }

    /** Its name as far as it is harmless, and its id, which makes it unique; no longer than a file's name may be. */
    private static String fileName(Asset asset) {
        String name = asset.name().strip().replaceAll("[^\\p{L}\\p{N}._ -]", "_").replaceFirst("^[.]+", "_");
        int room = LONGEST - asset.id().length() - 1;
        while (name.getBytes(StandardCharsets.UTF_8).length > room) {
            name = name.substring(name.offsetByCodePoints(0, 1));
        }
        return name.isEmpty() || name.equals(asset.id()) ? asset.id() : asset.id() + "-" + name;
    }

    /**
     * The assets cannot be had: the ticket goes without.
     *
     * @param id  the ticket's name
     * @param why what was met
     * @return no assets
     */
    public List<Asset> withoutAssets(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception why) {
        LOG.warn("{}: the assets of the run could not be fetched, they are left out: {}", id, why.getMessage());
        return List.of();
    }

    /**
     * An asset cannot be had: the ticket goes without it, and one line says so of all.
     *
     * @param id  the ticket's name
     * @param why what was met
     */
    public void withoutAsset(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception why) {
        missed.merge(id, new Missed(1, String.valueOf(why.getMessage())),
                (before, one) -> new Missed(before.count() + 1, before.first()));
    }

    /**
     * All assets that can be had are there.
     *
     * @param id the ticket's name
     * @throws UncheckedIOException if the disk says no
     */
    public void assetsAreComplete(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Path part = tickets.folder(id).resolve(PART);
        suspects.remove(id);
        Missed without = missed.remove(id);
        if (without != null) {
            LOG.warn("{}: {} of the run's assets could not be fetched and are left out, the first because of this: {}", id,
                    without.count(), without.first());
        }
        try {
            Files.createDirectories(part);
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
                Files.createDirectories(folder);
                Trees.copy(from, folder.resolve(name), durability);
            }
        }
    }
}
