package io.camelnextmv.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** How far a write must have come before it counts as done. */
public enum Durability {
    /** On the disk: survives a power cut. */
    FSYNC,
    /** With the operating system: survives the death of the process, not of the machine. */
    OS;

    /**
     * Writes a file complete or not at all: aside, then renamed over what was there.
     *
     * @param file  the file
     * @param bytes its content
     * @throws UncheckedIOException if the disk says no
     */
    public void write(Path file, byte[] bytes) {
        Path aside = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                var buffer = java.nio.ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                if (this == FSYNC) {
                    channel.force(true);
                }
            }
            move(aside, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Renames within one file system, in one step, over what was there.
     *
     * @param from what is renamed
     * @param to   its new name
     * @throws AtomicMoveNotSupportedException if the two lie on different file systems
     * @throws IOException                     if the disk says no
     */
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        sync(to.getParent());
        if (!from.getParent().equals(to.getParent())) {
            sync(from.getParent());
        }
    }

    /**
     * Makes a file's content, or a folder's list of names, last as this durability asks.
     *
     * @param path a file or a folder
     * @throws IOException if the disk says no
     */
    public void sync(Path path) throws IOException {
        if (this == OS) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
