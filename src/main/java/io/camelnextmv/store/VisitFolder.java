package io.camelnextmv.store;

import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketGone;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketOfLaterVersion;
import io.camelnextmv.ticket.TicketUnreadable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder of a ticket that lives elsewhere and is here for one step. What only this step reads is in memory; it has a
 * folder on the disk as soon as something asks for it. Safe for many threads.
 */
public final class VisitFolder extends TicketFolder {
    /** They are not worth a file each. */
    private static final List<String> IN_MEMORY = List.of(TicketRecord.FILE, PROGRESS, DOUBT, ATTEMPTS);
    /** Older than any file that is suspected to be still written. */
    private static final Duration OLD = Duration.ofDays(1);
    private final WorkFolder work;
    private final VisitFolderPool folders;
    private final Map<String, byte[]> files = new TreeMap<>();
    private Optional<Ticket> known = Optional.empty();
    private Optional<byte[]> input = Optional.empty();
    private Optional<Path> folder = Optional.empty();
    private boolean isDown;

    /**
     * @param work    what all tickets share
     * @param folders where its folder comes from
     */
    VisitFolder(TicketName ticket, WorkFolder work, VisitFolderPool folders) {
        super(ticket, Durability.OS);
        this.work = work;
        this.folders = folders;
    }

    @Override
    public synchronized Path path() {
        if (folder.isEmpty()) {
            folder = Optional.of(folders.take());
        }
        return folder.get();
    }

    @Override
    public boolean isForOneStep() {
        return true;
    }

    /** Somebody asks for the input's file: it must be there. */
    @Override
    public synchronized Path input(Ticket ticket) {
        Path file = super.input(ticket);
        if (input.isPresent() && !isDown) {
            putDown(file, ticket.claimedAt());
        }
        return file;
    }

    private void putDown(Path file, Instant claimedAt) {
        try {
            Directories.make(file.getParent());
            Files.write(file, input.orElseThrow());
            Files.setLastModifiedTime(file, FileTime.from(claimedAt.minus(OLD)));
            isDown = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Its input is small: it comes to the disk only if the step asks for the file.
     *
     * @param bytes the input
     */
    public synchronized void hold(byte[] bytes) {
        input = Optional.of(bytes);
        isDown = false;
    }

    /** @return its input, where it is held */
    public synchronized Optional<byte[]> held() {
        return input;
    }

    @Override
    public Optional<Path> archived(String name) {
        return Optional.empty();
    }

    @Override
    public synchronized boolean has(String name) {
        return files.containsKey(name) || folder.isPresent() && super.has(name);
    }

    @Override
    public synchronized Optional<byte[]> read(String name) throws IOException {
        if (IN_MEMORY.contains(name)) {
            return Optional.ofNullable(files.get(name));
        }
        return folder.isPresent() ? super.read(name) : Optional.empty();
    }

    @Override
    public synchronized void note(String name, byte[] content) {
        if (IN_MEMORY.contains(name)) {
            files.put(name, content);
        } else {
            super.note(name, content);
        }
    }

    @Override
    public synchronized void forget(String name) throws IOException {
        files.remove(name);
        if (folder.isPresent()) {
            super.forget(name);
        }
    }

    /** Whoever gets it does not know that it came from a folder which need not last. */
    @Override
    public void handOut() throws IOException {
        Path out = out();
        if (work.durability() == Durability.OS || !Files.isDirectory(out)) {
            return;
        }
        try (Stream<Path> all = Files.walk(out)) {
            for (Path path : all.filter(one -> !one.equals(out) && !Files.isSymbolicLink(one)).toList()) {
                work.durability().sync(path);
            }
        }
    }

    @Override
    RuntimeException notWritten(UncheckedIOException why) {
        return work.isThere() ? why : work.away();
    }

    @Override
    synchronized boolean isTicket() {
        return known.isPresent();
    }

    /** The ticket, where somebody has read or written it. */
    synchronized Optional<Ticket> known() {
        return known;
    }

    @Override
    synchronized Ticket get() {
        if (known.isEmpty()) {
            byte[] bytes = Optional.ofNullable(files.get(TicketRecord.FILE)).orElseThrow(() -> new TicketGone(ticket()));
            try {
                known = Optional.of(work.record().read(bytes, ticket()));
            } catch (TicketUnreadable | TicketOfLaterVersion e) {
                throw new UncheckedIOException("ticket " + ticket() + " cannot be read: " + e.getMessage(), e);
            }
        }
        return known.get();
    }

    @Override
    void put(Ticket next) {
        work.mustBeThere();
        synchronized (this) {
            known = Optional.of(next);
        }
    }

    /** Nobody looks into it: it may fill bit by bit, and what is left of a try is written over. */
    @Override
    void appear(Ticket first, Consumer<Path> fill, Optional<byte[]> sidecar) {
        work.mustBeThere();
        try {
            Path file = Contained.child(path().resolve(INPUT), first.file());
            Directories.make(file.getParent());
            fill.accept(file);
            if (sidecar.isPresent()) {
                Path beside = Directories.make(path().resolve(SIDECARS));
                durability().write(Sidecars.json(Contained.child(beside, first.file())), sidecar.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        work.inFlight().add(ticket());
        synchronized (this) {
            known = Optional.of(first);
        }
    }

    /** Its folder is removed when it leaves. */
    @Override
    void archive() {
    }

    /**
     * Unpacks what the ticket has brought along.
     *
     * @param travellingFiles its files' texts, by their paths in its folder
     * @throws IllegalArgumentException if there is a file that is none of a ticket
     * @throws IOException              if the disk says no
     */
    public synchronized void unpack(Map<String, String> travellingFiles) throws IOException {
        Map<String, String> others = new TreeMap<>(travellingFiles);
        IN_MEMORY.forEach(name -> Optional.ofNullable(others.remove(name))
                .ifPresent(text -> files.put(name, text.getBytes(StandardCharsets.UTF_8))));
        if (!others.isEmpty()) {
            TravellingFiles.unpack(others, path());
        }
    }

    /**
     * Packs what the ticket takes along, beside its input.
     *
     * @return its files' texts, by their paths in its folder
     * @throws IOException if the disk says no
     */
    public synchronized Map<String, String> pack() throws IOException {
        if (folder.isPresent() && !Files.isDirectory(folder.get())) {
            // What it held would be missing.
            throw new NoSuchFileException(folder.get().toString());
        }
        Map<String, String> packed = folder.isPresent() ? new TreeMap<>(TravellingFiles.pack(folder.get())) : new TreeMap<>();
        files.forEach((name, bytes) -> packed.put(name, new String(bytes, StandardCharsets.UTF_8)));
        packed.put(TicketRecord.FILE, work.record().text(get()));
        return packed;
    }

    /** Nothing of it is left. */
    synchronized void leave() {
        folder.ifPresent(folders::giveBack);
        folder = Optional.empty();
    }
}
