package io.camelnextmv.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Makes folders below one that must be there. {@link Files#createDirectories} would make that one too, and all above it:
 * where a volume has gone, its bare mount point would get a home of its own, and what is written there is out of sight as
 * soon as the volume comes back.
 */
public final class Directories {
    private Directories() {
    }

    /**
     * @param folder a folder
     * @return whether nothing is in it, hidden files included; not where it cannot be read, or is not there
     */
    public static boolean isEmpty(Path folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }

    /**
     * Makes a folder, if it is not there.
     *
     * @param folder the folder
     * @return the same
     * @throws java.nio.file.NoSuchFileException if the folder in which it is to be is not there
     * @throws IOException                       if the disk says no
     */
    public static Path make(Path folder) throws IOException {
        try {
            return Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(folder)) {
                return folder;
            }
            throw e;
        }
    }

    /**
     * Makes a folder and those between it and one that must be there.
     *
     * @param base   the folder that must be there
     * @param folder a folder below it, or the same
     * @return the folder
     * @throws java.nio.file.NoSuchFileException if the base is not there
     * @throws IOException                       if the disk says no
     */
    public static Path make(Path base, Path folder) throws IOException {
        Path made = base;
        for (Path name : base.relativize(folder)) {
            if (!name.toString().isEmpty()) {
                made = make(made.resolve(name.getFileName()));
            }
        }
        return folder;
    }

    /**
     * Removes a file that is seldom there. It is looked for first: within {@link Files#deleteIfExists} what is not there is an
     * exception, with all that leads there.
     *
     * @param file the file, which is no link; need not be there
     * @throws IOException if the disk says no
     */
    public static void remove(Path file) throws IOException {
        if (Files.exists(file)) {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Removes a folder with all that is in it; links are not followed. What is no folder stays.
     *
     * @param folder the folder; need not be there
     * @throws IOException if the disk says no
     */
    public static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try {
            // What it held has often left it.
            Files.delete(folder);
        } catch (DirectoryNotEmptyException e) {
            deleteWithAll(folder);
        }
    }

    private static void deleteWithAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
