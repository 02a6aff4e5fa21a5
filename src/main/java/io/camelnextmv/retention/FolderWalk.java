package io.camelnextmv.retention;

import io.camelnextmv.ticket.Contained;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What lies in a folder, one by one and in no order, over as long a time as it takes: nothing is kept of what was passed.
 * Links are never followed.
 */
final class FolderWalk implements Closeable {
    /** How what is being removed is called: out of everybody's way in one step, so that nobody sees half of it. */
    private static final String REMOVING = ".nextmv-removing-";
    private final DirectoryStream<Path> stream;
    private final Iterator<Path> entries;

    private FolderWalk(DirectoryStream<Path> stream) {
        this.stream = stream;
        this.entries = stream.iterator();
    }

    /** Empty where there is no such folder. */
    static Optional<FolderWalk> of(Path folder) throws IOException {
        try {
            return Optional.of(new FolderWalk(Files.newDirectoryStream(folder)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The next one; empty at the end. */
    Optional<Path> next() throws IOException {
        try {
            return entries.hasNext() ? Optional.of(entries.next()) : Optional.empty();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** How many bytes a file has, or all files in a folder. */
    static long size(Path tree) throws IOException {
        long[] bytes = new long[1];
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes[0];
    }

    /**
     * When a file was changed last, or anything in a folder: its content, its name or its rights. What was moved here, or
     * made by somebody who sets times, has its own older time of the content.
     */
    static Instant changed(Path tree) throws IOException {
        Instant[] last = {Instant.MIN};
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return visitFile(folder, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                for (Instant time : List.of(attributes.lastModifiedTime().toInstant(), nodeChanged(file))) {
                    last[0] = time.isAfter(last[0]) ? time : last[0];
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return last[0];
    }

    /** Where the file system does not tell, long ago. */
    private static Instant nodeChanged(Path file) {
        try {
            return ((FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS)).toInstant();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Instant.MIN;
        }
    }

    /** Whether an earlier removal died with it. */
    static boolean isBeingRemoved(Path path) {
        return path.getFileName().toString().startsWith(REMOVING);
    }

    /**
     * Removes a file, or a folder with all that is in it; it is gone under its name before anything of it goes.
     *
     * @throws IOException if the disk says no; what is left is removed by the next look
     */
    static void remove(Path path) throws IOException {
        Path aside = path;
        if (!isBeingRemoved(path) && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            aside = Contained.sibling(path, REMOVING + end(path.getFileName().toString()));
            Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.walkFileTree(aside, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failed) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A name that is as long as names can be has no room for more. */
    private static String end(String name) {
        int most = 100;
        return name.length() <= most ? name : Integer.toHexString(name.hashCode()) + "-" + name.length();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
