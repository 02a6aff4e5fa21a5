package io.camelnextmv.cli;

import io.camelnextmv.store.TicketNames;
import io.camelnextmv.store.TicketReader;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Follows one input from its inbox by way of its ticket to its end. An input goes forward only, so whoever looks in that
 * order misses none. Once its ticket is known, a look costs one small file.
 */
final class InputWatch {
    private static final long LOOK = 100;
    /** So far back is it looked through what was delivered; a ticket's name finds what lies further back. */
    private static final int NEWEST = 1000;
    /** So many looks in a row that find it nowhere: somebody has taken it away. */
    private static final int NOWHERE = 20;
    private final TicketReader open;
    private final TicketReader done;
    private final Path archive;
    private final List<Path> inboxes;
    private final String name;
    private final Set<TicketName> others;
    private Optional<TicketName> ticket = Optional.empty();
    private int nowhere;

    /**
     * @param files   the gateway's files
     * @param inboxes where it may lie
     * @param name    the input's name, its ticket's, or its run's id
     */
    private InputWatch(GatewayFiles files, List<Path> inboxes, String name) throws IOException {
        this.open = files.ticketReader();
        this.done = files.doneReader();
        this.archive = files.folders().archive();
        this.inboxes = inboxes;
        this.name = name;
        this.others = new HashSet<>(Stream.of(open.named(name), delivered()).flatMap(Collection::stream)
                .filter(one -> !isBeingClaimed(one)).map(Ticket::id).toList());
    }

    /** A claim writes the ticket first: of one that has not got its input yet, that may be the one which lies in the inbox. */
    private boolean isBeingClaimed(Ticket one) {
        return one.state() == Ticket.State.CLAIMED && one.plan().received().isEmpty() && Files.isDirectory(open.folder(one.id()))
                && !Files.exists(open.input(one), LinkOption.NOFOLLOW_LINKS);
    }

    /** An input that is about to be put into an inbox: others that are called so are another's. */
    static InputWatch before(GatewayFiles files, Path inbox, String name) throws IOException {
        return new InputWatch(files, List.of(inbox), name);
    }

    /**
     * What is there already, in an inbox, on its way or delivered.
     *
     * @throws NotDone if there is nothing of that name, or there are several on their way
     */
    static InputWatch of(GatewayFiles files, String name) throws IOException {
        InputWatch watch = new InputWatch(files, files.settings().folders().allInboxes(), name);
        if (watch.isInInbox()) {
            return watch;
        }
        List<Ticket> meant = watch.open.named(name);
        if (meant.size() > 1) {
            throw new NotDone(NotDone.NOT_THERE, meant.size() + " inputs named " + name + " are on their way: wait for a"
                    + " ticket: " + String.join(", ", meant.stream().map(one -> one.id().text()).toList()));
        }
        watch.ticket = meant.stream().findFirst().or(() -> watch.done.find(name)).map(Ticket::id);
        if (watch.ticket.isEmpty()) {
            watch.ticket = watch.delivered().stream().findFirst().map(Ticket::id);
        }
        if (watch.ticket.isEmpty()) {
            throw new NotDone(NotDone.NOT_THERE, "nothing named " + name + " is in an inbox, on its way, or among the last "
                    + NEWEST + " that were delivered: it is no input's name, no ticket and no run id that is known here");
        }
        return watch;
    }

    /**
     * Waits until it is delivered.
     *
     * @param most how long, empty for as long as it takes
     * @return its ticket, with its ending; empty when the time was up
     * @throws NotDone if it or its ticket is gone
     */
    Optional<Ticket> await(Optional<Duration> most) throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (true) {
            Optional<Ticket> found = look();
            if (found.isPresent()) {
                return found;
            }
            if (most.isPresent() && System.nanoTime() - began > most.get().toNanos()) {
                return Optional.empty();
            }
            Thread.sleep(LOOK);
        }
    }

    /** Its ticket, if it is delivered. */
    private Optional<Ticket> look() throws IOException {
        if (ticket.isEmpty() && isInInbox()) {
            nowhere = 0;
            return Optional.empty();
        }
        if (ticket.isEmpty()) {
            ticket = Stream.of(open.named(name), delivered()).flatMap(Collection::stream).map(Ticket::id)
                    .filter(id -> !others.contains(id)).findFirst();
        }
        if (ticket.isEmpty() && ++nowhere >= NOWHERE) {
            throw new NotDone(NotDone.NOT_THERE, name + " is not in the inbox any more, nor on its way, nor among the last "
                    + NEWEST + " that were delivered: somebody has taken it away, or see work/set-aside and the log");
        }
        if (ticket.isEmpty() || Files.isDirectory(work())) {
            return Optional.empty();
        }
        Optional<Ticket> end = done.find(ticket.get().text());
        if (end.isEmpty() && !Files.isDirectory(work()) && Files.isDirectory(archive)) {
            throw new NotDone(NotDone.NOT_THERE, "ticket " + ticket.get() + " is neither on its way nor in the archive: see"
                    + " work/set-aside, and the log");
        }
        return end;
    }

    private Path work() {
        return open.folder(ticket.orElseThrow());
    }

    private boolean isInInbox() {
        return !open.inInboxes(inboxes, name).isEmpty();
    }

    /** What it does at the moment, for people. */
    String words() {
        return ticket.flatMap(id -> open.find(id.text())).map(one -> switch (one.state()) {
            case CLAIMED -> "to be submitted";
            case SUBMITTING -> "being submitted";
            case SUBMITTED -> "run " + one.runId().orElse("?") + " "
                    + open.progress(one.id()).status().orElse("is not asked for yet");
            case ENDED, DELIVERED -> "being delivered";
        }).orElse("in the inbox");
    }

    /** Its ticket's name, as soon as it is known. */
    Optional<TicketName> ticket() {
        return ticket;
    }

    /** Those of the newest that are called so, or have that run; the newest first. */
    private List<Ticket> delivered() throws IOException {
        TreeSet<String> newest = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(archive, "[0-9]*")) {
            for (Path entry : entries) {
                String id = entry.getFileName().toString();
                if (TicketNames.isOne(id)) {
                    newest.add(id);
                }
                if (newest.size() > NEWEST) {
                    newest.pollFirst();
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        }
        List<Ticket> found = new ArrayList<>();
        for (String id : newest.descendingSet()) {
            done.find(id).filter(one -> one.file().equals(name) || one.runId().filter(name::equals).isPresent())
                    .ifPresent(found::add);
        }
        return found;
    }
}
