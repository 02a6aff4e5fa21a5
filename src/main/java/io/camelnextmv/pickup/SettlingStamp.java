package io.camelnextmv.pickup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;

/**
 * A file as it looks from outside. While its stamp stays the same nobody is writing it. The time is that of the machine
 * that keeps the file: it is compared with itself, never with a clock of ours.
 *
 * @param size     its size in bytes
 * @param modified its last change
 * @param beside   the stamps of what belongs to it: its sidecar; the folder that a marker speaks of
 */
record SettlingStamp(long size, FileTime modified, List<SettlingStamp> beside) {
    static SettlingStamp of(BasicFileAttributes attributes, List<SettlingStamp> beside) {
        return new SettlingStamp(attributes.size(), attributes.lastModifiedTime(), beside);
    }

    /** @return the attributes of a file itself, even where it is a link */
    static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
