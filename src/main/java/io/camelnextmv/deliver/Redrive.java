package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.deliver.ErrorFolder.Returned;
import io.camelnextmv.document.SmallFile;
import io.camelnextmv.store.Directories;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.Sidecars;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.FolderInput;
import io.camelnextmv.ticket.Ticket;
import io.camelnextmv.ticket.TicketName;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes inputs that came back into their inboxes again. What it is about is written down first, in the folder of the
 * errors; then all of it is brought into the inbox under hidden names, the input last, and then gets its names there: what
 * says how it is run, the input, a folder's marker. The report goes last. So whatever dies, and whenever, nothing is lost,
 * nothing is in the inbox a second time, and the next one goes on where this one stopped.
 *
 * <p>Not for two processes at the same time: the caller sees to that.
 */
public final class Redrive {
    private static final String HIDDEN = ".nextmv-retry-";
    private static final String JOURNAL = ".json";
    /** Of these it is certain that no run goes on. Of every other one that is asked, of those of a later version too. */
    private static final Set<String> ENDED = Set.of("failed", "canceled", "rejected", "given_up", "bad_output", "too_large");
    private final Path work;
    private final Path archive;
    private final List<Way> ways;
    private final Durability durability;
    private final ObjectMapper mapper;
    private final Runnable act;

    /**
     * An inbox and where its inputs come back.
     *
     * @param inbox    the inbox
     * @param errors   where inputs without an output go
     * @param canceled the same for canceled ones
     */
    public record Way(Path inbox, Path errors, Path canceled) {
    }

    /**
     * What became of it.
     *
     * @param to  where the input is now, empty where nothing was done
     * @param why why nothing was done, or what is to be known about what was; half a sentence
     */
    public record Outcome(Optional<Path> to, Optional<String> why) {
        static Outcome not(String why) {
            return new Outcome(Optional.empty(), Optional.of(why));
        }
    }

    /** What it is about: written down before anything is moved. */
    private record Journal(TicketName ticket, String stem, String source, String inbox, String target, boolean folder,
            List<String> sidecars) {
        /** @throws IllegalArgumentException if it names what is no file of its folder */
        Journal {
            boolean whole = ticket != null && inbox != null && sidecars != null && Contained.isName(source)
                    && Contained.isName(target) && Contained.isName(stem)
                    && sidecars.stream().allMatch(ending -> Sidecars.isOne(source + ending)
                            && Contained.isName(source + ending));
            if (!whole) {
                throw new IllegalArgumentException("that is no journal");
            }
        }

        /** In the order in which they get their names. */
        List<Item> items(Path errors) {
            List<Item> items = new ArrayList<>();
            for (String ending : sidecars) {
                items.add(item(errors, items.size(), source + ending, target + ending));
            }
            items.add(item(errors, items.size(), source, target));
            return items;
        }

        private Item item(Path errors, int number, String from, String to) {
            Path folderOfInputs = Path.of(inbox);
            return new Item(Contained.child(errors, from), Contained.child(folderOfInputs, HIDDEN + ticket + "-" + number),
                    Contained.child(folderOfInputs, to));
        }

        Path input(Path errors) {
            return Contained.child(errors, source);
        }

        Path placed() {
            return Contained.child(Path.of(inbox), target);
        }

        Path stagedMarker() {
            return Contained.child(Path.of(inbox), HIDDEN + ticket + "-marker");
        }

        Path copied(Path errors) {
            return Contained.child(errors, HIDDEN + ticket + "-copied");
        }
    }

    /** A file on its way: where it lay, its hidden name in the inbox, its name there. */
    private record Item(Path source, Path staged, Path target) {
        Path linking() {
            return Contained.sibling(staged, staged.getFileName() + "-linking");
        }

        /** On the way back: the same as a journal's on the way there. */
        Path copied() {
            return Contained.sibling(staged, staged.getFileName() + "-copied");
        }
    }

    /**
     * @param work       the folder of the open tickets
     * @param archive    the folder of the finished ones
     * @param ways       the inboxes, the main one first
     * @param durability how far a write must have come
     * @param mapper     reads tickets
     */
    public Redrive(Path work, Path archive, List<Way> ways, Durability durability, ObjectMapper mapper) {
        this(work, archive, ways, durability, mapper, () -> { });
    }

    /** @param act called behind each act on the disk, so that a test can let it be the last one */
    Redrive(Path work, Path archive, List<Way> ways, Durability durability, ObjectMapper mapper, Runnable act) {
        this.work = work;
        this.archive = archive;
        this.ways = List.copyOf(ways);
        this.durability = durability;
        this.mapper = mapper;
        this.act = act;
    }

    /**
     * @param returned what came back
     * @return whether its ticket is still on its way to the archive, which takes moments beside a running gateway
     */
    public boolean isBeingDelivered(Returned returned) {
        return Files.isDirectory(Contained.child(work, returned.ticket().text()));
    }

