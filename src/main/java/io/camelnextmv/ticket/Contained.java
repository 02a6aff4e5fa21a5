package io.camelnextmv.ticket;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The one place where a name that somebody else chose becomes a path: what a ticket, an answer, a message, an archive, a
 * sidecar or a wish names lies in the folder it belongs to, or is refused.
 */
public final class Contained {
    private Contained() {
    }

    /**
     * @param name some text
     * @return whether it is the name of one file: not empty, no {@code .} or {@code ..}, without a separator or a NUL
     */
    public static boolean isName(String name) {
        try {
            return isName(Path.of(name), name);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isName(Path path, String name) {
        return !name.isEmpty() && !path.isAbsolute() && path.getNameCount() == 1 && name.indexOf('/') < 0
                && !name.contains(path.getFileSystem().getSeparator()) && !name.equals(".") && !name.equals("..");
    }

    /**
     * The file of a name in a folder.
     *
     * @param folder the folder
     * @param name   the name, of one element
     * @return the file, which need not exist
     * @throws IllegalArgumentException if the name is not that of one file
     */
    public static Path child(Path folder, String name) {
        // By the rules of that file system, which need not be the process's own.
        Path path = folder.getFileSystem().getPath(name);
        if (!isName(path, name)) {
            throw new IllegalArgumentException("that is no name for a file");
        }
        return folder.resolve(path);
    }

    /**
     * The file of a name beside another file.
     *
     * @param file the other file
     * @param name the name, of one element
     * @return the file, which need not exist
     * @throws IllegalArgumentException if the name is not that of one file
     */
    public static Path sibling(Path file, String name) {
        Path folder = file.getParent();
        return folder == null ? child(file.toAbsolutePath().getParent(), name) : child(folder, name);
    }

    /**
     * The file of a relative path below a folder.
     *
     * @param folder the folder
     * @param path   the path, its elements separated by slashes
     * @return the file, which need not exist
     * @throws IllegalArgumentException if the path is absolute, empty, or has an element that is no name
     */
    public static Path below(Path folder, String path) {
        Path file = folder;
        for (String name : path.split("/", -1)) {
            file = child(file, name);
        }
        return file;
    }
}
