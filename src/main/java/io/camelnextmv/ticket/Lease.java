package io.camelnextmv.ticket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The right to work on the tickets of one gateway: a lock on a file in {@code work/}, which the operating system
 * releases when the process dies. A ticket's name tells whose it is; whoever holds the lock of that gateway, itself or
 * its survivor, owns its tickets. Nothing has to be written to take over.
 */
final class Lease implements AutoCloseable {
    private static final String ENDING = ".lock";
    private static final String PREFIX = ".gateway-";
    private final String gateway;
    private final Path file;
    private final FileChannel channel;

    private Lease(String gateway, Path file, FileChannel channel) {
        this.gateway = gateway;
        this.file = file;
        this.channel = channel;
    }

    /** A lease under a name that nobody has. */
    static Lease fresh(Path work) {
        while (true) {
            String gateway = Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36, 36 * 36 * 36 * 36), 36);
            Path file = file(work, gateway);
            try {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                FileLock lock = lock(channel);
                if (lock != null) {
                    return new Lease(gateway, file, channel);
                }
                // Somebody who looks for the dead was quicker; the name is theirs now.
                channel.close();
            } catch (FileAlreadyExistsException e) {
                // The name is taken: the next one.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The lease of a gateway that does not live any more; empty while it lives, or when another one was quicker. */
    static Optional<Lease> ofTheDead(Path work, String gateway) {
        Path file = file(work, gateway);
        FileChannel channel = null;
        try {
            // Created when missing: tickets whose lock file was lost must find a new owner too.
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lock(channel);
            if (lock != null) {
                return Optional.of(new Lease(gateway, file, channel));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether somebody holds a lock file at the moment. */
    static boolean isHeld(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            return lock == null;
        } catch (IOException e) {
            // Gone meanwhile: its gateway ended without a ticket.
            return false;
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another gateway of this very process holds it.
            return null;
        }
    }

    private static Path file(Path work, String gateway) {
        return work.resolve(PREFIX + gateway + ENDING);
    }

    /** The gateway whose lock file this is; empty for any other file. */
    static Optional<String> gatewayOf(String fileName) {
        boolean ours = fileName.startsWith(PREFIX) && fileName.endsWith(ENDING);
        return ours
                ? Optional.of(fileName.substring(PREFIX.length(), fileName.length() - ENDING.length()))
                : Optional.empty();
    }

    String gateway() {
        return gateway;
    }

    /** Gives the lease back, and removes its file: to be called only when no ticket of its gateway is left. */
    void end() {
        try {
            Files.deleteIfExists(file);
            channel.close();
        } catch (NoSuchFileException e) {
            // gone already
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the lease back as a death would: the file stays for whoever goes on with the tickets. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
