package io.camelnextmv.ticket;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.headers.Slots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.ExchangeProperty;

/**
 * The tickets of one gateway: {@code work/<ticket>/} holds {@code ticket.json}, the input under {@code input/}, and
 * what is being brought home under {@code out/}.
 */
public final class TicketStore {
    /** The ticket's own file in its folder. */
    static final String TICKET_FILE = "ticket.json";
    /** How far the waiting is. */
    static final String PROGRESS_FILE = "progress.json";
    private static final String DOUBT_FILE = "doubt.json";
    private static final String ATTEMPTS_FILE = "attempts.json";
    /** Whose it is, where its name does not tell. */
    private static final String GATEWAY_FILE = "gateway";
    private static final String SIDECARS = "sidecar";

    private final Path work;
    private final Path archive;
    private final Durability durability;
    private final ObjectMapper mapper;
    private final Clock clock;
    private final Lease lease;
    private final AtomicLong number = new AtomicLong();
    private final Set<TicketName> inHand = ConcurrentHashMap.newKeySet();
    private final Map<TicketName, Thread> visiting = new ConcurrentHashMap<>();

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
        inHand.add(id);
        try {
            Files.createDirectories(input.getParent());
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
        return appear(Ticket.claimed(id, file, applicationId, instanceId, Plan.NONE, now).submitting(now)
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
            Received received) {
        return receive(file, inbox, input, sidecar, received, ticket -> ticket);
    }

    /**
     * The same for an input that never becomes a run.
     *
     * @param ending why
     * @return the ticket, ended; empty when the message has a ticket already
     */
    public Optional<Ticket> refuse(String file, Inbox inbox, Consumer<Path> input, Optional<byte[]> sidecar,
            Received received, Ending ending) {
        return receive(file, inbox, input, sidecar, received, ticket -> ticket.ended(ending));
    }

    private Optional<Ticket> receive(String file, Inbox inbox, Consumer<Path> input, Optional<byte[]> sidecar,
            Received received, UnaryOperator<Ticket> first) {
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
        // In this order: a ticket goes from work to the archive.
        return Files.isDirectory(folder(id)) || Files.isDirectory(archived(id));
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
        // Hidden, so that nobody takes it for a ticket before it is one.
        Path aside = work.resolve(".adopting-" + lease.gateway() + "-" + id);
        try {
            Path input = Contained.child(aside.resolve("input"), ticket.file());
            Files.createDirectories(input.getParent());
            fill.accept(input);
            durability.settle(input);
            if (sidecar.isPresent()) {
                Path folder = Files.createDirectories(aside.resolve(SIDECARS));
                durability.write(Sidecars.json(folder.resolve(ticket.file())), sidecar.get());
            }
            if (TicketNames.isOfMessage(id)) {
                durability.write(aside.resolve(GATEWAY_FILE), lease.gateway().getBytes(StandardCharsets.UTF_8));
            }
            durability.write(aside.resolve(TICKET_FILE), mapper.writeValueAsBytes(ticket));
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
                // Hidden, and in nobody's way.
            }
        }
    }

    /** A claim that could not be written down is undone: the file is worth more in the inbox than nowhere. */
    private void giveBack(Ticket ticket, Path file) {
        try {
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
        } catch (IOException e) {
            // Left as it is: recovery finds the claimed ticket.
            inHand.remove(ticket.id());
        }
    }

