package io.camelnextmv.deliver;

import io.camelnextmv.ticket.Ticket;
import java.nio.file.FileSystemException;
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
     * Holds the name that a ticket has, or chooses one where it has none.
     *
     * @param ticket the ticket
     * @param chosen the name that was chosen for it before; a part of what belongs to it may be there already
     * @return the name, to be closed when the ticket has been placed
     * @throws FileSystemException if another ticket looks whether the name is free, or is given it, at this moment: to be tried again,
     *                             as one that is placed in part must not get a second name
     */
    Held hold(Ticket ticket, Optional<String> chosen) throws FileSystemException {
        if (chosen.isEmpty()) {
            return choose(ticket);
        }
        return hold(ticket, chosen.get()).orElseThrow(() -> new FileSystemException(
                items.targets(ticket, chosen.get()).get(0).toString(), null, "another ticket is about to be placed there"));
    }

    private Held choose(Ticket ticket) {
        List<String> stems = items.stems(ticket);
        return stems.stream().map(stem -> holdIfFree(ticket, stem)).flatMap(Optional::stream).findFirst()
                .orElseGet(() -> new Held(stems.get(stems.size() - 1), List.of(), this));
    }

    private Optional<Held> holdIfFree(Ticket ticket, String stem) {
        // Before, since what is taken is not to be held for a look; and behind, since it may have been placed meanwhile.
        if (!areFree(items.targets(ticket, stem))) {
            return Optional.empty();
        }
        Optional<Held> mine = hold(ticket, stem);
        if (mine.isPresent() && !areFree(mine.get().targets())) {
            mine.get().close();
            return Optional.empty();
        }
        return mine;
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
