package io.camelnextmv.deliver;

import io.camelnextmv.store.Directories;
import io.camelnextmv.store.Modes;
import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Gives what was made in one folder, and is renamed or linked into another one, the group and the mode that it would have
 * if it had been created there: a folder hands its group down where it has the setgid bit, its rights where it has a
 * default access control list, and who knows what on a mount of another kind. So it is not asked what the folder is like:
 * something is created there, and looked at. The folder in which it was made is such a thing itself: it was created where it
 * is, and what is created in it has what it has.
 *
 * <p>What was seen of a folder holds for some seconds, as long as the folder's own mode and owners are the same: a folder
 * made and removed for each delivery cost more than all else that placing does.
 */
final class InheritedRights {
    private static final int SETGID = 02000;
    private static final int MODE = 07777;
    private static final String OF_FOLDER = "unix:mode,uid,gid,ino,dev";
    /** Only a default access control list can change without showing in these; that is heeded so much later at most. */
    private static final Duration REMEMBERED = Duration.ofSeconds(2);
    /** Folders to deliver into: as many as settings name, or sidecars do at once. */
    private static final int MOST = 64;
    private final LongSupplier nanos;
    private final Map<Path, Seen> seen = new LinkedHashMap<>();

    /** What a folder has that was created somewhere. */
    private record Rights(int mode, int group) {
    }

    /**
     * @param folder what the folder itself is like
     * @param rights what was created in it had
     * @param since  when that was
     */
    private record Seen(Map<String, Object> folder, Rights rights, long since) {
    }

    InheritedRights() {
        this(System::nanoTime);
    }

    InheritedRights(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * @param made   a file or folder, in a folder that this gateway has made for it
     * @param folder where it is to go, on the same file system or another
     * @param name   a name that is free there, but for what an earlier attempt left
     * @param modes  who may read it, where the folder itself does not say
     * @return whether it has the rights of what is created there now; if not it must be copied there
     * @throws IOException if nothing can be created there
     */
    boolean give(Path made, Path folder, String name, Modes modes) throws IOException {
        Optional<Rights> there = ofNew(Contained.child(folder, name));
        Optional<Rights> here = of(made.toAbsolutePath().getParent());
        if (there.equals(here)) {
            narrow(made, there, modes);
            return true;
        }
        if (there.isEmpty() || here.isEmpty()
                || ((there.get().mode() ^ here.get().mode()) & MODE & ~SETGID) != 0) {
            return false;
        }
        try {
            for (Path path : Trees.all(made)) {
                give(path, there.get());
            }
            narrow(made, there, modes);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            // Only a member may give something to a group; what is created there gets it nevertheless.
            return false;
        }
    }

    /**
     * Takes away from a copy what its folder does not hand down itself.
     *
     * @param copy  a file or folder that was made where it is
     * @param name  a name that is free beside it
     * @param modes who may read it
     * @throws IOException if nothing can be created there
     */
    void narrow(Path copy, String name, Modes modes) throws IOException {
        narrow(copy, ofNew(Contained.sibling(copy, name)), modes);
    }

    private static void narrow(Path made, Optional<Rights> there, Modes modes) throws IOException {
        if (there.filter(rights -> modes.isPlain(rights.mode())).isPresent()) {
            modes.all(made);
        }
    }

    private static void give(Path path, Rights rights) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return;
        }
        Files.setAttribute(path, "unix:gid", rights.group(), LinkOption.NOFOLLOW_LINKS);
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:mode", mode & MODE & ~SETGID | rights.mode() & SETGID);
        }
    }

    /** Empty where there are no such rights. */
    private Optional<Rights> ofNew(Path probe) throws IOException {
        // Of a death in the middle of a look.
        Directories.remove(probe);
        Path folder = probe.toAbsolutePath().getParent();
        Map<String, Object> is = attributes(folder);
        Optional<Rights> before = remembered(folder, is);
        if (before.isPresent()) {
            return before;
        }
        Optional<Rights> created = created(probe);
        created.ifPresent(rights -> remember(folder, new Seen(is, rights, nanos.getAsLong())));
        return created;
    }

    private synchronized Optional<Rights> remembered(Path folder, Map<String, Object> is) {
        return Optional.ofNullable(seen.get(folder)).filter(look -> look.folder().equals(is))
                .filter(look -> nanos.getAsLong() - look.since() < REMEMBERED.toNanos()).map(Seen::rights);
    }

    private synchronized void remember(Path folder, Seen look) {
        seen.remove(folder);
        seen.put(folder, look);
        if (seen.size() > MOST) {
            seen.remove(seen.keySet().iterator().next());
        }
    }

    /** Nothing where the file system has no such view: nothing is remembered there either. */
    private static Map<String, Object> attributes(Path folder) throws IOException {
        try {
            return Files.readAttributes(folder, OF_FOLDER);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return Map.of();
        }
    }

    /** A folder, since that shows the setgid bit too. */
    private static Optional<Rights> created(Path probe) throws IOException {
        Files.createDirectory(probe);
        try {
            return of(probe);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private static Optional<Rights> of(Path folder) throws IOException {
        try {
            Map<String, Object> found = Files.readAttributes(folder, "unix:mode,gid", LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new Rights((Integer) found.get("mode") & MODE, (Integer) found.get("gid")));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            // A file system without that view, or with one that lacks the mode.
            return Optional.empty();
        }
    }
}
