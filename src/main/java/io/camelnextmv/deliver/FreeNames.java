package io.camelnextmv.deliver;

import io.camelnextmv.ticket.Ticket;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Chooses a name under which all that belongs to a ticket is free, and holds it until it has been placed. Tickets that are
 * placed at the same time come to names of their own, each with all that is its own, and none waits for what another's folder takes
 * to answer: no disk is asked while others have to wait.
 */
final class FreeNames {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private final FolderItems items;
    private final long longestWait;
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
        this(items, LONGEST_WAIT);
    }

    FreeNames(FolderItems items, Duration longestWait) {
        this.items = items;
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
        List<Path> targets = items.targets(ticket, chosen.get());
        if (!take(targets, longestWait)) {
            throw new FileSystemException(targets.get(0).toString(), null, "another one is placed there, and that takes long");
        }
        return new Held(chosen.get(), targets, this);
    }

    private Held choose(Ticket ticket) {
        List<String> stems = items.stems(ticket);
        return stems.stream().map(stem -> holdIfFree(ticket, stem)).flatMap(Optional::stream).findFirst()
                .orElseGet(() -> new Held(stems.get(stems.size() - 1), List.of(), this));
    }

    /** First held, then looked for: who looked before might look at what is being placed. */
    private Optional<Held> holdIfFree(Ticket ticket, String stem) {
        List<Path> targets = items.targets(ticket, stem);
        if (!take(targets, 0)) {
            return Optional.empty();
        }
        if (!areFree(targets)) {
            release(targets);
            return Optional.empty();
        }
        return Optional.of(new Held(stem, targets, this));
    }

    private synchronized boolean take(List<Path> targets, long within) {
        long end = System.nanoTime() + within;
        try {
            while (targets.stream().anyMatch(held::contains)) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return held.addAll(targets);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void release(List<Path> targets) {
        targets.forEach(held::remove);
        notifyAll();
    }

    private static boolean areFree(List<Path> targets) {
        return targets.stream().allMatch(target -> Names.fits(target.getFileName().toString())
                && !Files.exists(target, LinkOption.NOFOLLOW_LINKS));
    }
}
