package io.camelnextmv.ticket;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** A folder in an inbox that is one input, and the marker {@code <name>.ready} that says that it is complete. */
public final class FolderInput {
    private static final String READY = ".ready";

    private FolderInput() {
    }

    /**
     * @param name a file's name
     * @return whether it is a marker, and no input
     */
    public static boolean isMarker(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(READY);
    }

    /**
     * @param marker a marker
     * @return the folder that it speaks of, where there is one
     */
    public static Optional<Path> of(Path marker) {
        String name = marker.getFileName().toString();
        if (!isMarker(name) || name.length() == READY.length()) {
            return Optional.empty();
        }
        return Optional.of(Contained.sibling(marker, name.substring(0, name.length() - READY.length())))
                .filter(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * @param folder a folder in an inbox
     * @return the marker that says that it is complete, whether it is there or not
     */
    public static Path marker(Path folder) {
        return Contained.sibling(folder, folder.getFileName() + READY);
    }
}
