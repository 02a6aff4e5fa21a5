package io.camelnextmv.deliver;

import io.camelnextmv.deliver.ErrorFolder.Returned;
import io.camelnextmv.store.Sidecars;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.TicketName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a retry is about: written down before anything is moved, in the folder that the input came back to.
 *
 * @param ticket   the ticket of the input
 * @param stem     what the names of its report and of what lies beside it have in common
 * @param source   the input's name where it came back
 * @param inbox    the inbox that it goes to
 * @param target   its name there
 * @param folder   whether it is a folder, which gets a marker
 * @param sidecars what the names of its sidecars have behind its own
 */
record RedriveJournal(TicketName ticket, String stem, String source, String inbox, String target, boolean folder,
        List<String> sidecars) {
    /** How the names begin of all that a retry makes for itself. */
    private static final String HIDDEN = ".nextmv-retry-";
    private static final String ENDING = ".json";
    /** The pattern of the names of journals. */
    static final String FILES = HIDDEN + "*" + ENDING;

    /** @throws IllegalArgumentException if it names what is no file of its folder */
    RedriveJournal {
        boolean whole = ticket != null && inbox != null && sidecars != null && Contained.isName(source)
                && Contained.isName(target) && Contained.isName(stem)
                && sidecars.stream().allMatch(ending -> Sidecars.isOne(source + ending)
                        && Contained.isName(source + ending));
        if (!whole) {
            throw new IllegalArgumentException("that is no journal");
        }
    }

    /** In the order in which they get their names. */
    List<Item> items(Path errors) {
        List<Item> items = new ArrayList<>();
        for (String ending : sidecars) {
            items.add(item(errors, items.size(), source + ending, target + ending));
        }
        items.add(item(errors, items.size(), source, target));
        return items;
    }

    private Item item(Path errors, int number, String from, String to) {
        Path folderOfInputs = Path.of(inbox);
        return new Item(Contained.child(errors, from), Contained.child(folderOfInputs, HIDDEN + ticket + "-" + number),
                Contained.child(folderOfInputs, to));
    }

    Path input(Path errors) {
        return Contained.child(errors, source);
    }

    Path placed() {
        return Contained.child(Path.of(inbox), target);
    }

    Path stagedMarker() {
        return Contained.child(Path.of(inbox), HIDDEN + ticket + "-marker");
    }

    Path copied(Path errors) {
        return Contained.child(errors, HIDDEN + ticket + "-copied");
    }

    /** Where the journal of what came back lies. */
    static Path file(Returned returned) {
        return Contained.child(returned.folder(), HIDDEN + returned.ticket() + ENDING);
    }

    /** A file on its way: where it lay, its hidden name in the inbox, its name there. */
    record Item(Path source, Path staged, Path target) {
        Path linking() {
            return Contained.sibling(staged, staged.getFileName() + "-linking");
        }

        /** On the way back: the same as a journal's on the way there. */
        Path copied() {
            return Contained.sibling(staged, staged.getFileName() + "-copied");
        }
    }
}
