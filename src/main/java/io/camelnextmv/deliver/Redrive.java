package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.deliver.ErrorFolder.Returned;
import io.camelnextmv.deliver.RedriveJournal.Item;
import io.camelnextmv.document.SmallFile;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.Sidecars;
import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final Path work;
    private final List<RedriveWay> ways;
    private final Durability durability;
    private final ObjectMapper mapper;
    private final Runnable act;
    private final RedriveOrigin origin;
    private final RedriveMoves moves;
    private final RedriveLeftovers leftovers;

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

    /**
     * @param work       the folder of the open tickets
     * @param archive    the folder of the finished ones
     * @param ways       the inboxes, the main one first
     * @param durability how far a write must have come
     * @param mapper     reads tickets
     */
    public Redrive(Path work, Path archive, List<RedriveWay> ways, Durability durability, ObjectMapper mapper) {
        this(work, archive, ways, durability, mapper, () -> { });
    }

    /** @param act called behind each act on the disk, so that a test can let it be the last one */
    Redrive(Path work, Path archive, List<RedriveWay> ways, Durability durability, ObjectMapper mapper, Runnable act) {
        this.work = work;
        this.ways = List.copyOf(ways);
        this.durability = durability;
        this.mapper = mapper;
        this.act = act;
        this.origin = new RedriveOrigin(archive, this.ways, mapper);
        this.moves = new RedriveMoves(durability, act);
        this.leftovers = new RedriveLeftovers(archive, moves, durability, act);
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
        return origin.mayStillRun(returned);
    }

    /**
     * @param returned what came back
     * @return whether an earlier one died with it
     */
    public boolean isBegun(Returned returned) {
        return journal(RedriveJournal.file(returned)).isPresent();
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
        Optional<RedriveJournal> begun = journal(RedriveJournal.file(returned));
        if (begun.isPresent()) {
            Outcome done = goOn(begun.get(), returned);
            return new Outcome(done.to(), Optional.of(done.why().orElse("an earlier retry had begun with it")));
        }
        Optional<String> not = origin.whyNot(returned);
        Optional<RedriveWay> way = origin.wayOf(returned);
        if (not.isPresent() || way.isEmpty()) {
            return Outcome.not(not.orElseGet(() -> origin.noWay(returned)));
        }
        Path inbox = way.get().inbox();
        if (!Files.isDirectory(inbox)) {
            return Outcome.not("its inbox " + inbox + " is not there");
        }
        Path input = returned.input().orElseThrow();
        Optional<String> target = RedriveOrigin.freeName(returned, input, inbox);
        if (target.isEmpty()) {
            return Outcome.not("an input of its name lies in " + inbox + " already, or what belongs to one: take that"
                    + " away, or wait until it is taken");
        }
        return goOn(begin(returned, input, inbox, target.get()), returned);
    }

    private RedriveJournal begin(Returned returned, Path input, Path inbox, String target) throws IOException {
        String name = input.getFileName().toString();
        RedriveJournal journal = new RedriveJournal(returned.ticket(), returned.stem(), name, inbox.toString(), target,
                Files.isDirectory(input, LinkOption.NOFOLLOW_LINKS), Sidecars.of(input).stream()
                        .map(sidecar -> sidecar.getFileName().toString().substring(name.length())).toList());
        durability.write(RedriveJournal.file(returned), mapper.writeValueAsBytes(journal));
        act.run();
        return journal;
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
            try (DirectoryStream<Path> journals = Files.newDirectoryStream(folder, RedriveJournal.FILES)) {
                for (Path file : journals) {
                    Optional<RedriveJournal> journal = journal(file);
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
    private Optional<Path> endWithoutReport(Path file, RedriveJournal journal) throws IOException {
        Path errors = file.getParent();
        List<Item> items = journal.items(errors);
        Item input = items.get(items.size() - 1);
        boolean staged = Files.exists(input.staged()) || Files.exists(input.linking());
        if (staged && !Files.exists(input.source())) {
            moves.place(journal, errors);
        }
        Trees.delete(journal.copied(errors));
        Files.deleteIfExists(file);
        return staged ? Optional.of(journal.placed()) : Optional.empty();
    }

    /** What cannot be read was never finished, and nothing was moved then. */
    private Optional<RedriveJournal> journal(Path file) {
        try {
            return !SmallFile.isOne(file) ? Optional.empty()
                    : Optional.ofNullable(mapper.readValue(Files.readAllBytes(file), RedriveJournal.class))
                            .filter(journal -> ways.stream()
                                    .anyMatch(way -> way.inbox().toString().equals(journal.inbox())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Outcome goOn(RedriveJournal journal, Returned returned) throws IOException {
        Path errors = returned.folder();
        try {
            if (Files.exists(journal.input(errors), LinkOption.NOFOLLOW_LINKS)) {
                moves.stage(journal, errors);
            }
            moves.place(journal, errors);
        } catch (FileAlreadyExistsException e) {
            moves.putBack(journal, returned);
            return Outcome.not("an input of its name appeared in " + journal.inbox() + " meanwhile: take that away, or wait"
                    + " until it is taken");
        } catch (IOException e) {
            putBackQuietly(journal, returned, e);
            throw e;
        }
        leftovers.tidy(journal, returned);
        return new Outcome(Optional.of(journal.placed()), Optional.empty());
    }

    private void putBackQuietly(RedriveJournal journal, Returned returned, IOException why) {
        try {
            moves.putBack(journal, returned);
        } catch (IOException e) {
            // Left as it is, with its journal: the next one goes on.
            why.addSuppressed(e);
        }
    }
}