    /**
     * @param returned what came back
     * @return whether its run may still go on, or may have been started unseen: a second one would be one too many
     */
    public boolean mayStillRun(Returned returned) {
        return !ENDED.contains(returned.status())
                && archived(returned).filter(ticket -> ticket.submittingAt().isEmpty() && ticket.runId().isEmpty()).isEmpty();
    }

    /**
     * @param returned what came back
     * @return whether an earlier one died with it
     */
    public boolean isBegun(Returned returned) {
        return journal(journalOf(returned)).isPresent();
    }

    /**
     * Takes it into its inbox.
     *
     * @param returned what came back
     * @return where it is now, or why it stays where it is
     * @throws IOException if the disk says no; what was moved is moved back as far as the disk lets it, and the next one
     *                     goes on with the rest
     */
    public Outcome take(Returned returned) throws IOException {
        if (isBeingDelivered(returned)) {
            return Outcome.not("it is still being delivered: try again in a moment");
        }
        Optional<Journal> begun = journal(journalOf(returned));
        if (begun.isPresent()) {
            Outcome done = goOn(begun.get(), returned);
            return new Outcome(done.to(), Optional.of(done.why().orElse("an earlier retry had begun with it")));
        }
        Optional<String> not = whyNot(returned);
        Optional<Way> way = wayOf(returned);
        if (not.isPresent() || way.isEmpty()) {
            return Outcome.not(not.orElseGet(() -> noWay(returned)));
        }
        Path inbox = way.get().inbox();
        if (!Files.isDirectory(inbox)) {
            return Outcome.not("its inbox " + inbox + " is not there");
        }
        Path input = returned.input().orElseThrow();
        Optional<String> target = Stream.of(returned.file(), input.getFileName().toString())
                .filter(name -> isFree(Contained.child(inbox, name))).findFirst();
        if (target.isEmpty()) {
            return Outcome.not("an input of its name lies in " + inbox + " already, or what belongs to one: take that"
                    + " away, or wait until it is taken");
        }
        Journal journal = new Journal(returned.ticket(), returned.stem(), input.getFileName().toString(), inbox.toString(),
                target.get(), Files.isDirectory(input, LinkOption.NOFOLLOW_LINKS), Sidecars.of(input).stream()
                        .map(sidecar -> sidecar.getFileName().toString().substring(input.getFileName().toString().length()))
                        .toList());
        durability.write(journalOf(returned), mapper.writeValueAsBytes(journal));
        act.run();
        return goOn(journal, returned);
    }

    /**
     * Ends what died with its report removed: nearly all of it was done.
     *
     * @return the inputs that got their place by that
     * @throws IOException if the disk says no
     */
    public List<Path> endOthers() throws IOException {
        List<Path> placed = new ArrayList<>();
        for (Path folder : ways.stream().flatMap(way -> Stream.of(way.errors(), way.canceled())).distinct().toList()) {
            try (DirectoryStream<Path> journals = Files.newDirectoryStream(folder, HIDDEN + "*" + JOURNAL)) {
                for (Path file : journals) {
                    Optional<Journal> journal = journal(file);
                    boolean reported = journal.flatMap(left -> ErrorFolder.of(folder, left.stem()))
                            .filter(report -> report.ticket().equals(journal.get().ticket())).isPresent();
                    if (journal.isPresent() && !reported) {
                        endWithoutReport(file, journal.get()).ifPresent(placed::add);
                    }
                }
            } catch (NoSuchFileException e) {
                // No folder, nothing in it.
            }
        }
        return placed;
    }

    /** What lies beside its report's place may be another's by now: only what is in the inbox already goes on. */
    private Optional<Path> endWithoutReport(Path file, Journal journal) throws IOException {
        Path errors = file.getParent();
        List<Item> items = journal.items(errors);
        Item input = items.get(items.size() - 1);
        boolean staged = Files.exists(input.staged()) || Files.exists(input.linking());
        if (staged && !Files.exists(input.source())) {
            place(journal, items);
        }
        Trees.delete(journal.copied(errors));
        Files.deleteIfExists(file);
        return staged ? Optional.of(journal.placed()) : Optional.empty();
    }

    private Optional<String> whyNot(Returned returned) {
        Optional<Path> input = returned.input();
        if (input.isEmpty()) {
            return Optional.of("the input is not beside its report; archive/" + returned.ticket() + "/input/ has it, if the"
                    + " archive was not cleared");
        }
        if (!Files.isDirectory(input.get(), LinkOption.NOFOLLOW_LINKS) && !SmallFile.isOne(input.get())) {
            return Optional.of("it is a link or a device, which is not followed: put the file itself there");
        }
        for (Path sidecar : Sidecars.of(input.get())) {
            if (!SmallFile.isOne(sidecar)) {
                return Optional.of(sidecar.getFileName() + " beside it is a link, a folder or a device: put the file itself"
                        + " there");
            }
            if (Sidecars.namesManagedInput(sidecar)) {
                // Alone in the inbox it would be run by itself.
                return Optional.of(sidecar.getFileName() + " beside it names a managed input (input-id): take that line or"
                        + " the input away");
            }
        }
        return Optional.empty();
    }

