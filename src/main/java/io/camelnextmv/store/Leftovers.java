package io.camelnextmv.store;

import io.camelnextmv.ticket.Repeated;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies in {@code work/}, by the gateway whose it is. What is no ticket is set aside, never in the way. */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final String NOT_OURS = "Put it elsewhere: nextmv.work.folder must be a folder for nothing else.";
    /** So many looks after it was seen, a message's ticket that does not say whose it is has no owner that lives. */
    private static final int UNOWNED = 30;
    /** So many looks are served by one at most, where a file system does not keep its word. */
    private static final int SERVED = 30;
    /** So many names are read by each look: that takes some milliseconds. */
    private static final int FEW = 1_000;
    /** For each name beyond them, in ns: some hundred times what it takes to read it. With 100,000 tickets it is 30 s. */
    private static final long APART = 300_000;
    private final WorkFolder work;
    private final LongSupplier nanos;
    private final Repeated repeated = new Repeated();
    private final Map<TicketName, String> owners = new HashMap<>();
    private final Map<TicketName, Integer> unowned = new HashMap<>();
    private Optional<Seen> seen = Optional.empty();

    /**
     * What a look has found, for those that come after it while nothing is added to the folder or taken from it: a second
     * is not too often to look for what a dead gateway has left, but too often to read the names of 100,000 tickets.
     *
     * @param stamp of the folder, before it was read
     * @param found what lay there
     * @param looks how many have found it so; the second one still reads: what is added in the instant in which the first one
     *              reads may show in no time stamp
     * @param until until when it serves whatever has changed: while tickets come and go, each look would read all of them
     */
    private record Seen(FileStamp stamp, Map<String, Left> found, int looks, long until) {
        boolean serves() {
            return looks >= 2 && looks < SERVED;
        }

        Seen again() {
            return new Seen(stamp, found, looks + 1, until);
        }
    }

    /** What a gateway that may be dead has left. */
    static final class Left {
        private final List<TicketName> tickets = new ArrayList<>();
        private boolean remains;

        List<TicketName> tickets() {
            return tickets;
        }

        /** Whether there is anything but its lock file, which may have been lost. */
        boolean remains() {
            return remains;
        }
    }

    Leftovers(WorkFolder work) {
        this(work, System::nanoTime);
    }

    Leftovers(WorkFolder work, LongSupplier nanos) {
        this.work = work;
        this.nanos = nanos;
    }

    /**
     * The gateways that have left a lease, tickets or anything else; our own among them where it has tickets.
     *
     * @throws TicketsAway          if the folder is not there: what lies there then is nothing of ours
     * @throws UncheckedIOException if it cannot be read
     */
    Map<String, Left> byGateway() {
        Optional<Seen> recent = seen.filter(look -> nanos.getAsLong() - look.until() < 0);
        if (recent.isPresent()) {
            work.mustBeThere();
            return new TreeMap<>(recent.get().found());
        }
        try {
            FileStamp stamp = FileStamp.of(work.path());
            Optional<Seen> same = seen.filter(look -> look.stamp().equals(stamp));
            if (same.filter(Seen::serves).isPresent()) {
                work.mustBeThere();
                seen = same.map(Seen::again);
                return new TreeMap<>(same.get().found());
            }
            return read(stamp, same.map(Seen::looks).orElse(0) + 1);
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Left> read(FileStamp stamp, int looks) throws IOException {
        Map<String, Left> found = new TreeMap<>();
        boolean settled = true;
        int read = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(work.path())) {
            for (Path entry : entries) {
                settled &= add(entry, found);
                read++;
            }
        }
        work.mustBeThere();
        owners.keySet().removeIf(name -> !Files.exists(work.path(name)));
        unowned.keySet().removeIf(name -> !Files.exists(work.path(name)));
        seen = settled ? Optional.of(new Seen(stamp, new TreeMap<>(found), looks >= SERVED ? 1 : looks,
                nanos.getAsLong() + Math.max(0, read - FEW) * APART)) : Optional.empty();
        return found;
    }

    /** The same, read anew whatever was seen before. */
    Map<String, Left> byGatewayNow() {
        seen = Optional.empty();
        return byGateway();
    }

    /** Whether it is what the next look need not be told of again. */
    private boolean add(Path entry, Map<String, Left> found) {
        String name = entry.getFileName().toString();
        Optional<String> gateway = Lease.gatewayOf(name);
        Optional<String> leftBy = WorkFolder.leftBy(name);
        if (gateway.isPresent()) {
            found.computeIfAbsent(gateway.get(), g -> new Left());
        } else if (leftBy.isPresent()) {
            found.computeIfAbsent(leftBy.get(), g -> new Left()).remains = true;
        } else if (TicketNames.isOne(name)
                && (work.inFlight().contains(new TicketName(name)) || Files.isDirectory(entry))) {
            TicketName ticket = new TicketName(name);
            Optional<String> owner = ownerOf(ticket);
            owner.map(its -> found.computeIfAbsent(its, g -> new Left())).ifPresent(left -> {
                left.remains = true;
                left.tickets.add(ticket);
            });
            return owner.isPresent();
        } else if (!name.startsWith(".") && !name.equals(SetAside.NAME) && Files.exists(entry,
                LinkOption.NOFOLLOW_LINKS)) {
            stranger(entry);
            return false;
        }
        return true;
    }

    /** A ticket's owner never changes: it is read once. What is gone meanwhile has none. */
    private Optional<String> ownerOf(TicketName name) {
        return TicketNames.gatewayOf(name).or(() -> {
            if (!owners.containsKey(name)) {
                work.gatewayOf(name).ifPresent(owner -> owners.put(name, owner));
            }
            if (!owners.containsKey(name)) {
                own(name);
            }
            return Optional.ofNullable(owners.get(name));
        });
    }

    /**
     * A message's ticket that does not say whose it is: somebody has removed that file, or a gateway of an earlier version
     * died while it archived the ticket. Whoever has it in flight says so again; if nobody does, it is taken up.
     */
    private void own(TicketName name) {
        try {
            boolean ours = work.inFlight().contains(name);
            if ((ours || unowned.merge(name, 1, Integer::sum) > UNOWNED || isDelivered(name)) && work.own(name) && !ours) {
                LOG.info("ticket {} did not say whose it is, and nobody has claimed it: it is taken up", name);
            }
        } catch (IOException e) {
            LOG.debug("Whose ticket {} is cannot be written down", name, e);
        }
    }

    private boolean isDelivered(TicketName name) {
        try {
            return work.folder(name).peek().filter(ticket -> ticket.state() == Ticket.State.DELIVERED).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** A folder that is not ours is not touched: whoever names a folder of theirs as ours by mistake must not lose it. */
    private void stranger(Path entry) {
        work.mustBeThere();
        if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            work.setAside().put(entry, "it is not a ticket", NOT_OURS);
        } else {
            repeated.say(entry.toString(), count -> LOG.warn(
                    "{} is not a ticket, and is left alone: nextmv.work.folder must be a folder for nothing else{}", entry,
                    count));
        }
    }
}
