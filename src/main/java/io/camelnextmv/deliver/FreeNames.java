package io.camelnextmv.deliver;

import io.camelnextmv.ticket.Ticket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses a name under which all that belongs to a ticket is free, and holds it until it has been placed. Tickets that are
 * placed at the same time come to names of their own, each with all that is its own, and none waits for what another's folder takes
 * to answer: no disk is asked while others have to wait.
 */
final class FreeNames {
    private final FolderItems items;
    private final Set<Path> held = new HashSet<>();

    /**
     * A name that nobody else is given until it is closed.
     *
     * @param stem    the name, before its ending
     * @param targets what is held
     * @param by      who gives it
     */
    record Held(String stem, List<Path> targets, FreeNames by) implements AutoCloseable {
        @Override
        public void close() {
            by.release(targets);
        }
    }

    FreeNames(FolderItems items) {
        this.items = items;
    }

    /**
     * Holds the name that a ticket has, or chooses another one where it has none or somebody is given it at this moment.
     *
     * @param ticket the ticket
     * @param chosen the name that was chosen for it before; what is there by that name may be its own
     * @return the name, to be closed when the ticket has been placed
     */
    Held hold(Ticket ticket, Optional<String> chosen) {
        return chosen.flatMap(stem -> hold(ticket, stem)).orElseGet(() -> choose(ticket));
    }

    private Held choose(Ticket ticket) {
        List<String> stems = items.stems(ticket);
        for (String stem : stems) {
            // First held, then looked for: who looked before might look at what is being placed.
            Optional<Held> mine = hold(ticket, stem);
            if (mine.isPresent() && areFree(mine.get().targets())) {
                return mine.get();
            }
            mine.ifPresent(Held::close);
        }
        return new Held(stems.get(stems.size() - 1), List.of(), this);
    }

    private Optional<Held> hold(Ticket ticket, String stem) {
        List<Path> targets = items.targets(ticket, stem);
        return take(targets) ? Optional.of(new Held(stem, targets, this)) : Optional.empty();
    }

    private synchronized boolean take(List<Path> targets) {
        return targets.stream().noneMatch(held::contains) && held.addAll(targets);
    }

    private synchronized void release(List<Path> targets) {
        targets.forEach(held::remove);
    }

    private static boolean areFree(List<Path> targets) {
        return targets.stream().allMatch(target -> Names.fits(target.getFileName().toString())
                && !Files.exists(target, LinkOption.NOFOLLOW_LINKS));
    }
}
