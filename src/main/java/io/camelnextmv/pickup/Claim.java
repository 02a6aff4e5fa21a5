package io.camelnextmv.pickup;

import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketStore;
import java.io.File;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a file from the inbox and makes it a ticket. */
public final class Claim {
    private static final Logger LOG = LoggerFactory.getLogger(Claim.class);
    private final TicketStore tickets;
    private final Door door;
    private final String applicationId;
    private final Optional<String> instanceId;

    /**
     * @param tickets       the tickets
     * @param door          says whether there is room
     * @param applicationId the application that runs the inputs
     * @param instanceId    its instance, empty for the default one
     */
    public Claim(TicketStore tickets, Door door, String applicationId, Optional<String> instanceId) {
        this.tickets = tickets;
        this.door = door;
        this.applicationId = applicationId;
        this.instanceId = instanceId;
    }

    /**
     * Takes the file.
     *
     * @param file a file of the inbox
     * @return the ticket's name; none when there is no room, or somebody else took the file
     * @throws UncheckedIOException if the disk says no; the file stays where it is
     */
    public List<String> take(File file) {
        if (!door.letsIn()) {
            return List.of();
        }
        try {
            Optional<Ticket> ticket = tickets.claim(file.toPath(), applicationId, instanceId);
            ticket.ifPresent(claimed -> LOG.debug("{} is ticket {}", claimed.file(), claimed.id()));
            return ticket.map(Ticket::id).stream().toList();
        } catch (UncheckedIOException e) {
            door.shutForAWhile();
            throw e;
        }
    }
}
