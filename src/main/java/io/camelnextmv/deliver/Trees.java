package io.camelnextmv.deliver;

import io.camelnextmv.ticket.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files and folders alike, with all that is in them. */
final class Trees {
    private Trees() {
    }

    /** Copies over whatever an earlier attempt left at the target. */
    static void copy(Path from, Path to, Durability durability) throws IOException {
        delete(to);
        for (Path path : all(from)) {
            Path copy = to.resolve(from.relativize(path).toString());
            Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            if (!Files.isSymbolicLink(copy)) {
                durability.settle(copy);
            }
        }
    }

    /** The same, but each file and folder gets the rights of what is created there, and not those of the original. */
    static void copyAsNew(Path from, Path to, Durability durability) throws IOException {
        delete(to);
        for (Path path : all(from)) {
            Path copy = to.resolve(from.relativize(path).toString());
            Files.copy(path, copy, LinkOption.NOFOLLOW_LINKS);
            if (Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)) {
                Files.setLastModifiedTime(copy, Files.getLastModifiedTime(path));
            }
            if (!Files.isSymbolicLink(copy)) {
                durability.settle(copy);
            }
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