    private void discard(TicketName id) throws IOException {
        inHand.remove(id);
        Path folder = folder(id);
        Files.deleteIfExists(folder.resolve("." + TICKET_FILE + ".part"));
        Files.deleteIfExists(folder.resolve(TICKET_FILE));
        Files.deleteIfExists(folder.resolve("input"));
        Files.deleteIfExists(sidecars(id));
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
        Path origin = Path.of(ticket.plan().inbox().orElseThrow()).resolve(ticket.file());
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
     * @throws UncheckedIOException if it cannot be read
     */
    public Ticket read(@ExchangeProperty(Slots.TICKET) TicketName id) {
        try {
            Ticket ticket = mapper.readValue(Files.readAllBytes(folder(id).resolve(TICKET_FILE)), Ticket.class);
            if (ticket == null) {
                throw new IOException("it holds null");
            }
            return ticket;
        } catch (NoSuchFileException e) {
            throw new TicketGone(id);
        } catch (IOException e) {
            throw new UncheckedIOException("ticket " + id + " cannot be read: " + e.getMessage(), e);
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
        try {
            durability(ticket.id()).write(folder(ticket.id()).resolve(TICKET_FILE), mapper.writeValueAsBytes(ticket));
            return ticket;
        } catch (UncheckedIOException e) {
            throw Files.isDirectory(folder(ticket.id())) ? e : new TicketGone(ticket.id());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * How far the waiting is.
     *
     * @param id the ticket's name
     * @return the progress; {@link Progress#NONE} where none can be read
     */
    public Progress progress(TicketName id) {
        try {
            return mapper.readValue(Files.readAllBytes(folder(id).resolve(PROGRESS_FILE)), Progress.class);
        } catch (IOException e) {
            return Progress.NONE;
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
        return noted(id, DOUBT_FILE, Doubt.class).orElse(Doubt.NEW);
    }

    private <T> Optional<T> noted(TicketName id, String file, Class<T> type) {
        try {
            return Optional.ofNullable(mapper.readValue(Files.readAllBytes(folder(id).resolve(file)), type));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The requests for a ticket's run that have failed so far.
     *
     * @param id the ticket's name
     * @return {@link Attempts#NONE} where none can be read
     */
    public Attempts attempts(TicketName id) {
        return noted(id, ATTEMPTS_FILE, Attempts.class).orElse(Attempts.NONE);
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
            folder(id).resolve(ATTEMPTS_FILE).toFile().delete();
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
            folder(id).resolve(DOUBT_FILE).toFile().delete();
        }
    }

    private void note(TicketName id, String file, Object content) {
        try {
            Durability.OS.write(folder(id).resolve(file), mapper.writeValueAsBytes(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UncheckedIOException e) {
            throw Files.isDirectory(folder(id)) ? e : new TicketGone(id);
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
        try {
            Files.deleteIfExists(folder.resolve(PROGRESS_FILE));
            Files.deleteIfExists(folder.resolve(GATEWAY_FILE));
            deleteTree(out(ticket.id()));
            durability.move(folder, archived(ticket.id()));
        } catch (AtomicMoveNotSupportedException e) {
            throw new UncheckedIOException("archive and work must lie on one file system", e);
        } catch (NoSuchFileException e) {
            if (Files.isDirectory(folder)) {
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
     */
    public Path folder(TicketName id) {
        return Contained.child(isVisiting(id) ? visits(lease.gateway()) : work, id.text());
    }

    /**
     * A ticket that lives elsewhere comes for one step, which the calling thread makes. What is written here of it need
     * not last: only this step reads it. Of several visits of one ticket each waits for the end of the one before.
     *
     * @param id the ticket's name
     * @throws UncheckedIOException if the disk says no
     */
    public void visit(TicketName id) {
        try {
            Files.createDirectories(visits(lease.gateway()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        synchronized (visiting) {
            while (visiting.containsKey(id)) {
                try {
                    visiting.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("ticket " + id + " is being worked on", e);
                }
            }
            visiting.put(id, Thread.currentThread());
        }
    }

    /**
     * The calling thread's visit is over, if there is one: nothing of it is left.
     *
     * @param id the ticket's name
     */
    public void leave(TicketName id) {
        if (visiting.get(id) != Thread.currentThread()) {
            return;
        }
        try {
            deleteTree(folder(id));
        } catch (IOException e) {
            // In nobody's way, and removed at the stop, or by whoever comes after this process.
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

    private Durability durability(TicketName id) {
        return isVisiting(id) ? Durability.OS : durability;
    }

    private Path visits(String gateway) {
        return work.resolve(".visits-" + gateway);
    }

    /** Removes what a gateway has left that died while tickets visited it: they live elsewhere, and go on there. */
    void forgetVisits(String gateway) {
        try {
            deleteTree(visits(gateway));
        } catch (IOException e) {
            // In nobody's way.
        }
    }

    /**
     * The claimed input.
     *
     * @param ticket the ticket
     * @return its file
     */
    public Path input(Ticket ticket) {
        return Contained.child(folder(ticket.id()).resolve("input"), ticket.file());
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
        forgetVisits(lease.gateway());
        if (inHand.isEmpty()) {
            lease.end();
        } else {
            lease.close();
        }
    }
}
