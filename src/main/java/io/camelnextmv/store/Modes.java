package io.camelnextmv.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may read what the gateway makes: like the umask of a process, and on top of it, it takes rights away and gives none.
 * Where a folder hands its rights down by a default access control list, or its mount says what rights there are, that
 * holds instead, as it does for a umask. Where there are no such rights nothing is done.
 *
 * @param umask   the rights that nothing has which is made, as bits: 027 octal for others none and the group no writing
 * @param process the umask of this process; empty where it cannot be told
 */
public record Modes(int umask, Optional<Integer> process) {
    /** What the process gives. */
    public static final Modes AS_MADE = new Modes(0, Optional.empty());
    private static final FileAttribute<Set<PosixFilePermission>> OURS = PosixFilePermissions.asFileAttribute(
            PosixFilePermissions.fromString("rwx------"));
    private static final int ALL = 0777;
    private static final int MODE = 07777;
    private static final String VIEW = "unix:mode";

    /**
     * @param umask the rights that nothing has which is made
     * @return the modes of this process
     */
    public static Modes of(int umask) {
        return new Modes(umask, processUmask());
    }

    /** Linux tells it; nothing else does without making something. */
    private static Optional<Integer> processUmask() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Umask:"))
                    .map(line -> Integer.parseInt(line.substring("Umask:".length()).strip(), 8)).findFirst();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes a folder that nobody but this process's user looks into: nobody else reads what is not an input yet. One that
     * is there stays as it is.
     *
     * @param folder the folder; what it lies in must be there
     * @return the same
     * @throws UncheckedIOException if it cannot be made
     */
    public static Path ours(Path folder) {
        try {
            return Files.isDirectory(folder) ? folder : Files.createDirectory(folder, OURS);
        } catch (FileAlreadyExistsException e) {
            return folder;
        } catch (UnsupportedOperationException e) {
            return withoutRights(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On a file system that has none. */
    private static Path withoutRights(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param mode the mode of a folder that was just made
     * @return whether it has that by the process alone, and not by the folder that it was made in
     */
    public boolean isPlain(int mode) {
        return process.isEmpty() || (mode & ALL) == (ALL & ~process.get());
    }

    /**
     * A folder was just made.
     *
     * @param made the folder
     * @return the same
     * @throws IOException if the disk says no
     */
    public Path folder(Path made) throws IOException {
        Optional<Integer> mode = modeOf(made);
        if (mode.filter(this::isPlain).isPresent()) {
            narrow(made, mode.get());
        }
        return made;
    }

    /**
     * Takes the rights away from what was made and all that is in it. What is somebody else's stays as it is.
     *
     * @param made a file or folder
     * @throws IOException if the disk says no
     */
    public void all(Path made) throws IOException {
        if (umask == 0) {
            return;
        }
        Files.walkFileTree(made, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                narrow(folder);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    narrow(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                // A folder that nobody may look into has nothing that anybody can read.
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * The same of what is in a folder that got its own rights by {@link #folder}; of one that has them by the folder that
     * it lies in, what is in it has so too.
     *
     * @param folder the folder
     * @throws IOException if the disk says no
     */
    public void within(Path folder) throws IOException {
        if (modeOf(folder).filter(mode -> process.isEmpty() || (mode & ALL) == (ALL & ~process.get() & ~umask)
                || isPlain(mode)).isPresent()) {
            all(folder);
        }
    }

    private void narrow(Path path) throws IOException {
        Optional<Integer> mode = modeOf(path);
        if (mode.isPresent()) {
            narrow(path, mode.get());
        }
    }

    private void narrow(Path path, int mode) throws IOException {
        if ((mode & umask) == 0) {
            return;
        }
        try {
            // By this view: the one of the nine rights would take the setgid bit away.
            Files.setAttribute(path, VIEW, mode & MODE & ~umask);
        } catch (IOException e) {
            if (Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName().equals(System.getProperty("user.name"))) {
                throw e;
            }
            // An input of somebody else's: only its owner may say who reads it.
        }
    }

    private static Optional<Integer> modeOf(Path path) throws IOException {
        try {
            return Optional.of((Integer) Files.getAttribute(path, VIEW, LinkOption.NOFOLLOW_LINKS));
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