    private Optional<Way> wayOf(Returned returned) {
        Optional<Path> inbox = inboxOf(returned);
        List<Way> found = ways.stream().filter(way -> inbox.map(known -> isSame(way.inbox(), known))
                .orElseGet(() -> Stream.of(way.errors(), way.canceled()).anyMatch(returned.folder()::equals))).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private Optional<Path> inboxOf(Returned returned) {
        return archived(returned).flatMap(ticket -> ticket.plan().inbox()).map(Path::of);
    }

    private String noWay(Returned returned) {
        return inboxOf(returned).map(inbox -> "it came from " + inbox + ", which is no inbox of the settings any more: move it"
                + " to the right one by hand").orElse("its ticket is not in the archive any more, and several inboxes"
                        + " share this folder: move it to the right one by hand");
    }

    /** The settings may name a folder by a link; a ticket has its real name. */
    private static boolean isSame(Path one, Path other) {
        try {
            return one.equals(other) || Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<Ticket> archived(Returned returned) {
        try {
            return Optional.ofNullable(mapper.readValue(Files.readAllBytes(Contained.child(archive, returned.ticket().text())
                    .resolve("ticket.json")), Ticket.class));
        } catch (IOException e) {
            // Cleared away, or never there.
            return Optional.empty();
        }
    }

    /** No input of the name, and nothing that would be taken for a part of ours, or of which ours would be a part. */
    private static boolean isFree(Path target) {
        String name = target.getFileName().toString();
        boolean besideAnother = Sidecars.inputOf(name).filter(input -> exists(Contained.sibling(target, input))).isPresent();
        return Names.fits(name) && !exists(target) && Sidecars.of(target).isEmpty() && !exists(FolderInput.marker(target))
                && !besideAnother;
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static Path journalOf(Returned returned) {
        return Contained.child(returned.folder(), HIDDEN + returned.ticket() + JOURNAL);
    }

    /** What cannot be read was never finished, and nothing was moved then. */
    private Optional<Journal> journal(Path file) {
        try {
            return !SmallFile.isOne(file) ? Optional.empty()
                    : Optional.ofNullable(mapper.readValue(Files.readAllBytes(file), Journal.class))
                            .filter(journal -> ways.stream().anyMatch(way -> way.inbox().toString().equals(journal.inbox())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Outcome goOn(Journal journal, Returned returned) throws IOException {
        Path errors = returned.folder();
        List<Item> items = journal.items(errors);
        try {
            if (exists(journal.input(errors))) {
                stage(journal, items, errors);
            }
            place(journal, items);
        } catch (FileAlreadyExistsException e) {
            putBack(journal, items, returned);
            return Outcome.not("an input of its name appeared in " + journal.inbox() + " meanwhile: take that away, or wait"
                    + " until it is taken");
        } catch (IOException e) {
            putBackQuietly(journal, items, returned, e);
            throw e;
        }
        tidy(journal, returned);
        return new Outcome(Optional.of(journal.placed()), Optional.empty());
    }

    /** The input last: as long as it lies where it lay, none of it has got its name in the inbox. */
    private void stage(Journal journal, List<Item> items, Path errors) throws IOException {
        if (journal.folder() && !exists(journal.stagedMarker())) {
            Files.createFile(journal.stagedMarker());
            act.run();
        }
        for (Item item : items) {
            if (exists(item.source())) {
                bring(item.source(), item.staged(), journal.copied(errors));
            }
        }
    }

    /** A rename, or where that cannot be a copy; then the original goes in one step, a folder too. */
    private void bring(Path from, Path to, Path copied) throws IOException {
        Trees.delete(to);
        try {
            durability.move(from, to);
            act.run();
            return;
        } catch (AtomicMoveNotSupportedException e) {
            // On another file system.
        }
        Trees.copyAsNew(from, to, durability);
        durability.sync(to.getParent());
        act.run();
        if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
            Trees.delete(copied);
            durability.move(from, copied);
        } else {
            Files.delete(from);
            durability.sync(from.getParent());
        }
        act.run();
    }

    private void place(Journal journal, List<Item> items) throws IOException {
        for (Item item : items) {
            place(item);
        }
        Path marker = journal.stagedMarker();
        if (exists(marker)) {
            if (exists(FolderInput.marker(journal.placed()))) {
                // Somebody else says that the folder is complete, and it is.
                Files.delete(marker);
            } else {
                durability.move(marker, FolderInput.marker(journal.placed()));
            }
            act.run();
        }
    }

    /**
     * A rename would overwrite, so a file gets a link, which does not, and loses its hidden name. In between it is called
     * so that its second link tells whether that was done, even if it has been taken from the inbox since.
     */
    private void place(Item item) throws IOException {
        if (exists(item.linking()) && links(item.linking()) > 1) {
            Files.delete(item.linking());
            act.run();
            return;
        }
        if (exists(item.linking())) {
            durability.move(item.linking(), item.staged());
        }
        if (!exists(item.staged())) {
            // It has its place.
            return;
        }
        if (links(item.staged()) == 1 && SmallFile.isOne(item.staged())) {
            durability.move(item.staged(), item.linking());
            act.run();
            if (link(item)) {
                act.run();
                durability.sync(item.target().getParent());
                Files.delete(item.linking());
                act.run();
                return;
            }
            durability.move(item.linking(), item.staged());
        }
        if (exists(item.target())) {
            throw new FileAlreadyExistsException(item.target().toString());
        }
        durability.move(item.staged(), item.target());
        act.run();
    }

    private static boolean link(Item item) throws IOException {
        try {
            Files.createLink(item.target(), item.linking());
            return true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            // A file system without hard links: the name was free a moment ago.
            return false;
        }
    }

    /** How many names a file has; 0 where that cannot be told. */
    private static int links(Path file) throws IOException {
        try {
            return (Integer) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return 0;
        }
    }

    private void putBackQuietly(Journal journal, List<Item> items, Returned returned, IOException why) {
        try {
            putBack(journal, items, returned);
        } catch (IOException e) {
            // Left as it is, with its journal: the next one goes on.
            why.addSuppressed(e);
        }
    }

    /** The input first: without it the others are nothing in the inbox. */
    private void putBack(Journal journal, List<Item> items, Returned returned) throws IOException {
        Item input = items.get(items.size() - 1);
        if (!exists(input.source()) && !exists(input.staged()) && (!exists(input.linking()) || links(input.linking()) > 1)) {
            // It has its place, and may have been taken from there: there is no way back.
            return;
        }
        for (int i = items.size() - 1; i >= 0; i--) {
            putBack(items.get(i));
        }
        Trees.delete(journal.copied(returned.folder()));
        Files.deleteIfExists(journal.stagedMarker());
        Files.deleteIfExists(journalOf(returned));
    }

    private void putBack(Item item) throws IOException {
        if (exists(item.linking()) && links(item.linking()) > 1) {
            Files.delete(item.linking());
        }
        Path there = Stream.of(item.linking(), item.staged()).filter(Redrive::exists).findFirst().orElse(item.target());
        boolean hidden = !there.equals(item.target());
        if (exists(item.source())) {
            // What has a hidden name is half a copy of it; what has its name there is another's.
            Trees.delete(hidden ? there : item.staged());
        } else if (exists(there)) {
            bring(there, item.source(), item.copied());
            Trees.delete(item.copied());
        }
    }

    /** What is in the archive too is removed; what is not goes there. */
    private void tidy(Journal journal, Returned returned) throws IOException {
        Path folder = returned.folder();
        String stem = returned.stem();
        Path tickets = Contained.child(archive, returned.ticket().text());
        Trees.delete(journal.copied(folder));
        archive(Contained.child(folder, Names.logs(stem)), tickets.resolve(Extras.LOGS), journal.copied(folder));
        archive(Contained.child(folder, Names.assets(stem)), tickets.resolve(Extras.ASSETS), journal.copied(folder));
        archive(Contained.child(folder, Names.output(stem)), Contained.child(tickets, Names.output(Names.KEPT)), journal.copied(folder));
        archive(returned.report(), tickets.resolve(Reports.FILE), journal.copied(folder));
        durability.sync(folder);
        Files.deleteIfExists(journalOf(returned));
        act.run();
    }

    private void archive(Path file, Path kept, Path copied) throws IOException {
        if (!exists(file)) {
            return;
        }
        if (!isIn(file, kept)) {
            Directories.make(kept.getParent());
            Path free = kept;
            for (int number = 2; exists(free); number++) {
                free = Contained.sibling(kept, kept.getFileName() + "." + number);
            }
            bring(file, free, copied);
            Trees.delete(copied);
        }
        Trees.delete(file);
        act.run();
    }

    /** Whether each of its files is there too, with the same bytes. */
    private static boolean isIn(Path file, Path kept) throws IOException {
        for (Path path : Trees.all(file)) {
            Path other = path.equals(file) ? kept : Contained.below(kept, file.relativize(path).toString());
            boolean same = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    ? Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                    : SmallFile.isOne(path) && SmallFile.isOne(other) && Files.mismatch(path, other) == -1;
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
