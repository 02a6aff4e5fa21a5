package io.camelnextmv.store;

import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.Repeated;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the tickets that nobody cares for: all that an earlier process left, at the start, and those of another gateway
 * on the same folder when it has died. A restart and a takeover are the same thing.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final String NOT_OURS = "Put it elsewhere: nextmv.work.folder must be a folder for nothing else.";
    /** So many looks after it was seen, a message's ticket that does not say whose it is has no owner that lives. */
    private static final int UNOWNED = 30;
    private static final Set<String> BEFORE_THE_INPUT = Set.of(TicketRecord.FILE, TicketRecord.COPY,
            "." + TicketRecord.FILE + ".part", "input", "sidecar");

    private final TicketStore store;
    private final List<Inbox> inboxes;
    private final Map<String, Lease> survived = new HashMap<>();
    private final Repeated repeated = new Repeated();
    private final Set<TicketName> later = new HashSet<>();
    private final Map<TicketName, String> owners = new HashMap<>();
    private final Map<TicketName, Integer> unowned = new HashMap<>();

    /** What a gateway that may be dead has left. */
    private static final class Left {
        private final List<TicketName> tickets = new ArrayList<>();
        /** Whether there is anything but its lock file, which may have been lost. */
        private boolean remains;
    }

    /**
     * @param store   the tickets
     * @param inboxes where inputs come from: what was not submitted goes by what they say now; the first one stands for
     *                that of a ticket of an earlier version, which does not name any
     */
    public Recovery(TicketStore store, List<Inbox> inboxes) {
        this.store = store;
        this.inboxes = List.copyOf(inboxes);
    }

    /**
     * Takes over the tickets of gateways that do not live any more. What is no ticket is set aside, never in the way.
     *
     * @return the tickets newly in our hands, oldest first
     * @throws TicketsAway          if {@code work/} is not there, or another folder is in its place: what lies there then
     *                              is nothing of ours
     * @throws UncheckedIOException if {@code work/} cannot be read
     */
    public synchronized List<Ticket> takeOver() {
        if (!store.lease().renew()) {
            store.mustBeThere();
        }
        survived.values().forEach(Lease::renew);
        Map<String, Left> orphans = orphans();
        // Our own that nobody has in hand: what could be neither taken nor given back when the disk said no.
        Left own = orphans.remove(store.lease().gateway());
        List<Ticket> ours = new ArrayList<>(own == null ? List.of()
                : restored(own.tickets, id -> !store.isInHand(id)));
        for (Map.Entry<String, Left> orphan : orphans.entrySet()) {
            String gateway = orphan.getKey();
            try {
                ours.addAll(takeOver(gateway, orphan.getValue()));
                repeated.isOver(gateway);
            } catch (TicketsAway e) {
                if (ours.isEmpty()) {
                    throw e;
                }
                // What is in our hands already must come into those of the routes.
                break;
            } catch (UncheckedIOException e) {
                // The tickets of the others do not wait for it.
                repeated.say(gateway, count -> LOG.warn("The tickets of gateway {} cannot be taken up at the moment: {}{}",
                        gateway, e.getCause().toString(), count));
            }
        }
        ours.sort(Ticket.OLDEST_FIRST);
        return ours;
    }

    /** The other gateways that have left a lease, tickets or anything else. */
    private Map<String, Left> orphans() {
        Map<String, Left> orphans = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(store.work())) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                Optional<String> gateway = Lease.gatewayOf(name);
                Optional<String> leftBy = TicketStore.leftBy(name);
                if (gateway.isPresent()) {
                    orphans.computeIfAbsent(gateway.get(), g -> new Left());
                } else if (leftBy.isPresent()) {
                    orphans.computeIfAbsent(leftBy.get(), g -> new Left()).remains = true;
                } else if (TicketNames.isOne(name)
                        && (store.isInHand(new TicketName(name)) || Files.isDirectory(entry))) {
                    TicketName ticket = new TicketName(name);
                    ownerOf(ticket).ifPresent(owner -> {
                        Left left = orphans.computeIfAbsent(owner, g -> new Left());
                        left.remains = true;
                        left.tickets.add(ticket);
                    });
                } else if (!name.startsWith(".") && !name.equals(SetAside.NAME) && Files.exists(entry,
                        LinkOption.NOFOLLOW_LINKS)) {
                    stranger(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store.mustBeThere();
        owners.keySet().removeIf(name -> !Files.exists(store.folder(name)));
        unowned.keySet().removeIf(name -> !Files.exists(store.folder(name)));
        return orphans;
    }

    /** A ticket's owner never changes: it is read once. What is gone meanwhile has none. */
    private Optional<String> ownerOf(TicketName name) {
        return TicketNames.gatewayOf(name).or(() -> {
            if (!owners.containsKey(name)) {
                store.gatewayOf(name).ifPresent(owner -> owners.put(name, owner));
            }
            if (!owners.containsKey(name)) {
                own(name);
            }
            return Optional.ofNullable(owners.get(name));
        });
    }

    /**
     * A message's ticket that does not say whose it is: somebody has removed that file, or a gateway of an earlier version
     * died while it archived the ticket. Whoever has it in hand says so again; if nobody does, it is taken up.
     */
    private void own(TicketName name) {
        try {
            boolean ours = store.isInHand(name);
            if ((ours || unowned.merge(name, 1, Integer::sum) > UNOWNED || isDelivered(name)) && store.own(name) && !ours) {
                LOG.info("ticket {} did not say whose it is, and nobody has claimed it: it is taken up", name);
            }
        } catch (IOException e) {
            LOG.debug("Whose ticket {} is cannot be written down", name, e);
        }
    }

    private boolean isDelivered(TicketName name) {
        try {
            return store.peek(name).filter(ticket -> ticket.state() == Ticket.State.DELIVERED).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private List<Ticket> takeOver(String gateway, Left before) {
        Predicate<TicketName> wanted = later::contains;
        List<TicketName> seen = before.tickets;
        Lease lease = survived.get(gateway);
        if (lease == null) {
            store.mustBeThere();
            Optional<Lease> taken = Lease.ofTheDead(store.work(), gateway, before.remains);
            if (taken.isEmpty()) {
                return List.of();
            }
            lease = taken.get();
            store.removeWhatIsLeft(gateway);
            try {
                // Looked at again now that nobody else can change them: it may have died only after the first look.
                seen = Optional.ofNullable(orphans().get(gateway)).map(left -> left.tickets).orElse(List.of());
            } catch (UncheckedIOException e) {
                lease.close();
                throw e;
            }
            survived.put(gateway, lease);
            wanted = id -> true;
        }
        List<Ticket> tickets = restored(seen, wanted);
        if (!tickets.isEmpty()) {
            LOG.info("{} tickets of an earlier process (gateway {}) are taken up again", tickets.size(), gateway);
        } else if (seen.stream().noneMatch(id -> Files.exists(store.folder(id)))) {
            store.mustBeThere();
            lease.end();
            survived.remove(gateway);
        }
        return tickets;
    }

    private List<Ticket> restored(List<TicketName> seen, Predicate<TicketName> wanted) {
        List<Ticket> tickets = seen.stream().filter(wanted).filter(id -> Files.isDirectory(store.folder(id)))
                .map(this::restore).flatMap(Optional::stream).toList();
        tickets.forEach(ticket -> store.adopt(ticket.id()));
        return tickets;
    }

    private Optional<Ticket> restore(TicketName id) {
        Path folder = store.folder(id);
        boolean again = later.remove(id);
        try {
            boolean taken = hasInput(folder);
            if (!taken && !Files.exists(folder.resolve(TicketStore.TICKET_FILE)) && hasTakenNothing(folder)) {
                // Death between making the folder and taking the file.
                return nothingTaken(id);
            }
            Ticket ticket = store.read(id);
            return ticket.state() == Ticket.State.CLAIMED ? notSubmitted(ticket, taken) : Optional.of(ticket);
        } catch (TicketsAway e) {
            later.add(id);
            throw e;
        } catch (TicketGone e) {
            LOG.debug("It is let go of", e);
        } catch (IOException | RuntimeException e) {
            later.add(id);
            if (!again) {
                LOG.error("ticket {} cannot be taken up, it is left as it is and tried again and again: {}", id,
                        e.toString());
            }
        }
        return Optional.empty();
    }

    /** What was not submitted goes where the settings now say: they may have been mended because it could not be. */
    private Optional<Ticket> notSubmitted(Ticket ticket, boolean taken) throws IOException {
        if (!taken) {
            // Death between writing the ticket and taking the file.
            return nothingTaken(ticket.id());
        }
        Optional<Inbox> known = inboxes.stream().filter(inbox -> inbox.isOf(ticket)).findFirst();
        if (known.isPresent()) {
            store.completeClaim(ticket);
        } else if (ticket.plan().inbox().isPresent()) {
            // Of an inbox that there is no more: nobody else's settings are its own.
            return Optional.of(ticket);
        }
        return Optional.of(store.write(known.orElse(inboxes.get(0)).again(ticket)));
    }

    private Optional<Ticket> nothingTaken(TicketName id) throws IOException {
        Path folder = store.folder(id);
        boolean empty = hasTakenNothing(folder);
        if (empty) {
            try {
                TicketStore.deleteEmpty(folder);
            } catch (DirectoryNotEmptyException e) {
                empty = false;
            }
        }
        if (!empty) {
            store.setAside(folder, "the input of ticket " + id + " is gone, and other things of it are there",
                    "Nothing was run for it. Drop its input into the inbox again, if there is one.");
        }
        return Optional.empty();
    }

    private static boolean hasInput(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve("input"))) {
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

    /** A folder that is not ours is not touched: whoever names a folder of theirs as ours by mistake must not lose it. */
    private void stranger(Path entry) {
        store.mustBeThere();
        if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            store.setAside(entry, "it is not a ticket", NOT_OURS);
        } else {
            repeated.say(entry.toString(), count -> LOG.warn(
                    "{} is not a ticket, and is left alone: nextmv.work.folder must be a folder for nothing else{}", entry,
                    count));
        }
    }

    /** Gives the leases of the dead back: their tickets wait for the next start. */
    public synchronized void close() {
        survived.values().forEach(Lease::close);
        survived.clear();
    }
}
