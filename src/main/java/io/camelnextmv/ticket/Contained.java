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
            Path path = Path.of(name);
            return !name.isEmpty() && !path.isAbsolute() && path.getNameCount() == 1 && path.toString().equals(name)
                    && !name.equals(".") && !name.equals("..");
        } catch (InvalidPathException e) {
            return false;
        }
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
        if (!isName(name)) {
            throw new IllegalArgumentException("that is no name for a file");
        }
        return folder.resolve(name);
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
