package io.camelnextmv.deliver;

import io.camelnextmv.store.Durability;
import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files and folders alike, with all that is in them. */
final class Trees {
    /** In bytes; see {@link #copyOne}. */
    private static final long LINKED = 700L * 1024 * 1024;

    private Trees() {
    }

    /**
     * Copies over whatever an earlier attempt left at the target.
     *
     * @throws NotHeld     if there is something in a folder that the target's file system cannot hold
     * @throws IOException if the disk says no
     */
    static void copy(Path from, Path to, Durability durability) throws IOException {
        copy(from, to, durability, true);
    }

    /**
     * The same, but each file and folder gets the rights of what is created there, and not those of the original.
     *
     * @throws NotHeld     if there is something in a folder that the target's file system cannot hold
     * @throws IOException if the disk says no
     */
    static void copyAsNew(Path from, Path to, Durability durability) throws IOException {
        copy(from, to, durability, false);
    }

    private static void copy(Path from, Path to, Durability durability, boolean withRights) throws IOException {
        delete(to);
        for (Path path : all(from)) {
            Path copy = path.equals(from) ? to : Contained.below(to, from.relativize(path).toString());
            try {
                copyOne(path, copy, withRights);
            } catch (FileAlreadyExistsException e) {
                throw new NotHeld("two of its names are one there: " + from.relativize(path));
            } catch (FileSystemException e) {
                if (!path.equals(from) && isRefused(path, copy, to)) {
                    throw new NotHeld("a name in it cannot be held there (" + e.getReason() + "): " + from.relativize(path));
                }
                throw e;
            }
            if (!Files.isSymbolicLink(copy)) {
                durability.sync(copy);
            }
        }
    }

    /**
     * What is larger than what services commonly take is linked: a file of nothing but holes has no bytes to be copied,
     * and would fill a disk.
     */
    private static void copyOne(Path from, Path to, boolean withRights) throws IOException {
        boolean file = Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS);
        if (withRights && file && Files.size(from) > LINKED) {
            try {
                Files.createLink(to, from);
                return;
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (IOException | UnsupportedOperationException e) {
                // Where there are no links it is copied.
            }
        }
        if (withRights) {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            return;
        }
        Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
        if (file) {
            Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
        }
    }

    /** Whether it is the name and nothing else: of a full disk, not even an empty file is taken. */
    private static boolean isRefused(Path from, Path copy, Path tree) {
        try {
            Path probe = Contained.sibling(tree, tree.getFileName() + ".probe");
            Files.write(probe, new byte[] {1});
            Files.delete(probe);
        } catch (IOException e) {
            return false;
        }
        try {
            if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(copy);
            } else {
                Files.createFile(copy);
            }
            Files.delete(copy);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    static void delete(Path tree) throws IOException {
        if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            for (Path path : all(tree).stream().sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Each folder before what is in it; links are not followed. */
    static List<Path> all(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            return paths.toList();
        }
    }
}
