package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.cloud.AssetList.Asset;
import io.camelnextmv.cloud.Fault;
import io.camelnextmv.cloud.UnreadableAnswer;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.TicketFolder;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** Brings a run's logs and assets into its ticket's folder, as far as they are wanted; they go to the archive with it. */
public final class Extras {
    /** The logs, in the ticket's folder. */
    static final String LOGS = "logs.txt";
    /** The assets, in the ticket's folder. */
    static final String ASSETS = "assets";
    private final TicketStore tickets;
    private final Wanted wanted;
    private final RunLogs logs;
    private final RunAssets assets;

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
     * @param tickets the tickets
     * @param wanted  what is wanted
     * @param mapper  reads the list of assets
     */
    public Extras(TicketStore tickets, Wanted wanted, ObjectMapper mapper) {
        this.tickets = tickets;
        this.wanted = wanted;
        this.logs = new RunLogs(tickets, mapper);
        this.assets = new RunAssets(tickets, mapper);
    }

    /**
     * @param id the ticket's name
     * @return whether the run's logs are wanted and not there yet
     */
    public boolean logsAreMissing(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        boolean bad = ticket.ending().map(Ending::status).filter(List.of("failed", "bad_output")::contains).isPresent();
        boolean wish = wanted.logs() == Logs.ALWAYS || wanted.logs() == Logs.ON_ERROR && bad;
        return wish && isOpen(ticket) && !logs.areThere(id);
    }

    /**
     * @param id the ticket's name
     * @return whether the run's assets are wanted and not there yet
     */
    public boolean assetsAreMissing(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        boolean ended = ticket.ending().filter(ending -> ending.destination() == Destination.OUTPUT
                || ending.status().equals("failed")).isPresent();
        boolean missing = wanted.assets() && ended && isOpen(ticket) && !assets.areThere(id);
        if (missing) {
            assets.begin(id);
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
        logs.keep(id, answer);
    }

    /**
     * The logs cannot be had: the ticket goes without them.
     *
     * @param id  the ticket's name
     * @param why what was met
     */
    public void withoutLogs(@ExchangeProperty(Slots.TICKET) TicketName id, @ExchangeProperty(Slots.CAUGHT) Exception why) {
        logs.without(id, why);
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
        return assets.list(id, answer);
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
        return assets.address(id, asset, answer);
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
        assets.keep(id, asset, download);
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
        assets.without(id, why);
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
        assets.without(id, why);
    }

    /**
     * All assets that can be had are there.
     *
     * @param id the ticket's name
     * @throws UncheckedIOException if the disk says no
     */
    public void assetsAreComplete(@ExchangeProperty(Slots.TICKET) TicketName id) {
        assets.areComplete(id);
    }

    /**
     * Puts copies of what is there among what is delivered, where that is wanted.
     *
     * @param folder the ticket's folder
     * @throws IOException if the disk says no
     */
    void copyInto(TicketFolder folder) throws IOException {
        for (String name : List.of(LOGS, ASSETS)) {
            if (wanted.place() == Place.BESIDE && folder.has(name)) {
                Directories.make(folder.out());
                Trees.copy(folder.file(name), folder.made(name), folder.durability());
            }
        }
    }
}
