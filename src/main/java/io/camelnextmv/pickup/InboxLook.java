package io.camelnextmv.pickup;

import io.camelnextmv.deliver.ReportFiles;
import io.camelnextmv.pickup.LeftFiles.Why;
import io.camelnextmv.store.Sidecars;
import io.camelnextmv.ticket.Contained;
import io.camelnextmv.ticket.FolderInput;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Tells what lies in an inbox apart: what could be an input, what comes with one, and what stays there, and why. */
final class InboxLook {
    /** At some 300 bytes each. */
    static final int MOST = 5000;
    private final Path folder;
    private final IgnoredNames ignored;
    private final LeftFiles left;
    private final SidecarNames sidecars;
    private final ReportFiles reports = new ReportFiles();

    /**
     * @param folder   the inbox
     * @param ignored  the names that are left
     * @param left     is told of what stays
     * @param sidecars is told of the names of sidecars
     */
    InboxLook(Path folder, IgnoredNames ignored, LeftFiles left, SidecarNames sidecars) {
        this.folder = folder;
        this.ignored = ignored;
        this.left = left;
        this.sidecars = sidecars;
    }

    /**
     * Looks once through the inbox.
     *
     * @param now the time in nanoseconds, of a clock that does not jump
     * @return the oldest {@value #MOST} files that could be inputs
     * @throws IOException if the inbox cannot be looked into
     */
    PriorityQueue<FoundFile> oldest(long now) throws IOException {
        PriorityQueue<FoundFile> oldest = new PriorityQueue<>(FoundFile.OLDEST_FIRST.reversed());
        sidecars.clear();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                see(file, oldest, now);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        reports.forgetOthers();
        return oldest;
    }

    private void see(Path file, PriorityQueue<FoundFile> oldest, long now) {
        String name = file.getFileName().toString();
        Optional<String> input = SidecarNames.inputOf(name);
        input.ifPresent(sidecars::see);
        if (ignored.has(name)) {
            left.see(name, Why.IGNORED, now);
            return;
        }
        input.filter(itsName -> !Sidecars.isFound(name)).ifPresent(sidecars::seeMisnamed);
        try {
            BasicFileAttributes attributes = SettlingStamp.attributes(file);
            FoundFile found = new FoundFile(file, SettlingStamp.of(attributes, List.of()));
            if (belongsToAnInput(file, name, attributes)) {
                return;
            }
            Optional<Why> stays = whyItStays(file, name, attributes);
            if (stays.isEmpty() && oldest.size() >= MOST && FoundFile.OLDEST_FIRST.compare(found, oldest.peek()) > 0) {
                return;
            }
            // What costs more than a glance is asked last, and what is no input takes no place.
            stays = stays.or(() -> whyItIsNoInput(file, name));
            if (stays.isPresent()) {
                left.see(name, stays.get(), now);
                return;
            }
            oldest.add(found);
            if (oldest.size() > MOST) {
                oldest.poll();
            }
        } catch (NoSuchFileException e) {
            // Taken away meanwhile.
        } catch (IOException e) {
            // This one only: the others do not wait for it.
            left.see(name, Why.UNREADABLE, now);
        }
    }

    /** A folder whose marker is there, or a sidecar whose input is: it comes with that. */
    private static boolean belongsToAnInput(Path file, String name, BasicFileAttributes attributes) {
        if (attributes.isDirectory()) {
            return exists(FolderInput.marker(file));
        }
        return Sidecars.isFound(name)
                && SidecarNames.inputOf(name).map(file::resolveSibling).filter(InboxLook::exists).isPresent();
    }

    private static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static Optional<Why> whyItStays(Path file, String name, BasicFileAttributes attributes) {
        if (attributes.isDirectory()) {
            return Optional.of(Why.FOLDER);
        }
        if (Sidecars.isOne(name) && !Sidecars.isFound(name)) {
            return Optional.of(Why.SIDECAR_NAME);
        }
        if (!attributes.isRegularFile()) {
            return Optional.of(Why.LINK);
        }
        return isNameable(file, name) ? Optional.empty() : Optional.of(Why.UNREADABLE_NAME);
    }

    /** Whether its name, once it is a text, still leads to it: a ticket knows it by that text. */
    private static boolean isNameable(Path file, String name) {
        try {
            return Contained.sibling(file, name).equals(file);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<Why> whyItIsNoInput(Path file, String name) {
        if (FolderInput.isMarker(name) && isNoFolders(file)) {
            return Optional.of(Why.MARKER);
        }
        if (!Files.isReadable(file)) {
            return Optional.of(Why.UNREADABLE);
        }
        if (Sidecars.isOne(name) && !Sidecars.standsAlone(file)) {
            return Optional.of(Why.SIDECAR);
        }
        return reports.has(file) ? Optional.of(Why.REPORT) : Optional.empty();
    }

    private boolean isNoFolders(Path marker) {
        return FolderInput.of(marker).filter(folder -> !ignored.has(folder.getFileName().toString())).isEmpty();
    }
}
