package io.camelnextmv.deliver;

import io.camelnextmv.headers.Slots;
import io.camelnextmv.logging.Logs;
import io.camelnextmv.store.TicketFolder;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an ended ticket's answer to its folder. Each step can be done twice: what was fetched is not fetched again,
 * what was placed is not placed again, and names are chosen once.
 */
public final class FolderDelivery {
    private static final String DELIVERED = "delivered";
    private static final Logger LOG = LoggerFactory.getLogger(FolderDelivery.class);
    private final TicketStore tickets;
    private final Destinations destinations;
    private final FolderPlacement placement;
    private final InputBack inputBack;
    private final Extras extras;
    private final Reports reports;
    private final PartialOutput partial;

    /**
     * @param tickets      the tickets
     * @param destinations where the answers go
     * @param extras       logs and assets
     * @param partial      what failed runs have left
     * @param reports      why there are no outputs
     */
    public FolderDelivery(TicketStore tickets, Destinations destinations, Extras extras, PartialOutput partial,
            Reports reports) {
        this(tickets, destinations, extras, partial, reports,
                new FreeNames(new FolderItems(tickets, destinations), tickets.watched()::has));
    }

    FolderDelivery(TicketStore tickets, Destinations destinations, Extras extras, PartialOutput partial, Reports reports,
            FreeNames names) {
        this.tickets = tickets;
        this.destinations = destinations;
        this.placement = new FolderPlacement(tickets, destinations, names);
        this.inputBack = new InputBack(tickets, reports, partial);
        this.extras = extras;
        this.partial = partial;
        this.reports = reports;
    }

    /**
     * @param id the name of a ticket that has ended
     * @return whether its outcome is still to be brought to where it belongs
     */
    public boolean isDue(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return tickets.read(id).state() != Ticket.State.DELIVERED;
    }

    /**
     * Places the answer of a ticket for which nothing is missing.
     *
     * @param id the ticket's name
     * @return the ticket, delivered
     * @throws UncheckedIOException if the disk says no: to be tried again, as often as it takes
     */
    public Ticket place(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        if (ticket.state() == Ticket.State.DELIVERED) {
            return ticket;
        }
        try {
            if (ticket.deliveredAs().isEmpty()) {
                make(ticket);
            }
            Ticket placed = placement.placeUnderFreeName(ticket);
            Ticket delivered = tickets.delivered(placed.delivered(), placement.target(placed).toString());
            say(delivered);
            return delivered;
        } catch (NotHeld e) {
            return placeReportOf(tickets.read(id), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The output is whole, but its folder's file system cannot hold it: it goes to the archive instead. */
    private Ticket placeReportOf(Ticket ticket, NotHeld why) {
        Ending was = ending(ticket);
        if (was.destination() != Destination.OUTPUT) {
            return placeWithoutPartial(ticket, why);
        }
        Path folder = destinations.of(ticket, Destination.OUTPUT);
        TicketFolder from = tickets.folder(ticket.id());
        Path kept = from.file(Outputs.BAD);
        try {
            Trees.delete(kept);
            from.move(from.made(Outputs.OUTPUT), kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tickets.write(ticket.corrected(Endings.outputNotHeld(folder.toString(), why.getMessage(),
                tickets.archived().path(ticket.id()).resolve(kept.getFileName()).toString(), was)));
        return place(ticket.id());
    }

    /** What a failed run has left must not keep its report from its folder. */
    private Ticket placeWithoutPartial(Ticket ticket, NotHeld why) {
        try {
            TicketFolder folder = tickets.folder(ticket.id());
            if (!partial.stays(folder)) {
                throw new UncheckedIOException(why);
            }
            LOG.warn("{}: what its run has left goes to the archive: {}", ticket.id(), why.getMessage());
            inputBack.report(ticket, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return place(ticket.id());
    }

    /**
     * Keeps the answer of a ticket with it, for somebody who waits: it is in the ticket's folder when that is archived.
     *
     * @param id the ticket's name
     * @return the ticket, delivered
     * @throws UncheckedIOException if the disk says no: to be tried again, as often as it takes
     */
    public Ticket keep(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Ticket ticket = tickets.read(id);
        if (ticket.state() == Ticket.State.DELIVERED) {
            return ticket;
        }
        try {
            TicketFolder folder = tickets.folder(id);
            Path kept = folder.file(kept(ticket));
            if (ending(ticket).destination() != Destination.OUTPUT) {
                folder.write(kept, reports.of(ticket));
            } else if (!Files.exists(kept)) {
                folder.move(folder.made(Outputs.OUTPUT), kept);
            }
            Path archived = tickets.archived().path(id).resolve(kept.getFileName());
            Logs.event(DELIVERED, () -> LOG.info("{} → {} ({}, {})", ticket.file(), archived, ending(ticket).status(),
                    ticket.runId().map(run -> "run " + run).orElse("no run")));
            return tickets.delivered(ticket.deliveredAs(Names.KEPT).delivered(), archived.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where the answer of a ticket is that was kept and archived.
     *
     * @param ticket the ticket, archived
     * @return the run's output, or the report of why there is none
     */
    public Path keptFor(Ticket ticket) {
        return Contained.child(tickets.archived().path(ticket.id()), kept(ticket));
    }

    private String kept(Ticket ticket) {
        return ending(ticket).destination() == Destination.OUTPUT
                ? Names.of(ticket, tickets.input(ticket)).kept(ticket) : Reports.FILE;
    }

    /** Puts together what is not fetched: the input's copy and the report. */
    private void make(Ticket ticket) throws IOException {
        TicketFolder folder = tickets.folder(ticket.id());
        extras.copyInto(folder);
        if (ending(ticket).destination() != Destination.OUTPUT) {
            inputBack.make(ticket, folder);
        }
    }

    private void say(Ticket ticket) {
        Ending ending = ending(ticket);
        Path target = placement.target(ticket);
        String run = ticket.runId().map(id -> "run " + id).orElse("no run");
        Duration took = Duration.between(ticket.claimedAt(), ending.endedAt());
        if (ending.destination() == Destination.OUTPUT) {
            Logs.event(DELIVERED, () -> LOG.info("{} → {} ({}, {} s, {} checks)", ticket.file(), target, run,
                    seconds(took), ending.polls()));
        } else {
            Logs.event(DELIVERED, () -> LOG.warn("{} → {} ({}, {}): {}", ticket.file(), target, ending.status(), run,
                    ending.error()));
        }
    }

    private static String seconds(Duration took) {
        return String.format(java.util.Locale.ROOT, "%.1f", took.toMillis() / 1000.0);
    }

    private static Ending ending(Ticket ticket) {
        return ticket.ending()
                .orElseThrow(() -> new IllegalStateException("ticket " + ticket.id() + " has not ended"));
    }
}
