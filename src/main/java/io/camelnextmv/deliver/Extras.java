package io.camelnextmv.deliver;

import io.camelnextmv.store.Directories;
import io.camelnextmv.store.TicketFolder;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.util.List;

/**
 * A run's logs and assets, as far as they are wanted: {@link RunLogs} and {@link RunAssets} bring them into the ticket's folder,
 * and they go to the archive with it.
 */
public final class Extras {
    /** The logs, in the ticket's folder. */
    static final String LOGS = "logs.txt";
    /** The assets, in the ticket's folder. */
    static final String ASSETS = "assets";
    private final Wanted wanted;

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

    /** @param wanted what is wanted */
    public Extras(Wanted wanted) {
        this.wanted = wanted;
    }

    /** Whether something can still be brought to it. */
    static boolean isOpen(Ticket ticket) {
        return ticket.state() == Ticket.State.ENDED && ticket.deliveredAs().isEmpty() && ticket.runId().isPresent();
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
