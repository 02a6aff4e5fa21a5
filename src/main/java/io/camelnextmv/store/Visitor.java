package io.camelnextmv.store;

import io.camelnextmv.ticket.Ticket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A ticket that lives elsewhere and is here for one step. What only this step reads is in memory; it has a folder as soon
 * as something asks for it. Safe for many threads.
 */
final class Visitor {
    /** Older than any file that is suspected to be still written. */
    private static final Duration OLD = Duration.ofDays(1);
    private final Thread thread;
    private final VisitorFolders folders;
    private final Map<String, byte[]> files = new TreeMap<>();
    private Optional<Ticket> ticket = Optional.empty();
    private Optional<byte[]> input = Optional.empty();
    private Optional<Path> folder = Optional.empty();
    private boolean isDown;

    /**
     * @param thread  makes the step
     * @param folders where its folder comes from
     */
    Visitor(Thread thread, VisitorFolders folders) {
        this.thread = thread;
        this.folders = folders;
    }

    Thread thread() {
        return thread;
    }

    synchronized Optional<Ticket> ticket() {
        return ticket;
    }

    synchronized void put(Ticket next) {
        ticket = Optional.of(next);
    }

    synchronized Optional<byte[]> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    synchronized void put(String name, byte[] content) {
        files.put(name, content);
    }

    synchronized void remove(String name) {
        files.remove(name);
    }

    synchronized Map<String, byte[]> files() {
        return new TreeMap<>(files);
    }

    synchronized boolean hasFolder() {
        return folder.isPresent();
    }

    /** @throws UncheckedIOException if there is none yet, and it cannot be made */
    synchronized Path folder() {
        if (folder.isEmpty()) {
            folder = Optional.of(folders.take());
        }
        return folder.get();
    }

    synchronized void hold(byte[] bytes) {
        input = Optional.of(bytes);
        isDown = false;
    }

    synchronized Optional<byte[]> held() {
        return input;
    }

    /** Somebody asks for the input's file: it must be there. */
    synchronized void putDown(Path file, Instant claimedAt) {
        if (input.isEmpty() || isDown) {
            return;
        }
        try {
            Directories.make(file.getParent());
            Files.write(file, input.get());
            Files.setLastModifiedTime(file, FileTime.from(claimedAt.minus(OLD)));
            isDown = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void leave() {
        folder.ifPresent(folders::giveBack);
        folder = Optional.empty();
    }
}
