package io.camelnextmv.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.headers.Slots;
import io.camelnextmv.ticket.Attempts;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Doubt;
import io.camelnextmv.ticket.Ending;
import io.camelnextmv.ticket.FolderInput;
import io.camelnextmv.ticket.Inbox;
import io.camelnextmv.ticket.MessageOrigin;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.Repeated;
import io.camelnextmv.ticket.RunPlan;
import io.camelnextmv.ticket.Step;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketUnreadable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tickets of one gateway: {@code work/<ticket>/} holds {@code ticket.json}, the input under {@code input/}, and
 * what is being brought home under {@code out/}.
 */
public final class TicketStore {
    /** The ticket's own file in its folder. */
    static final String TICKET_FILE = TicketRecord.FILE;
    /** How far the waiting is. */
    static final String PROGRESS_FILE = "progress.json";
    private static final String DOUBT_FILE = "doubt.json";
    private static final String ATTEMPTS_FILE = "attempts.json";
    /** Whose it is, where its name does not tell. */
    private static final String GATEWAY_FILE = "gateway";
    /** Of a ticket that is here for one step: they are not worth a file each. */
    private static final List<String> IN_MEMORY = List.of(TICKET_FILE, PROGRESS_FILE, DOUBT_FILE, ATTEMPTS_FILE);
    private static final String SIDECARS = "sidecar";
    private static final String ADOPTING = ".adopting-";
    private static final String VISITS = ".visits-";
    private static final Pattern LEFT = Pattern.compile("\\.(?:adopting|visits)-([0-9a-z]{4})(?:-.*)?");

    private static final Logger LOG = LoggerFactory.getLogger(TicketStore.class);
    /** How often it is looked whether the folder of the tickets is there again, in ms. */
    private static final int LOOK_AGAIN = 100;

    private final Path work;
    private final Path archive;
    private final Durability durability;
    private final ObjectMapper mapper;
    private final Clock clock;
    private final Lease lease;
    private final TicketRecord record;
    private final SetAside setAside;
    private final Volume archiveVolume;
    private final Repeated repeated = new Repeated();
    private volatile boolean lettingGo;
    private final AtomicLong number = new AtomicLong();
    private final Set<TicketName> inHand = ConcurrentHashMap.newKeySet();
    private final Map<TicketName, Visitor> visiting = new ConcurrentHashMap<>();
    private final VisitorFolders visitorFolders;

    /**
     * Opens the store and takes a lease, so that other gateways on the same folder leave our tickets alone.
     *
     * @param work       the folder of the open tickets; must exist
     * @param archive    the folder of the finished ones, on the same file system; must exist
     * @param durability how far a write must have come
     * @param mapper     writes and reads tickets
     * @param clock      the time
     */
    public TicketStore(Path work, Path archive, Durability durability, ObjectMapper mapper, Clock clock) {
        this.work = work;
        this.archive = archive;
        this.durability = durability;
        this.mapper = mapper;
        this.clock = clock;
        this.lease = Lease.fresh(work);
        this.record = new TicketRecord(mapper);
        this.setAside = new SetAside(work);
        this.archiveVolume = Volume.of(archive);
        this.visitorFolders = new VisitorFolders(visits(lease.gateway()));
    }

