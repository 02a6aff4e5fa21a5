package io.camelnextmv.pickup;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;

/**
 * A file of an inbox, or the marker of a folder, and how it looked.
 *
 * @param file  the file
 * @param stamp how it looked
 */
record FoundFile(Path file, SettlingStamp stamp) {
    /** Of one age by their names, so that the order is always the same. */
    static final Comparator<FoundFile> OLDEST_FIRST = Comparator.<FoundFile, FileTime>comparing(
            found -> found.stamp().modified()).thenComparing(FoundFile::file);
}
