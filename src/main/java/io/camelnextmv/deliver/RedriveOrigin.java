package io.camelnextmv.deliver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelnextmv.deliver.ErrorFolder.Returned;
import io.camelnextmv.document.SmallFile;
import io.camelnextmv.store.Sidecars;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.FolderInput;
import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out of what came back whether it may be taken again, and to which inbox. */
final class RedriveOrigin {
    /** Of these it is certain that no run goes on. Of every other one that is asked, of those of a later version too. */
    private static final Set<String> ENDED = Set.of("failed", "canceled", "gone", "rejected",
            "given_up", "bad_output", "too_large");
    private final Path archive;
    private final List<RedriveWay> ways;
    private final ObjectMapper mapper;

    /**
     * @param archive the folder of the finished tickets
     * @param ways    the inboxes, the main one first
     * @param mapper  reads tickets
     */
    RedriveOrigin(Path archive, List<RedriveWay> ways, ObjectMapper mapper) {
        this.archive = archive;
        this.ways = ways;
        this.mapper = mapper;
    }

    /** Whether its run may still go on, or may have been started unseen: a second one would be one too many. */
    boolean mayStillRun(Returned returned) {
        return !ENDED.contains(returned.status()) && archived(returned)
                .filter(ticket -> ticket.submittingAt().isEmpty() && ticket.runId().isEmpty()).isEmpty();
    }

    /** Why what came back cannot be taken again as it lies there; empty if it can. */
    Optional<String> whyNot(Returned returned) {
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

    /** The way that it came, empty where that cannot be told. */
    Optional<RedriveWay> wayOf(Returned returned) {
        Optional<Path> inbox = inboxOf(returned);
        List<RedriveWay> found = ways.stream().filter(way -> inbox.map(known -> isSame(way.inbox(), known))
                .orElseGet(() -> Stream.of(way.errors(), way.canceled()).anyMatch(returned.folder()::equals))).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private Optional<Path> inboxOf(Returned returned) {
        return archived(returned).flatMap(ticket -> ticket.plan().inbox()).map(Path::of);
    }

    /** Why there is no way. */
    String noWay(Returned returned) {
        return inboxOf(returned)
                .map(inbox -> "it came from " + inbox + ", which is no inbox of the settings any more: move it to the right one"
                        + " by hand")
                .orElse("its ticket is not in the archive any more, and several inboxes share this folder: move it to the"
                        + " right one by hand");
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

    /** The name that an input can have in an inbox, its old one or the one that it has now; empty where both are taken. */
    static Optional<String> freeName(Returned returned, Path input, Path inbox) {
        return Stream.of(returned.file(), input.getFileName().toString())
                .filter(name -> isFree(Contained.child(inbox, name))).findFirst();
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
}