    /**
     * Takes a file from an inbox: one atomic rename into the folder of a new ticket. Of several gateways that try, one
     * gets it. The ticket is written before, so that a death in between leaves no input of which nobody knows where it
     * came from; what lies beside the input follows it.
     *
     * @param file  the file
     * @param inbox where it lies
     * @return the ticket, claimed; empty when the file was gone
     * @throws UncheckedIOException if the disk says no; the file is then still in the inbox, or in a folder that the
     *                              next start finds
     */
    public Optional<Ticket> claim(Path file, Inbox inbox) {
        Instant now = clock.instant();
        TicketName id = newId(now);
        Ticket ticket = inbox.claimed(id, file.getFileName().toString(), now);
        Path input = input(ticket);
        mustBeThere();
        inHand.add(id);
        try {
            Directories.make(work, input.getParent());
            write(ticket);
            try {
                Files.move(file, input, StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                discard(id);
                return Optional.empty();
            }
            durability.settle(input.getParent());
            takeWhatBelongsTo(ticket, file);
            durability.settle(work);
            // The inbox last: what is gone from there is to be found here.
            durability.settle(file.toAbsolutePath().getParent());
            return Optional.of(ticket);
        } catch (IOException | UncheckedIOException e) {
            giveBack(ticket, file);
            throw e instanceof UncheckedIOException u ? u : new UncheckedIOException((IOException) e);
        }
    }

    /** What lies beside an input follows it; a folder's marker has said what it had to say. */
    private void takeWhatBelongsTo(Ticket ticket, Path file) throws IOException {
        Sidecars.take(file, sidecars(ticket.id()), durability);
        if (Files.isDirectory(input(ticket)) && Files.deleteIfExists(FolderInput.marker(file))) {
            durability.settle(file.toAbsolutePath().getParent());
        }
    }

    /**
     * Makes a ticket for a run that was started elsewhere. It appears in one step, with its input.
     *
     * @param file          the name that its input gets
     * @param applicationId its application
     * @param instanceId    its instance, empty for the default one
     * @param run           its id
     * @param duration      how long it is waited for, from now
     * @param fetch         writes its input to a file
     * @return the ticket, submitted
     * @throws UncheckedIOException if the disk says no
     */
    public Ticket adopt(String file, String applicationId, Optional<String> instanceId, String run, Duration duration,
            Consumer<Path> fetch) {
        Instant now = clock.instant();
        TicketName id = newId(now);
        return appear(Ticket.claimed(id, file, applicationId, instanceId, RunPlan.NONE, now).submitting(now)
                .submitted(run, now, duration), fetch, Optional.empty());
    }

    /**
     * Makes a ticket for an input that did not lie in a folder. It appears in one step, with its input.
     *
     * @param file     the name that its input gets
     * @param inbox    what it is run with
     * @param input    writes its input to a file
     * @param sidecar  what would lie beside it in a folder, as JSON; empty for nothing
     * @param received what the message brought beside the input
     * @return the ticket, claimed; empty when the message has a ticket already
     * @throws UncheckedIOException if the disk says no
     */
    public Optional<Ticket> receive(String file, Inbox inbox, Consumer<Path> input, Optional<byte[]> sidecar,
            MessageOrigin received) {
        return receive(file, inbox, input, sidecar, received, ticket -> ticket);
    }

    /**
     * The same for an input that never becomes a run.
     *
     * @param ending why
     * @return the ticket, ended; empty when the message has a ticket already
     */
    public Optional<Ticket> refuse(String file, Inbox inbox, Consumer<Path> input, Optional<byte[]> sidecar,
            MessageOrigin received, Ending ending) {
        return receive(file, inbox, input, sidecar, received, ticket -> ticket.ended(ending));
    }

    private Optional<Ticket> receive(String file, Inbox inbox, Consumer<Path> input, Optional<byte[]> sidecar,
            MessageOrigin received, UnaryOperator<Ticket> first) {
        Instant now = clock.instant();
        TicketName id = received.messageId().map(TicketNames::ofMessage).orElseGet(() -> newId(now));
        if (isKnown(id)) {
            return Optional.empty();
        }
        Ticket ticket = first.apply(inbox.claimed(id, file, Optional.of(received), now));
        try {
            return Optional.of(appear(ticket, input, sidecar));
        } catch (UncheckedIOException e) {
            if (isKnown(id)) {
                // Somebody else took the same message meanwhile, and was quicker.
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean isKnown(TicketName id) {
        Visitor visitor = visiting.get(id);
        if (visitor != null && visitor.ticket().isPresent()) {
            return true;
        }
        // In this order: a ticket goes from work to the archive. Where one of them is away nothing can be told.
        if (visitor == null && Files.isDirectory(folder(id)) || Files.isDirectory(archived(id))) {
            return true;
        }
        try {
            mustBeThere();
            archiveVolume.mustBeThere();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return false;
    }

    /** @return whether the folder of the tickets is there, and the one that this gateway works on */
    public boolean isThere() {
        return lease.isThere();
    }

    /**
     * To be asked before anything is concluded from what is not there, and before anything new is written.
     *
     * @throws TicketsAway if the folder of the tickets is not there, or is another one
     */
    void mustBeThere() {
        if (!lease.isThere()) {
            throw new TicketsAway(work);
        }
    }

    private TicketName newId(Instant now) {
        return TicketNames.ofFile(now, lease.gateway(), number.incrementAndGet());
    }

    /** The gateway that made a message's ticket; empty where that cannot be read. */
    Optional<String> gatewayOf(TicketName id) {
        try {
            return Optional.of(Files.readString(folder(id).resolve(GATEWAY_FILE))).filter(name -> name.matches("\\w{4}"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Ticket appear(Ticket ticket, Consumer<Path> fill, Optional<byte[]> sidecar) {
        TicketName id = ticket.id();
        Visitor visitor = visiting.get(id);
        if (visitor != null) {
            return appear(ticket, visitor, fill, sidecar);
        }
        // Hidden, so that nobody takes it for a ticket before it is one.
        Path aside = Contained.child(work, ADOPTING + lease.gateway() + "-" + id);
        mustBeThere();
        try {
            Path input = Contained.child(aside.resolve("input"), ticket.file());
            Directories.make(work, input.getParent());
            fill.accept(input);
            durability.settle(input);
            if (sidecar.isPresent()) {
                Path folder = Directories.make(aside.resolve(SIDECARS));
                durability.write(Sidecars.json(Contained.child(folder, ticket.file())), sidecar.get());
            }
            if (TicketNames.isOfMessage(id)) {
                durability.write(aside.resolve(GATEWAY_FILE), lease.gateway().getBytes(StandardCharsets.UTF_8));
            }
            record.write(aside, ticket, durability);
            boolean fresh = inHand.add(id);
            try {
                durability.move(aside, folder(id));
            } catch (IOException e) {
                if (fresh) {
                    inHand.remove(id);
                }
                if (!Files.exists(aside)) {
                    // Renamed, but perhaps not for good: whoever tries again is to find nothing.
                    Files.move(folder(id), aside, StandardCopyOption.ATOMIC_MOVE);
                }
                throw e;
            }
            return ticket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            try {
                deleteTree(aside);
            } catch (IOException e) {
                // Hidden, in nobody's way, and removed by whoever comes after this process.
            }
        }
    }

    /** Nobody looks into a visitor's folder: it may fill bit by bit, and what is left of a try is written over. */
    private Ticket appear(Ticket ticket, Visitor visitor, Consumer<Path> fill, Optional<byte[]> sidecar) {
        mustBeThere();
        try {
            Path input = Contained.child(visitor.folder().resolve("input"), ticket.file());
            Directories.make(input.getParent());
            fill.accept(input);
            if (sidecar.isPresent()) {
                Path folder = Directories.make(visitor.folder().resolve(SIDECARS));
                Durability.OS.write(Sidecars.json(Contained.child(folder, ticket.file())), sidecar.get());
            }
            inHand.add(ticket.id());
            visitor.put(ticket);
            return ticket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A claim that could not be written down is undone: the file is worth more in the inbox than nowhere. */
    private void giveBack(Ticket ticket, Path file) {
        try {
            mustBeThere();
            if (Files.exists(input(ticket)) && !Files.exists(file)) {
                for (Path sidecar : Sidecars.taken(sidecars(ticket.id()))) {
                    Files.move(sidecar, file.resolveSibling(sidecar.getFileName()), StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(input(ticket), file, StandardCopyOption.ATOMIC_MOVE);
                if (Files.isDirectory(file) && !Files.exists(FolderInput.marker(file))) {
                    Files.createFile(FolderInput.marker(file));
                }
            }
            discard(ticket.id());
        } catch (IOException | TicketsAway e) {
            // Left as it is: recovery finds the claimed ticket.
            inHand.remove(ticket.id());
        }
    }

    private void discard(TicketName id) throws IOException {
        // In this order: a folder that is in nobody's hand is taken up.
        deleteEmpty(folder(id));
        inHand.remove(id);
    }

    /** Removes the folder of a ticket that has taken nothing. */
    static void deleteEmpty(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve("." + TICKET_FILE + ".part"));
        Files.deleteIfExists(folder.resolve("input"));
        Files.deleteIfExists(folder.resolve(SIDECARS));
        Files.deleteIfExists(folder.resolve(TICKET_FILE));
        Files.deleteIfExists(folder.resolve(TicketRecord.COPY));
        Files.deleteIfExists(folder);
    }

    private Path sidecars(TicketName id) {
        return folder(id).resolve(SIDECARS);
    }

    /**
     * What lay beside the input.
     *
     * @param id the ticket's name
     * @return the files that were taken with it: one, or none
     */
    public List<Path> sidecarsOf(TicketName id) {
        return Sidecars.taken(sidecars(id));
    }

    /** A death between taking the input and what lay beside it: the claim is completed. A newer file is another's. */
    void completeClaim(Ticket ticket) throws IOException {
        Path origin = Contained.child(Path.of(ticket.plan().inbox().orElseThrow()), ticket.file());
        boolean ours = !Files.exists(origin);
        for (Path sidecar : Sidecars.of(origin)) {
            ours &= !Files.getLastModifiedTime(sidecar).toInstant().isAfter(ticket.claimedAt());
        }
        Path marker = FolderInput.marker(origin);
        if (Files.isDirectory(input(ticket)) && Files.exists(marker)) {
            ours &= !Files.getLastModifiedTime(marker).toInstant().isAfter(ticket.claimedAt());
        }
        if (ours) {
            takeWhatBelongsTo(ticket, origin);
        }
    }

    /**
     * Reads a ticket.
     *
     * @param id its name
     * @return the ticket as it was last written
     * @throws TicketGone           if there is none
     * @throws TicketsAway          if the folder of the tickets is not there
     * @throws UncheckedIOException if it cannot be read
     */
    public Ticket read(@ExchangeProperty(Slots.TICKET) TicketName id) {
        Visitor visitor = visiting.get(id);
        if (visitor != null) {
            return read(id, visitor);
        }
        if (lease.isLost()) {
            throw new TicketGone(id, "has been taken over by another gateway, since the lock file of this one was removed");
        }
        try {
            return record.read(folder(id), id);
        } catch (TicketUnreadable | NoSuchFileException e) {
            mustBeThere();
            return mend(id);
        } catch (IOException e) {
            throw unreadable(id, e);
        }
    }

    private Ticket read(TicketName id, Visitor visitor) {
        try {
            Optional<Ticket> known = visitor.ticket();
            if (known.isPresent()) {
                return known.get();
            }
            Ticket ticket = record.read(visitor.file(TICKET_FILE).orElseThrow(() -> new TicketGone(id)), id);
            visitor.put(ticket);
            return ticket;
        } catch (TicketUnreadable e) {
            throw unreadable(id, e);
        }
    }

    /** A ticket as it is, empty where it cannot be read: nothing is mended. */
    Optional<Ticket> peek(TicketName id) throws IOException {
        try {
            return Optional.of(record.read(folder(id), id));
        } catch (TicketUnreadable | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static UncheckedIOException unreadable(TicketName id, IOException why) {
        return new UncheckedIOException("ticket " + id + " cannot be read: " + why.getMessage(), why);
    }

    /**
     * A ticket of which no {@code ticket.json} can be read is rebuilt from its copy. Without one nobody knows whether it
     * has a run, nor of which application: it is set aside, and not run by guess.
     */
    synchronized Ticket mend(TicketName id) {
        Path folder = folder(id);
        try {
            if (!Files.isDirectory(folder)) {
                throw new TicketGone(id);
            }
            IOException why;
            try {
                // Somebody else may have mended it meanwhile.
                return record.read(folder, id);
            } catch (TicketUnreadable | NoSuchFileException e) {
                why = e;
            }
            String what = why instanceof TicketUnreadable ? why.getMessage() : "its ticket.json is gone";
            Optional<Ticket> copy = record.copy(folder, id)
                    .filter(ticket -> ticket.state() != Ticket.State.SUBMITTING || Files.exists(input(ticket)));
            if (copy.isPresent()) {
                record.keepUnreadable(folder);
                Ticket again = write(copy.get());
                LOG.warn("ticket {} cannot be read ({}): it is rebuilt from its copy, {}", id, what,
                        again.state() == Ticket.State.SUBMITTING ? "and its run is looked for" : "and goes on from there");
                return again;
            }
            mustBeThere();
            if (setAside.put(folder, "ticket " + id + " cannot be read: " + what + ", and there is no copy of it",
                    "Nobody can tell whether its input was run. Look in the console for a run whose description holds "
                            + id + "; if there is none, drop the input, which is in that folder, into its inbox again.")) {
                throw new TicketGone(id, "was moved to work/" + SetAside.NAME + "/: it cannot be read, and there is no"
                        + " copy of it");
            }
            if (!Files.isDirectory(folder)) {
                throw new TicketGone(id);
            }
            throw unreadable(id, why);
        } catch (IOException e) {
            throw unreadable(id, e);
        }
    }

    /**
     * Writes a ticket, complete or not at all.
     *
     * @param ticket the ticket
     * @return the same ticket
     * @throws TicketGone           if its folder is gone
     * @throws UncheckedIOException if the disk says no
     */
    public Ticket write(Ticket ticket) {
        mustBeThere();
        Visitor visitor = visiting.get(ticket.id());
        if (visitor != null) {
            visitor.put(ticket);
            return ticket;
        }
        try {
            record.write(folder(ticket.id()), ticket, durability);
            return ticket;
        } catch (UncheckedIOException e) {
            throw notWritten(ticket.id(), e);
        } catch (IOException e) {
            throw notWritten(ticket.id(), new UncheckedIOException(e));
        }
    }

    /** A ticket is gone only where the folder of the tickets is there, and its own is not in it. */
    RuntimeException notWritten(TicketName id, UncheckedIOException why) {
        if (Files.isDirectory(folder(id))) {
            return why;
        }
        return isThere() ? new TicketGone(id) : new TicketsAway(work);
    }

    /**
     * How far the waiting is.
     *
     * @param id the ticket's name
     * @return the progress; {@link Progress#NONE} where none can be read
     */
    public Progress progress(TicketName id) {
        return sideFile(id, PROGRESS_FILE, Progress.class).orElse(Progress.NONE);
    }

    /** What lies beside a ticket and can be done without: what cannot be read is none, whatever it holds. */
    private <T> Optional<T> sideFile(TicketName id, String file, Class<T> type) {
        Visitor visitor = visiting.get(id);
        try {
            if (visitor != null) {
                Optional<byte[]> held = visitor.file(file);
                return held.isEmpty() ? Optional.empty() : Optional.ofNullable(mapper.readValue(held.get(), type));
            }
            return Optional.ofNullable(mapper.readValue(Files.readAllBytes(Contained.child(folder(id), file)), type));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Notes how far the waiting is, without waiting for the disk.
     *
     * @param id       the ticket's name
     * @param progress how far
     */
    public void note(TicketName id, Progress progress) {
        note(id, PROGRESS_FILE, progress);
    }

    /**
     * What the looks for a visitor's run have shown so far.
     *
     * @param id the ticket's name
     * @return {@link Doubt#NEW} where it was not looked for yet
     */
    public Doubt doubt(TicketName id) {
        return sideFile(id, DOUBT_FILE, Doubt.class).orElse(Doubt.NEW);
    }

    /**
     * The requests for a ticket's run that have failed so far.
     *
     * @param id the ticket's name
     * @return {@link Attempts#NONE} where none can be read
     */
    public Attempts attempts(TicketName id) {
        return sideFile(id, ATTEMPTS_FILE, Attempts.class).orElse(Attempts.NONE);
    }

    /**
     * Notes that another one has failed, or that none counts any more.
     *
     * @param id       the ticket's name
     * @param attempts what there were; {@link Attempts#NONE} when the run was started
     */
    public void note(TicketName id, Attempts attempts) {
        if (attempts.count() > 0) {
            note(id, ATTEMPTS_FILE, attempts);
        } else {
            forget(id, ATTEMPTS_FILE);
        }
    }

    /**
     * Notes what the looks for a visitor's run have shown.
     *
     * @param id    the ticket's name
     * @param doubt what; empty when it is settled
     */
    public void note(TicketName id, Optional<Doubt> doubt) {
        if (doubt.isPresent()) {
            note(id, DOUBT_FILE, doubt.get());
        } else {
            forget(id, DOUBT_FILE);
        }
    }

    private void forget(TicketName id, String file) {
        Visitor visitor = visiting.get(id);
        if (visitor != null) {
            visitor.remove(file);
        } else {
            Contained.child(folder(id), file).toFile().delete();
        }
    }

    private void note(TicketName id, String file, Object content) {
        Visitor visitor = visiting.get(id);
        try {
            if (visitor != null) {
                visitor.put(file, mapper.writeValueAsBytes(content));
                return;
            }
            Durability.OS.write(Contained.child(folder(id), file), mapper.writeValueAsBytes(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UncheckedIOException e) {
            throw notWritten(id, e);
        }
    }

    /**
     * The ticket is done: its folder goes to the archive; a visitor's is removed when it leaves.
     *
     * @param ticket the delivered ticket
     * @throws UncheckedIOException if the disk says no
     */
    public void archive(Ticket ticket) {
        if (isVisiting(ticket.id())) {
            return;
        }
        Path folder = folder(ticket.id());
        Path archived = archived(ticket.id());
        mustBeThere();
        try {
            archiveVolume.mustBeThere();
            Files.deleteIfExists(folder.resolve(PROGRESS_FILE));
            deleteTree(out(ticket.id()));
            deleteParts(folder);
            durability.move(folder, archived);
            tidy(archived);
        } catch (AtomicMoveNotSupportedException e) {
            throw new UncheckedIOException("archive and work must lie on one file system", e);
        } catch (NoSuchFileException e) {
            if (Files.isDirectory(folder) || !Files.isDirectory(archived)) {
                mustBeThere();
                throw new UncheckedIOException(e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inHand.remove(ticket.id());
    }

    /**
     * The finished tickets, read one by one.
     *
     * @return those that can be read, in no order; to be closed
     * @throws UncheckedIOException if the archive cannot be read
     */
    public Stream<Ticket> archived() {
        try {
            return Files.list(archive).map(folder -> folder.resolve(TICKET_FILE)).filter(Files::isRegularFile)
                    .flatMap(file -> {
                        try {
                            return Stream.of(mapper.readValue(Files.readAllBytes(file), Ticket.class));
                        } catch (IOException e) {
                            return Stream.empty();
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only in the archive: a ticket in work/ must say whose it is, and have its copy, until it has left it. */
    private static void tidy(Path archived) {
        try {
            Files.deleteIfExists(archived.resolve(GATEWAY_FILE));
            Files.deleteIfExists(archived.resolve(TicketRecord.COPY));
        } catch (IOException e) {
            LOG.debug("{} keeps what it does not need", archived, e);
        }
    }

    /** What a death left half written, and nobody writes again. */
    private static void deleteParts(Path folder) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, ".*.part")) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /**
     * A ticket's folder.
     *
     * @param id the ticket's name
     * @return {@code work/<ticket>}; a visitor's is one that nobody looks into
     * @throws UncheckedIOException if a visitor's cannot be made
     */
    public Path folder(TicketName id) {
        Visitor visitor = visiting.get(id);
        return visitor == null ? Contained.child(work, id.text()) : visitor.folder();
    }

    /**
     * Unpacks what a visitor has brought along.
     *
     * @param id      the ticket's name
     * @param travellingFiles its files' texts, by their paths in its folder
     * @throws IllegalArgumentException if there is a file that is none of a ticket
     * @throws IOException              if the disk says no
     */
    public void unpack(TicketName id, Map<String, String> travellingFiles) throws IOException {
        Visitor visitor = visitor(id);
        Map<String, String> others = new TreeMap<>(travellingFiles);
        IN_MEMORY.forEach(name -> Optional.ofNullable(others.remove(name))
                .ifPresent(text -> visitor.put(name, text.getBytes(StandardCharsets.UTF_8))));
        if (!others.isEmpty()) {
            TravellingFiles.unpack(others, visitor.folder());
        }
    }

    /**
     * Packs what a visitor takes along, beside its input.
     *
     * @param id the ticket's name
     * @return its files' texts, by their paths in its folder
     * @throws IOException if the disk says no
     */
    public Map<String, String> pack(TicketName id) throws IOException {
        Visitor visitor = visitor(id);
        Map<String, String> packed = visitor.hasFolder() ? new TreeMap<>(TravellingFiles.pack(visitor.folder())) : new TreeMap<>();
        visitor.files().forEach((name, bytes) -> packed.put(name, new String(bytes, StandardCharsets.UTF_8)));
        packed.put(TICKET_FILE, mapper.writeValueAsString(read(id)));
        return packed;
    }

    /**
     * A visitor's input is small: it comes to the disk only if its step asks for the file.
     *
     * @param id    the ticket's name
     * @param input the input
     */
    public void hold(TicketName id, byte[] input) {
        visitor(id).hold(input);
    }

    /**
     * @param id the ticket's name
     * @return a visitor's input, where it is held
     */
    public Optional<byte[]> held(TicketName id) {
        return visitor(id).held();
    }

    private Visitor visitor(TicketName id) {
        return Optional.ofNullable(visiting.get(id))
                .orElseThrow(() -> new IllegalStateException("ticket " + id + " is not here for one step"));
    }

    /**
     * A ticket that lives elsewhere comes for one step, which the calling thread makes. What is written here of it need
     * not last: only this step reads it. Of several visits of one ticket each waits for the end of the one before.
     *
     * @param id the ticket's name
     * @throws UncheckedIOException if the disk says no
     */
    public void visit(TicketName id) {
        waitUntilThere();
        synchronized (visiting) {
            while (visiting.containsKey(id)) {
                try {
                    visiting.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("ticket " + id + " is being worked on", e);
                }
            }
            visiting.put(id, new Visitor(Thread.currentThread(), visitorFolders));
        }
    }

    /** In place: a message that is given back counts as a step that was begun once more. */
    private void waitUntilThere() {
        synchronized (visiting) {
            while (!isThere() && !lettingGo) {
                TicketsAway away = new TicketsAway(work);
                repeated.say("away", count -> LOG.warn("Tickets that wait in the broker stay there: {}{}",
                        away.getCause().getMessage(), count));
                try {
                    visiting.wait(LOOK_AGAIN);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw away;
                }
            }
        }
        mustBeThere();
    }

    /** Nobody waits here any more: the process is about to stop. */
    public void letGo() {
        lettingGo = true;
        synchronized (visiting) {
            visiting.notifyAll();
        }
    }

    /**
     * The calling thread's visit is over, if there is one: nothing of it is left.
     *
     * @param id the ticket's name
     */
    public void leave(TicketName id) {
        Visitor visitor = visiting.get(id);
        if (visitor == null || visitor.thread() != Thread.currentThread()) {
            return;
        }
        try {
            visitor.leave();
        } finally {
            inHand.remove(id);
            synchronized (visiting) {
                visiting.remove(id);
                visiting.notifyAll();
            }
        }
    }

    /**
     * @param id a ticket's name
     * @return whether it is here for one step only
     */
    public boolean isVisiting(TicketName id) {
        return visiting.containsKey(id);
    }

    private Path visits(String gateway) {
        return Contained.child(work, VISITS + gateway);
    }

    /** The gateway that has made a folder in which tickets visit it, or are made; empty for anything else. */
    static Optional<String> leftBy(String name) {
        Matcher left = LEFT.matcher(name);
        return left.matches() ? Optional.of(left.group(1)) : Optional.empty();
    }

    /**
     * Removes what a gateway has left that died while tickets visited it, or while it made one: the former live elsewhere,
     * and go on there; the latter never were, and what they were made of is still where it was.
     */
    void removeWhatIsLeft(String gateway) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(work, ".[av]*")) {
            for (Path entry : entries) {
                if (leftBy(entry.getFileName().toString()).filter(gateway::equals).isPresent()) {
                    deleteTree(entry);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // In nobody's way.
            LOG.debug("What gateway {} has left cannot be removed", gateway, e);
        }
    }

    /**
     * Takes a message's ticket that does not say whose it is. Of several gateways that try one gets it.
     *
     * @return whether it is ours
     */
    boolean own(TicketName id) throws IOException {
        try {
            Files.write(folder(id).resolve(GATEWAY_FILE), lease.gateway().getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Moves something out of the way of the tickets, for an operator to see to. */
    boolean setAside(Path entry, String why, String whatToDo) {
        return setAside.put(entry, why, whatToDo);
    }

    /** @return how many things were set aside, and wait for an operator */
    public int setAside() {
        return setAside.count();
    }



    /**
     * The claimed input.
     *
     * @param ticket the ticket
     * @return its file
     */
    public Path input(Ticket ticket) {
        Path input = Contained.child(folder(ticket.id()).resolve("input"), ticket.file());
        Visitor visitor = visiting.get(ticket.id());
        if (visitor != null) {
            visitor.putDown(input, ticket.claimedAt());
        }
        return input;
    }

    /**
     * Where what is brought home is put together.
     *
     * @param id the ticket's name
     * @return a folder that need not exist
     */
    public Path out(TicketName id) {
        return folder(id).resolve("out");
    }

    /**
     * A finished ticket's folder.
     *
     * @param id the ticket's name
     * @return {@code archive/<ticket>}
     */
    public Path archived(TicketName id) {
        return Contained.child(archive, id.text());
    }

    /**
     * @param id a ticket's name
     * @return the chapter of its next step: {@code SUBMIT}, {@code AWAIT} or {@code DELIVER}
     * @throws TicketGone           if there is no such ticket any more
     * @throws UncheckedIOException if the disk says no
     */
    public String nextStep(@ExchangeProperty(Slots.TICKET) TicketName id) {
        return Step.of(read(id).state()).chapter();
    }

    /** @return how many tickets this gateway has in its hands */
    public int inHand() {
        return inHand.size();
    }

    /**
     * The ticket is no longer ours to care for.
     *
     * @param id its name
     */
    public void drop(@ExchangeProperty(Slots.TICKET) TicketName id) {
        inHand.remove(id);
    }

    /** @return the name of this gateway, which is part of its tickets' names */
    public String gateway() {
        return lease.gateway();
    }

    boolean isInHand(TicketName id) {
        return inHand.contains(id);
    }

    void adopt(TicketName id) {
        inHand.add(id);
    }

    Path work() {
        return work;
    }

    Lease lease() {
        return lease;
    }

    /** Gives the lease back: its file goes when no ticket is left, and stays for the next start otherwise. */
    public void close() {
        removeWhatIsLeft(lease.gateway());
        if (inHand.isEmpty()) {
            lease.end();
        } else {
            lease.close();
        }
    }
}
