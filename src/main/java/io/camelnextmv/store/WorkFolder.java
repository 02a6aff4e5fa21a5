package io.camelnextmv.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of the open tickets, {@code work/}, as one gateway holds it: whose is what lies there, and what of it this
 * gateway has in flight. What all tickets at home share is here: how they are written, and where they go when done.
 */
final class WorkFolder {
    /** In a ticket's folder: whose it is, where its name does not tell. */
    static final String GATEWAY_FILE = "gateway";
    private static final Logger LOG = LoggerFactory.getLogger(WorkFolder.class);
    private static final String ADOPTING = ".adopting-";
    private static final String VISITS = ".visits-";
    private static final String FETCHED = "fetched";
    private static final Pattern LEFT = Pattern.compile("\\.(?:adopting|visits)-([0-9a-z]{4})(?:-.*)?");
    private final Path path;
    private final Lease lease;
    private final Durability durability;
    private final GroupCommit commits;
    private final Modes modes;
    private final Archive archive;
    private final TicketRecord record;
    private final SetAside setAside;
    private final Mending mending;
    private final AtomicLong number = new AtomicLong();
    private final InFlight inFlight = new InFlight();
    private final Set<TicketName> ofLaterVersions = ConcurrentHashMap.newKeySet();

    /** Takes a lease. */
    WorkFolder(Path path, Archive archive, Durability durability, Modes modes, ObjectMapper mapper) {
        this.path = path;
        this.lease = Lease.fresh(path);
        this.durability = durability;
        this.commits = new GroupCommit(durability::sync);
        this.modes = modes;
        this.archive = archive;
        this.record = new TicketRecord(mapper);
        this.setAside = new SetAside(path);
        this.mending = new Mending(this);
    }

    Path path() {
        return path;
    }

    Path path(TicketName ticket) {
        return Contained.child(path, ticket.text());
    }

    DurableFolder folder(TicketName ticket) {
        return new DurableFolder(this, ticket);
    }

    /** Where a ticket is put together before it is one: hidden, so that nobody takes it for one. */
    Path adopting(TicketName ticket) {
        return Contained.child(path, ADOPTING + lease.gateway() + "-" + ticket);
    }

    /** Where the tickets are that are here for one step. */
    Path visits() {
        return Contained.child(path, VISITS + lease.gateway());
    }

    /** Where a gateway keeps what it fetches until it has a ticket: its own, as another one may fetch the same just now. */
    private Path fetched(String gateway) {
        return Contained.child(path.resolveSibling(FETCHED), gateway);
    }

    /** That of this one; made where it is not there. */
    Path fetched() {
        Path own = fetched(lease.gateway());
        Modes.ours(own.getParent());
        return Modes.ours(own);
    }

    /** Makes what many change in this folder, or in one inbox, last for all of them at once. */
    GroupCommit commits() {
        return commits;
    }

    Durability durability() {
        return durability;
    }

    Modes modes() {
        return modes;
    }

    Archive archive() {
        return archive;
    }

    TicketRecord record() {
        return record;
    }

    SetAside setAside() {
        return setAside;
    }

    Mending mending() {
        return mending;
    }

    Lease lease() {
        return lease;
    }

    String gateway() {
        return lease.gateway();
    }

    /** What this process works on: nobody else takes it up. */
    Set<TicketName> inFlight() {
        return inFlight.names();
    }

    /** What is known of it, and who is told. */
    InFlight known() {
        return inFlight;
    }

    /** Tickets of dead gateways that this version cannot read: they wait for one that can. */
    Set<TicketName> ofLaterVersions() {
        ofLaterVersions.removeIf(ticket -> !Files.exists(path(ticket)));
        return ofLaterVersions;
    }

    /** Whether the folder is there, and the one that this gateway works on. */
    boolean isThere() {
        return lease.isThere();
    }

    /**
     * To be asked before anything is concluded from what is not there, and before anything new is written.
     *
     * @throws TicketsAway if the folder is not there, or is another one
     */
    void mustBeThere() {
        if (!lease.isThere()) {
            throw away();
        }
    }

    TicketsAway away() {
        return new TicketsAway(path);
    }

    /** A name for the ticket of a file. */
    TicketName newName(Instant now) {
        return TicketNames.ofFile(now, lease.gateway(), number.incrementAndGet());
    }

    /** The gateway that made a message's ticket; empty where that cannot be read. */
    Optional<String> gatewayOf(TicketName ticket) {
        return gatewayIn(path(ticket));
    }

    /** The gateway that the folder of a message's ticket names. */
    static Optional<String> gatewayIn(Path ticket) {
        try {
            return Optional.of(Files.readString(ticket.resolve(GATEWAY_FILE))).filter(name -> name.matches("\\w{4}"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Takes a message's ticket that does not say whose it is. Of several gateways that try one gets it.
     *
     * @return whether it is ours
     */
    boolean own(TicketName ticket) throws IOException {
        try {
            Files.write(path(ticket).resolve(GATEWAY_FILE), lease.gateway().getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** The gateway that has made a folder in which tickets visit it, or are made; empty for anything else. */
    static Optional<String> leftBy(String name) {
        Matcher left = LEFT.matcher(name);
        return left.matches() ? Optional.of(left.group(1)) : Optional.empty();
    }

    /**
     * Removes what a gateway has left that died while tickets visited it, or while it made or fetched one: the former live
     * elsewhere, and go on there; the latter never were, and what they were made of is still where it was.
     */
    void removeWhatIsLeft(String gateway) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, ".[av]*")) {
            for (Path entry : entries) {
                if (leftBy(entry.getFileName().toString()).filter(gateway::equals).isPresent()) {
                    Directories.delete(entry);
                }
            }
            Directories.delete(fetched(gateway));
        } catch (IOException | DirectoryIteratorException e) {
            // In nobody's way.
            LOG.debug("What gateway {} has left cannot be removed", gateway, e);
        }
    }

    /** Gives the lease back: its file goes when no ticket is left, and stays for the next start otherwise. */
    void close() {
        removeWhatIsLeft(lease.gateway());
        if (inFlight.names().isEmpty()) {
            lease.end();
        } else {
            lease.close();
        }
    }
}
