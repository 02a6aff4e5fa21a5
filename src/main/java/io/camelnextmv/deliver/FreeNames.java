package io.camelnextmv.deliver;

import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Chooses a name under which all that belongs to a ticket is free, and holds it until it has been placed. Tickets that are
 * placed at the same time come to names of their own, each with all that is its own, and none waits for what another's folder takes
 * to answer: no disk is asked while others have to wait. What was placed in part keeps its names until it is whole.
 */
final class FreeNames {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private final FolderItems items;
    private final long longestWait;
    private final Predicate<TicketName> inFlight;
    private final Map<Path, Holder> held = new HashMap<>();

    /**
     * Whose a name is.
     *
     * @param ticket  the ticket
     * @param between whether nobody places it at the moment: it is to be tried again
     */
    private record Holder(TicketName ticket, boolean between) {
    }

    /**
     * A name that nobody else is given until it is closed, or longer.
     *
     * @param ticket  whose it is
     * @param stem    the name, before its ending
     * @param targets what is held
     * @param by      who gives it
     */
    record Held(TicketName ticket, String stem, List<Path> targets, FreeNames by) implements AutoCloseable {
        /** Not all has been placed: nobody else is given the name while its ticket is in flight. */
        void keep() {
            by.keep(this);
        }

        @Override
        public void close() {
            by.release(this);
        }
    }

    /**
     * @param items    what is placed, and where
     * @param inFlight tells whether a ticket is still worked on
     */
    FreeNames(FolderItems items, Predicate<TicketName> inFlight) {
        this(items, inFlight, LONGEST_WAIT);
    }

    FreeNames(FolderItems items, Predicate<TicketName> inFlight, Duration longestWait) {
        this.items = items;
        this.inFlight = inFlight;
        this.longestWait = longestWait.toNanos();
    }

    /**
     * Holds the name that a ticket has, or chooses one where it has none. What was placed in part must not get a second name, so
     * it waits for whoever only looks whether its name is free.
     *
     * @param ticket the ticket
     * @param chosen the name that was chosen for it before; a part of what belongs to it may be there already
     * @return the name, to be closed when the ticket has been placed
     * @throws FileSystemException if another one is being given that name for long: its folder, which is ours, does not answer
     */
    Held hold(Ticket ticket, Optional<String> chosen) throws FileSystemException {
        if (chosen.isEmpty()) {
            return choose(ticket);
        }
        Held name = new Held(ticket.id(), chosen.get(), items.targets(ticket, chosen.get()), this);
        if (!take(name, longestWait)) {
            throw new FileSystemException(name.targets().get(0).toString(), null,
                    "another one is placed there, and that takes long");
        }
        return name;
    }

    private Held choose(Ticket ticket) {
        List<String> stems = items.stems(ticket);
        return stems.stream().map(stem -> holdIfFree(ticket, stem)).flatMap(Optional::stream).findFirst()
                .orElseGet(() -> new Held(ticket.id(), stems.get(stems.size() - 1), List.of(), this));
    }

    /** First held, then looked for: who looked before might look at what is being placed. */
    private Optional<Held> holdIfFree(Ticket ticket, String stem) {
        Held name = new Held(ticket.id(), stem, items.targets(ticket, stem), this);
        if (!take(name, 0)) {
            return Optional.empty();
        }
        if (!areFree(name.targets())) {
            release(name);
            return Optional.empty();
        }
        return Optional.of(name);
    }

    private synchronized boolean take(Held name, long within) {
        long end = System.nanoTime() + within;
        try {
            while (name.targets().stream().anyMatch(target -> isAnothers(target, name.ticket()))) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            name.targets().forEach(target -> held.put(target, new Holder(name.ticket(), false)));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A ticket that somebody has taken away is not tried again. */
    private boolean isAnothers(Path target, TicketName ticket) {
        return Optional.ofNullable(held.get(target)).filter(holder -> !holder.between()
                || !holder.ticket().equals(ticket) && inFlight.test(holder.ticket())).isPresent();
    }

    private synchronized void keep(Held name) {
        held.values().removeIf(holder -> holder.between() && !inFlight.test(holder.ticket()));
        name.targets().forEach(target -> held.put(target, new Holder(name.ticket(), true)));
        notifyAll();
    }

    private synchronized void release(Held name) {
        Holder placing = new Holder(name.ticket(), false);
        name.targets().forEach(target -> held.remove(target, placing));
        notifyAll();
    }

    private static boolean areFree(List<Path> targets) {
        return targets.stream().allMatch(target -> Names.fits(target.getFileName().toString())
                && !Files.exists(target, LinkOption.NOFOLLOW_LINKS));
    }
}
