package io.camelnextmv.deliver;

import io.camelnextmv.store.Directories;
import io.camelnextmv.store.Durability;
import io.camelnextmv.store.GroupCommit;
import io.camelnextmv.store.Modes;
import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives a finished file its place: it appears complete or not at all, and never over another one.
 *
 * <p>A hard link and the removal of the old name, because a rename would overwrite. Where the destination lies on
 * another file system, the file is copied beside its destination first. Either way it has the group and the mode of what
 * is created there.
 */
final class AtomicPlacement {
    /** As much of a name as there is room for beside what is put around it, in bytes. */
    private static final int LONGEST = 100;
    private final Durability durability;
    private final GroupCommit commits;
    private final Durability source;
    private final Modes modes;
    private final InheritedRights rights;
    private final Lock unlinked;

    AtomicPlacement(Durability durability) {
        this(durability, new GroupCommit(durability::sync), durability, Modes.AS_MADE, new InheritedRights(),
                new ReentrantLock());
    }

    /**
     * @param durability how far a write must have come at the destination
     * @param commits    makes the names at the destination last
     * @param source     how far it must have come where the finished files are
     * @param modes      who may read what is placed
     * @param rights     gives it what the destination hands down
     * @param unlinked   held while a file gets its name in a folder where there are no hard links
     */
    AtomicPlacement(Durability durability, GroupCommit commits, Durability source, Modes modes, InheritedRights rights,
            Lock unlinked) {
        this.durability = durability;
        this.commits = commits;
        this.source = source;
        this.modes = modes;
        this.rights = rights;
        this.unlinked = unlinked;
    }

    /**
     * Places a file, or finds that it was placed before.
     *
     * @param made   the finished file; gone means that it was placed before
     * @param target its destination
     * @param ticket makes the name of the copy beside it unique, whatever name the destination has in the end
     * @throws FileAlreadyExistsException if the name is taken by another file
     */
    void place(Path made, Path target, String ticket) throws IOException {
        Path beside = beside(made, target, ticket);
        String probe = "." + ticket + ".probe";
        if (isGone(made, beside)) {
            return;
        }
        if (Files.isDirectory(made) || Files.isDirectory(beside)) {
            placeFolder(made, beside, target, probe);
            return;
        }
        if (Files.exists(made)) {
            if ((isLinked(made, target) || rights.give(made, target.getParent(), probe, modes))
                    && link(made, target)) {
                Files.delete(made);
                Directories.remove(beside);
                commits.sync(target.getParent());
                return;
            }
            Files.copy(made, beside, StandardCopyOption.REPLACE_EXISTING);
            rights.narrow(beside, probe, modes);
            durability.sync(beside);
            if (Files.exists(target)) {
                Files.delete(beside);
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.delete(made);
        }
        if (!link(beside, target)) {
            moveIfFree(beside, target);
        }
        Files.deleteIfExists(beside);
        commits.sync(target.getParent());
    }

    /**
     * On a file system without hard links. One file of a folder at a time: two spellings may be one name there, and a rename would
     * overwrite.
     */
    private void moveIfFree(Path beside, Path target) throws IOException {
        unlinked.lock();
        try {
            if (Files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            unlinked.unlock();
        }
    }

    /** The copy beside the destination, which takes its name when it is complete. */
    static Path beside(Path made, Path target, String ticket) {
        return Contained.sibling(target, "." + ticket + "." + Names.end(made.getFileName().toString(), LONGEST) + ".part");
    }

    /** Gone by itself, and not with all that is above it: a volume that is away says nothing of what is on it. */
    private static boolean isGone(Path made, Path beside) throws IOException {
        if (Files.exists(made) || Files.exists(beside)) {
            return false;
        }
        Path ticket = made.toAbsolutePath().getParent().getParent();
        if (!Files.isDirectory(ticket)) {
            throw new NoSuchFileException(ticket.toString());
        }
        return !Files.exists(made) && !Files.exists(beside);
    }

    /** A folder cannot be linked: it is renamed to a name that was free a moment ago. */
    private void placeFolder(Path made, Path beside, Path target, String probe) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        if (Files.exists(made)) {
            try {
                if (rights.give(made, target.getParent(), probe, modes)) {
                    Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
                    commits.sync(target.getParent());
                    source.sync(made.getParent());
                    return;
                }
            } catch (AtomicMoveNotSupportedException e) {
                // On another file system: copied too.
            }
            try {
                Trees.copyAsNew(made, beside, durability);
                rights.narrow(beside, probe, modes);
            } catch (NotHeld e) {
                Trees.delete(beside);
                throw e;
            }
            // Out of the way in one step: half a folder would look like one to be copied again.
            source.move(made, Contained.sibling(made, made.getFileName() + ".copied"));
        }
        durability.move(beside, target);
    }

    /** What a death left behind the link needs nothing but the removal. */
    private static boolean isLinked(Path made, Path target) throws IOException {
        return Files.exists(target) && Files.isSameFile(made, target);
    }

    /** Links, or finds the link that a death left behind; false where links cannot be had. */
    private static boolean link(Path from, Path target) throws IOException {
        try {
            Files.createLink(target, from);
            return true;
        } catch (FileAlreadyExistsException e) {
            if (Files.isSameFile(from, target)) {
                return true;
            }
            throw e;
        } catch (UnsupportedOperationException e) {
            return false;
        } catch (IOException e) {
            if (Files.getFileStore(from).equals(Files.getFileStore(target.getParent()))
                    && !Files.isWritable(target.getParent())) {
                throw e;
            }
            return false;
        }
    }
}
