package io.camelnextmv.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.document.SmallFile;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.FolderInput;
import io.camelnextmv.ticket.Progress;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import io.camelnextmv.ticket.TicketUnreadable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The open tickets as anybody may read them, also from another process: nothing here is changed or held. */
public final class TicketReader {
    private final Path work;
    private final ObjectMapper mapper;

    /**
     * @param work   the folder of the open tickets; need not exist
     * @param mapper reads tickets
     */
    public TicketReader(Path work, ObjectMapper mapper) {
        this.work = work;
        this.mapper = mapper;
    }

    /**
     * @return every ticket that can be read, oldest first
     * @throws UncheckedIOException if the folder cannot be read
     */
    public List<Ticket> all() {
        List<Ticket> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(work, "[!.]*")) {
            for (Path entry : entries) {
                find(entry.getFileName().toString()).ifPresent(found::add);
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(Ticket.OLDEST_FIRST);
        return found;
    }

    /**
     * @param id a name, perhaps a ticket's
     * @return the ticket of that name, if there is one that can be read
     */
    public Optional<Ticket> find(String id) {
        return TicketName.isOne(id)
                ? read(Contained.child(work, id).resolve(TicketRecord.FILE), Ticket.class)
                : Optional.empty();
    }

    /**
     * The same, for whoever must know why there is none.
     *
     * @param id a ticket's name
     * @return the ticket; empty where there is none of that name
     * @throws io.camelnextmv.ticket.TicketOfLaterVersion if this version does not know its form
     * @throws IOException                                if what is there is no ticket, or the disk says no
     */
    public Optional<Ticket> readable(TicketName id) throws IOException {
        try {
            return Optional.of(new TicketRecord(mapper).read(folder(id), id));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * @param id a ticket's name
     * @return where its folder would be, whether it is there or not
     */
    public Path folder(TicketName id) {
        return Contained.child(work, id.text());
    }

    /**
     * @param ticket a ticket that is open
     * @return where its input lies; not before it is claimed whole
     */
    public Path input(Ticket ticket) {
        return Contained.child(folder(ticket.id()).resolve(TicketFolder.INPUT), ticket.file());
    }

    /**
     * Whom a name means: what has the most exact one, a ticket, else a run, else all inputs of that name.
     *
     * @param name an input's name, a ticket's or a run's id
     * @return the tickets, oldest first
     * @throws UncheckedIOException if the folder cannot be read
     */
    public List<Ticket> named(String name) {
        List<Ticket> byTicket = find(name).stream().toList();
        if (!byTicket.isEmpty()) {
            return byTicket;
        }
        List<Ticket> all = all();
        List<Ticket> byRun = all.stream().filter(ticket -> ticket.runId().filter(name::equals).isPresent()).toList();
        if (!byRun.isEmpty()) {
            return byRun;
        }
        List<Ticket> byFile = all.stream().filter(ticket -> ticket.file().equals(name)).toList();
        return byFile.isEmpty() ? all.stream().filter(ticket -> isSame(ticket.file(), name)).toList() : byFile;
    }

    /**
     * Whom a name means, in the inboxes and on the way.
     *
     * @param waiting the files that are to be taken
     * @param tickets the tickets, oldest first
     */
    public record Meant(List<Path> waiting, List<Ticket> tickets) {
    }

    /**
     * Looks in the order of an input's way: what is taken meanwhile is found twice, perhaps, but never nowhere.
     *
     * @param inboxes the inboxes
     * @param name    an input's name, a ticket's or a run's id
     * @return all that it means
     * @throws UncheckedIOException if a folder cannot be read
     */
    public Meant meant(List<Path> inboxes, String name) {
        List<Path> waiting = inInboxes(inboxes, name);
        return new Meant(waiting, named(name));
    }

    /**
     * Inputs that were not taken yet.
     *
     * @param inboxes the inboxes
     * @param name    a name, perhaps an input's
     * @return the files that are to be taken, at most one of each inbox: the input, or the marker of a folder of that name
     */
    public List<Path> inInboxes(List<Path> inboxes, String name) {
        if (!Contained.isName(name) || name.startsWith(".") || Sidecars.isOne(name)) {
            return List.of();
        }
        List<Path> exact = inboxes.stream().map(inbox -> Contained.child(inbox, name)).flatMap(TicketReader::inputOrMarker).toList();
        return exact.isEmpty() && !isPlain(name)
                ? inboxes.stream().flatMap(inbox -> spelledOtherwise(inbox, name)).toList()
                : exact;
    }

    private static Stream<Path> inputOrMarker(Path input) {
        return Stream.of(input, FolderInput.marker(input)).filter(SmallFile::isOne).limit(1);
    }

    /** A name with an umlaut has two spellings, composed and decomposed, which look the same. */
    private static Stream<Path> spelledOtherwise(Path inbox, String name) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(inbox)) {
            for (Path file : files) {
                String there = file.getFileName().toString();
                if (!Sidecars.isOne(there) && (isSame(there, name)
                        || isSame(there, FolderInput.marker(Contained.child(inbox, name)).getFileName().toString()))
                        && SmallFile.isOne(file)) {
                    found.add(file);
                }
            }
        } catch (NoSuchFileException e) {
            return Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream();
    }

    private static boolean isPlain(String name) {
        return name.chars().allMatch(character -> character < 128);
    }

    private static boolean isSame(String one, String other) {
        return Normalizer.normalize(one, Normalizer.Form.NFC).equals(Normalizer.normalize(other, Normalizer.Form.NFC));
    }

    /**
     * @param id a ticket's name
     * @return how far its waiting is
     */
    public Progress progress(TicketName id) {
        return read(Contained.child(work, id.text()).resolve(TicketFolder.PROGRESS), Progress.class).orElse(Progress.NONE);
    }

    /**
     * @return how many things were set aside, and wait for an operator
     * @throws UncheckedIOException if the folder cannot be read
     */
    public int setAside() {
        return new SetAside(work).count();
    }

    /** @return the names of the gateways that work on this folder at the moment */
    public List<String> gateways() {
        List<String> living = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(work, ".*")) {
            for (Path entry : entries) {
                Lease.gatewayOf(entry.getFileName().toString())
                        .filter(gateway -> Lease.isHeld(entry)).ifPresent(living::add);
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return living;
    }

    /**
     * @param id a ticket's name
     * @return whether there is such a ticket, and a gateway that lives has it in its hands: this one or another
     */
    public boolean isInHands(TicketName id) {
        return Files.isDirectory(folder(id)) && TicketNames.gatewayOf(id).or(() -> WorkFolder.gatewayIn(folder(id)))
                .filter(gateway -> Lease.isHeld(Lease.file(work, gateway))).isPresent();
    }

    private <T> Optional<T> read(Path file, Class<T> type) {
        try {
            return Optional.ofNullable(mapper.readValue(Files.readAllBytes(file), type));
        } catch (IOException e) {
            // Archived meanwhile, or not written yet.
            return Optional.empty();
        }
    }
}
