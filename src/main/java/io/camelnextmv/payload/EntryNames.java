package io.camelnextmv.payload;

import io.camelnextmv.ticket.Contained;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The names in one archive, judged by us before a disk is: one that leads outside, or that no file system takes, and
 * whether one came before. Of each a digest is held, so that memory does not grow with their length.
 */
final class EntryNames {
    /** What file systems take as the name of one file or folder, in bytes. */
    private static final int LONGEST_NAME = 255;
    /** Systems take 4,096 bytes as a path; the difference is for the folders that the archive is unpacked and moved into. */
    private static final int LONGEST_PATH = 3072;
    private static final Pattern SEPARATORS = Pattern.compile("[/\\\\]");
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
    private static final String UNREADABLE = "\uFFFD";
    /** What the reader of a tar puts in the place of such bytes. */
    private static final String IN_TARS = "?";
    private final Set<UUID> met = new HashSet<>();

    /**
     * Remembers a name.
     *
     * @return whether it did not come before
     */
    boolean isNew(String name) {
        return met.add(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    boolean isKnown(String name) {
        return met.contains(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether some of its bytes are no text. */
    static boolean isUnreadable(String name) {
        return name.contains(UNREADABLE);
    }

    /** Whether bytes of it may not have been read, so that two names may look like one. */
    static boolean mayBeUnreadable(String name) {
        return isUnreadable(name) || name.contains(IN_TARS);
    }

    /** Where a name leads to, if that is inside of the folder, and if a file system can hold it. */
    static Path inside(Path folder, String name) throws BadArchive {
        boolean absolute = name.startsWith("/") || name.startsWith("\\") || DRIVE.matcher(name).matches();
        List<String> parts = List.of(SEPARATORS.split(name));
        if (absolute || parts.contains("..")) {
            throw new BadArchive("it has a name that leads outside: " + BadArchive.shown(name));
        }
        if (bytes(name) > LONGEST_PATH) {
            throw new BadArchive("it has a path of " + bytes(name) + " bytes, and at most " + LONGEST_PATH
                    + " can be held: " + BadArchive.shown(name));
        }
        for (String part : name.split("/")) {
            if (bytes(part) > LONGEST_NAME) {
                throw new BadArchive("it has a name of " + bytes(part) + " bytes, and file systems take " + LONGEST_NAME
                        + ": " + BadArchive.shown(part));
            }
        }
        try {
            Path path = folder;
            for (Path element : folder.getFileSystem().getPath(name).normalize()) {
                path = element.toString().isEmpty() ? path : Contained.child(path, element.toString());
            }
            return path;
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new BadArchive("it has a name that cannot be a file's: " + BadArchive.shown(name));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
