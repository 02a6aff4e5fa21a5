package io.camelnextmv.store;

import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketOfLaterVersion;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up tickets that are ours by now, wherever a death has left them. */
final class Restoring {
    private static final Logger LOG = LoggerFactory.getLogger(Restoring.class);
    private static final Set<String> BEFORE_THE_INPUT = Set.of(TicketRecord.FILE, TicketRecord.COPY,
            "." + TicketRecord.FILE + ".part", TicketFolder.INPUT, TicketFolder.SIDECARS);
    /** So many of the newest are read before anybody gets any of them, beside those that do more than wait for their runs. */
    private static final int SOON = 1000;
    /** The others come in parts of so many: at about a kilobyte each, and a second or two to read. */
    private static final int PART = 5000;
    private final WorkFolder work;
    private final Claims claims;
    private final List<Inbox> inboxes;
    private final Set<TicketName> later = new HashSet<>();
    private final Deque<TicketName> putOff = new ArrayDeque<>();

    Restoring(WorkFolder work, Claims claims, List<Inbox> inboxes) {
        this.work = work;
        this.claims = claims;
        this.inboxes = inboxes;
    }

    /** Those of the tickets that are wanted and can be taken up: in flight from here on, as those are that are put off. */
    List<Ticket> restored(List<TicketName> seen, Predicate<TicketName> wanted) {
        return restored(exceptPutOff(seen.stream().filter(wanted).toList()));
    }

    /** Those of the tickets that could not be taken up before, and can now. */
    List<Ticket> again(List<TicketName> seen) {
        // The usual case, asked each second: the names of 100,000 are not to be gone through.
        return later.isEmpty() ? List.of() : restored(seen, later::contains);
    }

    /**
     * Where the volume goes away in the middle, those that have been taken up are handed out, and all others tried again: their
     * gateway is dead, and its lease ours.
     */
    private List<Ticket> restored(List<TicketName> wanted) {
        List<Ticket> tickets = new ArrayList<>();
        for (int at = 0; at < wanted.size(); at++) {
            try {
                restore(work.folder(wanted.get(at))).ifPresent(ticket -> {
                    work.inFlight().add(ticket.id());
                    tickets.add(ticket);
                });
            } catch (TicketsAway e) {
                later.addAll(wanted.subList(at, wanted.size()));
                if (tickets.isEmpty()) {
                    throw e;
                }
                return tickets;
            }
        }
        return tickets;
    }

    /**
     * What may be in doubt, or was not submitted yet, and the newest runs, which show how far back a list reaches, do not wait
     * until all are read that only wait for their runs; and neither do new files.
     */
    private List<TicketName> exceptPutOff(List<TicketName> wanted) {
        if (wanted.size() <= SOON) {
            return wanted;
        }
        List<TicketName> newestFirst = wanted.stream().sorted(Comparator.reverseOrder()).toList();
        List<TicketName> soon = new ArrayList<>(newestFirst.subList(0, SOON));
        for (TicketName id : newestFirst.subList(SOON, newestFirst.size())) {
            if (work.folder(id).saysItWaits()) {
                work.inFlight().add(id);
                later.remove(id);
                putOff.addFirst(id);
            } else {
                soon.add(id);
            }
        }
        return soon;
    }

    /** How many are put off. */
    int putOff() {
        return putOff.size();
    }

    /** The next of those that were put off. */
    List<Ticket> next() {
        List<TicketName> part = new ArrayList<>();
        while (part.size() < PART && !putOff.isEmpty()) {
            part.add(putOff.poll());
        }
        // Whoever cannot be taken up now is not in flight, and is tried again.
        part.forEach(work.inFlight()::remove);
        return restored(part);
    }

    private Optional<Ticket> restore(DurableFolder folder) {
        TicketName id = folder.ticket();
        boolean again = later.remove(id);
        try {
            if (!isThere(folder.path())) {
                return Optional.empty();
            }
            if (!Files.exists(folder.path().resolve(TicketRecord.FILE)) && !hasInput(folder.path())
                    && hasTakenNothing(folder.path())) {
                // Death between making the folder and taking the file.
                return nothingTaken(folder);
            }
            Ticket ticket = folder.get();
            return ticket.state() == Ticket.State.CLAIMED
                    ? notSubmitted(ticket, hasInput(folder.path()), folder)
                    : Optional.of(ticket);
        } catch (TicketsAway e) {
            throw e;
        } catch (TicketGone e) {
            LOG.debug("It is let go of", e);
        } catch (IOException | RuntimeException e) {
            later.add(id);
            if (e.getCause() instanceof TicketOfLaterVersion) {
                leftToALaterVersion(id, e.getCause());
            } else if (!again) {
                LOG.error("ticket {} cannot be taken up, it is left as it is and tried again and again: {}", id,
                        e.toString());
            }
        }
        return Optional.empty();
    }

    /** Of a volume that is away it says nothing that a folder is not to be found. */
    private boolean isThere(Path folder) throws IOException {
        try {
            return Files.readAttributes(folder, BasicFileAttributes.class).isDirectory();
        } catch (NoSuchFileException e) {
            work.mustBeThere();
            return Files.isDirectory(folder);
        }
    }

    private void leftToALaterVersion(TicketName id, Throwable why) {
        if (work.ofLaterVersions().add(id)) {
            LOG.error("ticket {} is left as it is: {}. Start that version again: it goes on with it", id, why.getMessage());
        }
    }

    /** Whether nothing is left of them but what only a later version can go on with. */
    boolean areLeftToALaterVersion(List<TicketName> seen) {
        if (work.ofLaterVersions().isEmpty()) {
            // The usual case, asked each second: not each ticket is to be looked for.
            return false;
        }
        List<TicketName> there = seen.stream().filter(id -> Files.exists(work.path(id))).toList();
        return !there.isEmpty() && work.ofLaterVersions().containsAll(there);
    }

    /** What was not submitted goes where the settings now say: they may have been mended because it could not be. */
    private Optional<Ticket> notSubmitted(Ticket ticket, boolean taken, DurableFolder folder) throws IOException {
        if (!taken) {
            // Death between writing the ticket and taking the file.
            return nothingTaken(folder);
        }
        Optional<Inbox> known = inboxes.stream().filter(inbox -> inbox.isOf(ticket)).findFirst();
        if (known.isPresent()) {
            claims.complete(ticket);
        } else if (ticket.plan().inbox().isPresent()) {
            // Of an inbox that there is no more: nobody else's settings are its own.
            return Optional.of(ticket);
        }
        Ticket again = known.orElse(inboxes.get(0)).again(ticket);
        folder.put(again);
        return Optional.of(again);
    }

    private Optional<Ticket> nothingTaken(DurableFolder folder) throws IOException {
        boolean empty = hasTakenNothing(folder.path());
        if (empty) {
            try {
                folder.deleteEmpty();
            } catch (DirectoryNotEmptyException e) {
                empty = false;
            }
        }
        if (!empty) {
            work.setAside().put(folder.path(), "the input of ticket " + folder.ticket() + " is gone, and other things of it"
                    + " are there", "Nothing was run for it. Drop its input into the inbox again, if there is one.");
        }
        return Optional.empty();
    }

    private static boolean hasInput(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve(TicketFolder.INPUT))) {
            return files.iterator().hasNext();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return false;
        }
    }

    /** Whether a folder holds nothing but what is written before an input is taken. */
    private static boolean hasTakenNothing(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).allMatch(BEFORE_THE_INPUT::contains);
        }
    }
}
