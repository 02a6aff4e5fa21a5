package io.camelnextmv.cli;

import io.camelnextmv.beans.CloudBeans;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.settings.NamedInbox;
import io.camelnextmv.settings.Settings;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ticket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a gateway, running or not, as a command finds them.
 *
 * @param settings what the gateway's settings say
 */
record GatewayFiles(Settings settings) {
    Folders folders() {
        return settings.folders().main();
    }

    /** Those folders, made and tried. */
    Folders prepared() {
        return folders().prepared(settings.resilience().durability(), settings.folders().modes());
    }

    /** The folders of an inbox, made and tried. */
    NamedInbox prepared(NamedInbox inbox) {
        return inbox.prepared(settings.resilience().durability(), settings.folders().modes());
    }

    /** The folder by which a gateway is steered; it may not be there. */
    Path control() {
        return settings.folders().control();
    }

    TicketReader ticketReader() {
        return new TicketReader(folders().work(), CloudBeans.json());
    }

    /** Reads those that are done, by their names. */
    TicketReader doneReader() {
        return new TicketReader(folders().archive(), CloudBeans.json());
    }

    /** Whether what a done ticket was about was a folder. */
    boolean folderInput(Ticket ticket) {
        return Files.isDirectory(Contained.child(Contained.child(folders().archive(), ticket.id().text()).resolve("input"),
                ticket.file()));
    }
}
