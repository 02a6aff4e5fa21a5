package io.camelnextmv.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * What a file is told by from whatever takes its place or is written into it: what was read of it need not be read again
 * while this is the same. It costs one question to the operating system, and none to the disk.
 *
 * @param key     what the file system calls it, where it has such a thing
 * @param changed when it was last written
 * @param size    its size, in bytes
 */
record FileStamp(Optional<Object> key, FileTime changed, long size) {

    /** @throws java.nio.file.NoSuchFileException if it is not there */
    static FileStamp of(Path file) throws IOException {
        BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(Optional.ofNullable(is.fileKey()), is.lastModifiedTime(), is.size());
    }
}
