package io.camelnextmv.deliver;

import io.camelnextmv.document.SmallFile;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Endings;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an ended ticket's answer to its folder. Each step can be done twice: what was fetched is not fetched again,
 * what was placed is not placed again, and names are chosen once.
 */
public final class FolderDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(FolderDelivery.class);
    private static final String OUTPUT = Outputs.OUTPUT;
    private static final String INPUT_BACK = "input";
    private static final String REPORT = "report";

    private final TicketStore tickets;
    private final Destinations destinations;
    private final Durability durability;
    private final AtomicPlacement placement;
    private final Extras extras;
    private final ErrorLog errorLog;
    private final Reports reports;
    private final ReentrantLock naming = new ReentrantLock();

    /**
     * @param tickets      the tickets
     * @param destinations where the answers go
     * @param durability   how far a write must have come
     * @param extras       logs and assets
     * @param errorLog     why runs failed
     * @param reports      why there are no outputs
     */
    public FolderDelivery(TicketStore tickets, Destinations destinations, Durability durability, Extras extras,
            ErrorLog errorLog, Reports reports) {
        this.tickets = tickets;
        this.destinations = destinations;
        this.durability = durability;
        this.placement = new AtomicPlacement(durability);
        this.extras = extras;
        this.errorLog = errorLog;
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
            Ticket delivered = tickets.write(placeUnderFreeName(ticket).delivered());
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
            throw new UncheckedIOException(why);
        }
        Path folder = destinations.of(ticket, Destination.OUTPUT);
        Path kept = Contained.child(tickets.folder(ticket.id()), Names.output(Names.KEPT));
        try {
            Trees.delete(kept);
            durability.move(made(ticket.id(), OUTPUT), kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tickets.write(ticket.corrected(Endings.outputNotHeld(folder.toString(), why.getMessage(),
                tickets.archived(ticket.id()).resolve(kept.getFileName()).toString(), was)));
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
            Path kept = tickets.folder(id).resolve(kept(ticket));
            if (ending(ticket).destination() != Destination.OUTPUT) {
                durability.write(kept, reports.of(ticket));
            } else if (!Files.exists(kept)) {
                durability.move(made(id, OUTPUT), kept);
            }
            LOG.info("{} → {} ({}, {})", ticket.file(), tickets.archived(id).resolve(kept.getFileName()),
                    ending(ticket).status(), ticket.runId().map(run -> "run " + run).orElse("no run"));
            return tickets.write(ticket.deliveredAs(Names.KEPT).delivered());
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
        return tickets.archived(ticket.id()).resolve(kept(ticket));
    }

    private String kept(Ticket ticket) {
        return ending(ticket).destination() == Destination.OUTPUT ? namesOf(ticket).kept(ticket) : Reports.FILE;
    }

    private Ticket placeUnderFreeName(Ticket ticket) throws IOException {
        destinations.mustBeThere(destinations.of(ticket, ending(ticket).destination()));
        naming.lock();
        try {
            Ticket named = ticket.deliveredAs().isPresent() ? ticket : name(ticket);
            while (true) {
                try {
                    for (Item item : items(named)) {
                        placement.place(item.made(), item.target(), named.id().text());
                    }
                    return named;
                } catch (FileAlreadyExistsException e) {
                    // Somebody took the name between our look and our link.
                    named = name(named);
                }
            }
        } finally {
            naming.unlock();
        }
    }

    /** Chooses a free name and writes it down: a second delivery must come to the same one. */
    private Ticket name(Ticket ticket) {
        Names names = namesOf(ticket);
        String last = ticket.runId().orElse(ticket.id().text()) + "." + ticket.id();
        List<String> stems = List.of(names.stem(), names.stemWith(ticket.runId().orElse(ticket.id().text())),
                names.stemWith(last), names.stemWith(last + "." + System.nanoTime()));
        String stem = stems.stream()
                .filter(candidate -> items(ticket, candidate).stream().map(Item::target).allMatch(FolderDelivery::isFree))
                .findFirst().orElse(stems.get(stems.size() - 1));
        return tickets.write(ticket.deliveredAs(stem));
    }

    private static boolean isFree(Path target) {
        return Names.fits(target.getFileName().toString()) && !Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }

    private record Item(Path made, Path target) {
    }

    private List<Item> items(Ticket ticket) {
        return items(ticket, ticket.deliveredAs().orElseThrow());
    }

    private List<Item> items(Ticket ticket, String stem) {
        Names names = namesOf(ticket);
        Destination destination = ending(ticket).destination();
        Path folder = destinations.of(ticket, destination);
        List<Item> items = new ArrayList<>();
        addIfThere(items, made(ticket.id(), Extras.LOGS), Contained.child(folder, Names.logs(stem)));
        addIfThere(items, made(ticket.id(), Extras.ASSETS), Contained.child(folder, Names.assets(stem)));
        if (destination == Destination.OUTPUT) {
            items.add(new Item(made(ticket.id(), OUTPUT), Contained.child(folder, names.output(stem,
                    ending(ticket).outputFormat().orElse(Format.JSON), ticket.plan().spec().inputFormat()))));
            return items;
        }
        items.add(new Item(made(ticket.id(), INPUT_BACK), Contained.child(folder, names.file(stem))));
        for (Path sidecar : sidecars(ticket)) {
            items.add(new Item(made(ticket.id(), sidecar.getFileName().toString()),
                    Contained.child(folder, names.file(stem) + ending(sidecar, ticket.file()))));
        }
        addIfThere(items, made(ticket.id(), Outputs.BAD_OUTPUT), Contained.child(folder, Names.output(stem)));
        items.add(new Item(made(ticket.id(), REPORT), Contained.child(folder, Names.report(stem))));
        return items;
    }

    /** What is not there was placed before, or never was. */
    private static void addIfThere(List<Item> items, Path made, Path target) {
        if (Files.exists(made)) {
            items.add(new Item(made, target));
        }
    }

    /** What is a link stays where it is: what it leads to is nobody's to hand out. */
    private List<Path> sidecars(Ticket ticket) {
        return tickets.sidecarsOf(ticket.id()).stream().filter(SmallFile::isOne).toList();
    }

    private static String ending(Path sidecar, String file) {
        return sidecar.getFileName().toString().substring(file.length());
    }

    private Names namesOf(Ticket ticket) {
        return Names.of(ticket, tickets.input(ticket));
    }

    /** Puts together what is not fetched: the input's copy and the report. */
    private void make(Ticket ticket) throws IOException {
        Ending ending = ending(ticket);
        extras.copyInto(ticket.id(), tickets.out(ticket.id()));
        if (ending.destination() == Destination.OUTPUT) {
            return;
        }
        Path back = made(ticket.id(), INPUT_BACK);
        Directories.make(back.getParent());
        if (Files.exists(tickets.input(ticket), LinkOption.NOFOLLOW_LINKS)) {
            Trees.copy(tickets.input(ticket), back, durability);
        } else {
            // Somebody has taken it away: the report is worth more than an input that nobody has.
            tickets.read(ticket.id());
            LOG.warn("{}: the input is not in the ticket's folder any more, it does not go back", ticket.id());
        }
        for (Path sidecar : sidecars(ticket)) {
            Path copy = made(ticket.id(), sidecar.getFileName().toString());
            Files.copy(sidecar, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            durability.settle(copy);
        }
        Path bad = Contained.child(tickets.folder(ticket.id()), Names.output(Names.KEPT));
        if (Files.isRegularFile(bad)) {
            Trees.copy(bad, made(ticket.id(), Outputs.BAD_OUTPUT), durability);
        }
        byte[] report = reports.of(ticket);
        durability.write(made(ticket.id(), REPORT), report);
        durability.write(tickets.folder(ticket.id()).resolve(Reports.FILE), report);
    }

    private void say(Ticket ticket) {
        Ending ending = ending(ticket);
        List<Item> items = items(ticket);
        Path target = items.get(items.size() - 1).target();
        String run = ticket.runId().map(id -> "run " + id).orElse("no run");
        Duration took = Duration.between(ticket.claimedAt(), ending.endedAt());
        if (ending.destination() == Destination.OUTPUT) {
            LOG.info("{} → {} ({}, {} s, {} checks)", ticket.file(), target, run, seconds(took), ending.polls());
        } else {
            LOG.warn("{} → {} ({}, {}): {}", ticket.file(), target, ending.status(), run, ending.error());
        }
    }

    private static String seconds(Duration took) {
        return String.format(java.util.Locale.ROOT, "%.1f", took.toMillis() / 1000.0);
    }

    private Path made(TicketName id, String name) {
        return Contained.child(tickets.out(id), name);
    }

    private static Ending ending(Ticket ticket) {
        return ticket.ending()
                .orElseThrow(() -> new IllegalStateException("ticket " + ticket.id() + " has not ended"));
    }
}
