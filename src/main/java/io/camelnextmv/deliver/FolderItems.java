package io.camelnextmv.deliver;

import io.camelnextmv.document.SmallFile;
import io.camelnextmv.store.TicketFolder;
import io.camelnextmv.store.TicketStore;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.Ending.Destination;
import io.camelnextmv.ticket.Format;
import io.camelnextmv.ticket.Ticket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What of an ended ticket is placed in the folder of its destination, and under which names. */
final class FolderItems {
    /** The input's copy, among what is brought home. */
    static final String INPUT_BACK = "input";
    /** Why there is no output, among what is brought home. */
    static final String REPORT = "report";
    private final TicketStore tickets;
    private final Destinations destinations;

    /**
     * One file or folder.
     *
     * @param made   where it was put together
     * @param target where it belongs
     */
    record Item(Path made, Path target) {
    }

    FolderItems(TicketStore tickets, Destinations destinations) {
        this.tickets = tickets;
        this.destinations = destinations;
    }

    /** Those of a ticket whose name is chosen; what stands for the whole comes last. */
    List<Item> of(Ticket ticket) {
        return of(ticket, ticket.deliveredAs().orElseThrow());
    }

    /** The names that a ticket may be placed under, the best one first; nobody else has chosen the last. */
    List<String> stems(Ticket ticket) {
        Names names = Names.of(ticket, tickets.input(ticket));
        String last = ticket.runId().orElse(ticket.id().text()) + "." + ticket.id();
        return List.of(names.stem(), names.stemWith(ticket.runId().orElse(ticket.id().text())), names.stemWith(last),
                names.stemWith(last + "." + System.nanoTime()));
    }

    /** Where all of them belong under a name. */
    List<Path> targets(Ticket ticket, String stem) {
        return of(ticket, stem).stream().map(Item::target).toList();
    }

    private List<Item> of(Ticket ticket, String stem) {
        TicketFolder from = tickets.folder(ticket.id());
        Names names = Names.of(ticket, from.input(ticket));
        Ending ending = ticket.ending().orElseThrow();
        Path folder = destinations.of(ticket, ending.destination());
        List<Item> items = new ArrayList<>();
        addIfThere(items, ticket, from.made(Extras.LOGS), Contained.child(folder, Names.logs(stem)));
        addIfThere(items, ticket, from.made(Extras.ASSETS), Contained.child(folder, Names.assets(stem)));
        if (ending.destination() == Destination.OUTPUT) {
            items.add(new Item(from.made(Outputs.OUTPUT), Contained.child(folder, names.output(stem,
                    ending.outputFormat().orElse(Format.JSON), ticket.plan().spec().inputFormat()))));
            return items;
        }
        items.add(new Item(from.made(INPUT_BACK), Contained.child(folder, names.file(stem))));
        for (Path sidecar : sidecars(from)) {
            items.add(new Item(from.made(sidecar.getFileName().toString()),
                    Contained.child(folder, names.file(stem) + ending(sidecar, ticket.file()))));
        }
        addIfThere(items, ticket, from.made(Outputs.BAD_OUTPUT), Contained.child(folder, Names.output(stem)));
        // Before the report: who sees that sees this, too.
        for (String partial : Names.partials("")) {
            addIfThere(items, ticket, from.made(Names.KEPT + partial), Contained.child(folder, stem + partial));
        }
        items.add(new Item(from.made(REPORT), Contained.child(folder, Names.report(stem))));
        return items;
    }

    /** What is not there was placed before, or never was; of what is being placed there may be the copy beside it only. */
    private static void addIfThere(List<Item> items, Ticket ticket, Path made, Path target) {
        if (Files.exists(made) || Files.exists(AtomicPlacement.beside(made, target, ticket.id().text()))) {
            items.add(new Item(made, target));
        }
    }

    /** What is a link stays where it is: what it leads to is nobody's to hand out. */
    static List<Path> sidecars(TicketFolder ticket) {
        return ticket.sidecars().stream().filter(SmallFile::isOne).toList();
    }

    private static String ending(Path sidecar, String file) {
        return sidecar.getFileName().toString().substring(file.length());
    }
}
