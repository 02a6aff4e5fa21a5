package io.camelnextmv.deliver;

import io.camelnextmv.store.GroupCommit;
import io.camelnextmv.store.TicketFolder;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Places all that belongs to an ended ticket in the folder of its destination, under one name that was free. */
final class FolderPlacement {
    private final TicketStore tickets;
    private final Destinations destinations;
    private final FolderItems items;
    private final FreeNames names;
    private final GroupCommit commits;
    private final InheritedRights rights = new InheritedRights();
    private final Map<Path, Lock> unlinked = new ConcurrentHashMap<>();

    FolderPlacement(TicketStore tickets, Destinations destinations, FreeNames names) {
        this.tickets = tickets;
        this.destinations = destinations;
        this.items = new FolderItems(tickets, destinations);
        this.names = names;
        this.commits = new GroupCommit(tickets.durability()::sync);
    }

    /**
     * @param ticket a ticket that has ended, and all of which is made; a part of it may be placed already
     * @return the ticket with its name, placed
     * @throws NotHeld     if the folder's file system cannot hold it
     * @throws IOException if the disk says no: to be tried again
     */
    Ticket placeUnderFreeName(Ticket ticket) throws IOException {
        Path destination = destinations.of(ticket, ticket.ending().orElseThrow().destination());
        destinations.mustBeThere(destination);
        TicketFolder folder = tickets.folder(ticket.id());
        AtomicPlacement placement = new AtomicPlacement(tickets.durability(), commits, folder.durability(),
                tickets.modes(), rights, unlinked.computeIfAbsent(destination, any -> new ReentrantLock()));
        folder.handOut();
        Optional<String> chosen = ticket.deliveredAs();
        while (true) {
            try (FreeNames.Held name = names.hold(ticket, chosen)) {
                // Written down before anything is placed: a second delivery must come to the same one.
                Ticket named = chosen.filter(name.stem()::equals).isPresent() ? ticket
                        : tickets.write(ticket.deliveredAs(name.stem()));
                placeAll(named, name, placement);
                return named;
            } catch (FileAlreadyExistsException e) {
                // Somebody else took the name between our look and our link.
                chosen = Optional.empty();
            }
        }
    }

    private void placeAll(Ticket named, FreeNames.Held name, AtomicPlacement placement) throws IOException {
        try {
            for (FolderItems.Item item : items.of(named)) {
                placement.place(item.made(), item.target(), named.id().text());
            }
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            // A part may have been placed: what is still to come belongs beside it.
            name.keep();
            throw e;
        }
    }

    /** Where a ticket is that was placed: what stands for the whole of it. */
    Path target(Ticket ticket) {
        List<FolderItems.Item> placed = items.of(ticket);
        return placed.get(placed.size() - 1).target();
    }
}
