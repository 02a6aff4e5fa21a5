package io.camelnextmv.ticket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    private static final String SET_ASIDE = "set-aside";

    private final TicketStore store;
    private final List<Inbox> inboxes;
    private final Map<String, Lease> survived = new HashMap<>();
    private final Set<Path> strangers = new HashSet<>();
    private final Set<TicketName> later = new HashSet<>();
    private final Map<TicketName, String> owners = new HashMap<>();

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
     * @throws UncheckedIOException if {@code work/} cannot be read
     */
    public synchronized List<Ticket> takeOver() {
        List<Ticket> ours = new ArrayList<>();
        orphans().forEach((gateway, seen) -> {
            try {
                ours.addAll(takeOver(gateway, seen));
            } catch (UncheckedIOException e) {
                // The tickets of the others do not wait for it.
                LOG.warn("The tickets of gateway {} cannot be taken up at the moment: {}", gateway,
                        e.getCause().toString());
            }
        });
        ours.sort(Ticket.OLDEST_FIRST);
        return ours;
    }

    /** The other gateways that have left a lease or tickets, and these tickets. */
    private Map<String, List<TicketName>> orphans() {
        Map<String, List<TicketName>> orphans = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(store.work())) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                Optional<String> gateway = Lease.gatewayOf(name);
                if (gateway.isPresent()) {
                    orphans.computeIfAbsent(gateway.get(), g -> new ArrayList<>());
                } else if (TicketNames.isOne(name)
                        && (store.isInHand(new TicketName(name)) || Files.isDirectory(entry))) {
                    TicketName ticket = new TicketName(name);
                    ownerOf(ticket).ifPresent(owner -> orphans.computeIfAbsent(owner, g -> new ArrayList<>()).add(ticket));
                } else if (!name.startsWith(".") && !name.equals(SET_ASIDE) && Files.exists(entry)) {
                    stranger(entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        orphans.remove(store.lease().gateway());
        owners.keySet().removeIf(name -> !Files.exists(store.folder(name)));
        return orphans;
    }

    /** A ticket's owner never changes: it is read once. What is gone meanwhile has none. */
    private Optional<String> ownerOf(TicketName name) {
        return TicketNames.gatewayOf(name).or(() -> {
            if (!owners.containsKey(name)) {
                store.gatewayOf(name).ifPresent(owner -> owners.put(name, owner));
            }
            return Optional.ofNullable(owners.get(name));
        });
    }

    private List<Ticket> takeOver(String gateway, List<TicketName> before) {
        Predicate<TicketName> wanted = later::contains;
        List<TicketName> seen = before;
        Lease lease = survived.get(gateway);
        if (lease == null) {
            Optional<Lease> taken = Lease.ofTheDead(store.work(), gateway, !before.isEmpty());
            if (taken.isEmpty()) {
                return List.of();
            }
            lease = taken.get();
            store.forgetVisits(gateway);
            try {
                // Looked at again now that nobody else can change them: it may have died only after the first look.
                seen = orphans().getOrDefault(gateway, List.of());
            } catch (UncheckedIOException e) {
                lease.close();
                throw e;
            }
            survived.put(gateway, lease);
            wanted = id -> true;
        }
        List<Ticket> tickets = seen.stream().filter(wanted).filter(id -> Files.isDirectory(store.folder(id)))
                .map(this::restore).flatMap(Optional::stream).toList();
        tickets.forEach(ticket -> store.adopt(ticket.id()));
        if (!tickets.isEmpty()) {
            LOG.info("{} tickets of an earlier process (gateway {}) are taken up again", tickets.size(), gateway);
        } else if (seen.stream().noneMatch(id -> Files.exists(store.folder(id)))) {
            lease.end();
            survived.remove(gateway);
        }
        return tickets;
    }

    private Optional<Ticket> restore(TicketName id) {
        Path folder = store.folder(id);
        boolean again = later.remove(id);
        try {
            Optional<Path> input = inputOf(folder);
            Path file = folder.resolve(TicketStore.TICKET_FILE);
            if (!Files.exists(file)) {
                if (input.isPresent()) {
                    return Optional.of(store.write(claimAgain(input.get())));
                }
                // Death between making the folder and taking the file: nothing was taken.
                deleteEmpty(folder);
                return Optional.empty();
            }
            try {
                Ticket ticket = store.read(id);
                if (ticket.id().equals(id)) {
                    return ticket.state() == Ticket.State.CLAIMED
                            ? notSubmitted(ticket, input.isPresent())
                            : Optional.of(ticket);
                }
                setAside(folder, "its ticket.json belongs to " + ticket.id());
            } catch (UncheckedIOException e) {
                return rebuild(folder, input, e);
            }
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
            // Death between writing the ticket and taking the file: nothing was taken.
            deleteEmpty(store.folder(ticket.id()));
            return Optional.empty();
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

    private Ticket claimAgain(Path input) {
        TicketName id = new TicketName(input.getParent().getParent().getFileName().toString());
        return inboxes.get(0).claimed(id, input.getFileName().toString(),
                TicketNames.timeOf(id).orElseGet(() -> java.time.Instant.ofEpochMilli(input.toFile().lastModified())));
    }

    /** A ticket that cannot be read may have started a run: it is in doubt, and its mark will be looked for. */
    private Optional<Ticket> rebuild(Path folder, Optional<Path> input, RuntimeException why) throws IOException {
        if (input.isEmpty()) {
            setAside(folder, "its ticket.json cannot be read, and it holds no input");
            return Optional.empty();
        }
        LOG.warn("ticket {} cannot be read ({}): it is rebuilt from its input, and its run is looked for",
                folder.getFileName(), why.getMessage());
        // A copy: without a ticket the folder would look as if nothing had been sent yet.
        Files.copy(folder.resolve(TicketStore.TICKET_FILE), folder.resolve("ticket.json.unreadable"),
                StandardCopyOption.REPLACE_EXISTING);
        Ticket again = claimAgain(input.get());
        return Optional.of(store.write(again.submitting(again.claimedAt())));
    }

    private static Optional<Path> inputOf(Path folder) throws IOException {
        Path input = folder.resolve("input");
        if (!Files.isDirectory(input)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(input)) {
            return files.findFirst();
        }
    }

    private static void deleteEmpty(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve("." + TicketStore.TICKET_FILE + ".part"));
        Files.deleteIfExists(folder.resolve("input"));
        Files.deleteIfExists(folder.resolve("sidecar"));
        Files.deleteIfExists(folder.resolve(TicketStore.TICKET_FILE));
        Files.deleteIfExists(folder);
    }

    /** A folder that is not ours is not touched: whoever names a folder of theirs as ours by mistake must not lose it. */
    private void stranger(Path entry) {
        if (!Files.isDirectory(entry)) {
            setAside(entry, "it is not a ticket");
        } else if (strangers.add(entry)) {
            LOG.warn("{} is not a ticket, and is left alone: nextmv.work.folder must be a folder for nothing else",
                    entry);
        }
    }

    private void setAside(Path entry, String why) {
        Path aside = store.work().resolve(SET_ASIDE).resolve(entry.getFileName());
        try {
            Files.createDirectories(aside.getParent());
            Files.move(entry, aside);
            LOG.warn("{} was moved to {}: {}", entry, aside, why);
        } catch (NoSuchFileException e) {
            // It was a ticket, and went to the archive while we looked.
        } catch (IOException e) {
            LOG.warn("{} does not belong there ({}) and cannot be moved away: {}", entry, why, e.toString());
        }
    }

    /** Gives the leases of the dead back: their tickets wait for the next start. */
    public synchronized void close() {
        survived.values().forEach(Lease::close);
        survived.clear();
    }
}
