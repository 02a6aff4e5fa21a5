package io.camelnextmv.cli;

import io.camelnextmv.CloudBeans;
import io.camelnextmv.settings.Folders;
import io.camelnextmv.settings.Settings;
import io.camelnextmv.store.TicketReader;
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

    /** The folder by which a gateway is steered; it may not be there. */
    Path control() {
        return settings.folders().control();
    }

    TicketReader ticketReader() {
        return new TicketReader(folders().work(), CloudBeans.json());
    }
}
