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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The right to work on the tickets of one gateway: a lock on a file in {@code work/}, which the operating system
 * releases when the process dies. A ticket's name tells whose it is; whoever holds the lock of that gateway, itself or
 * its survivor, owns its tickets. Nothing has to be written to take over.
 */
final class Lease implements AutoCloseable {
    private static final String ENDING = ".lock";
    private static final String PREFIX = ".gateway-";
    /** What this process holds. Such a file must not even be opened: closing it again would release the lock. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();
    private final String gateway;
    private final Path file;
    private final FileChannel channel;

    private Lease(String gateway, Path file, FileChannel channel) {
        this.gateway = gateway;
        this.file = file;
        this.channel = channel;
        HELD_HERE.add(file.toAbsolutePath());
    }

    /** A lease under a name that nobody has. */
    static Lease fresh(Path work) {
        while (true) {
            String gateway = Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36, 36 * 36 * 36 * 36), 36);
            Path file = file(work, gateway);
            try {
                Optional<Lease> lease = locked(gateway, file, Set.of(StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE));
                // Somebody who looks for the dead may have been quicker, and may have removed the file again: a lock on
                // a removed file is seen by nobody.
                if (lease.isPresent() && Files.exists(file)) {
                    return lease.get();
                }
                lease.ifPresent(Lease::close);
            } catch (FileAlreadyExistsException e) {
                // The name is taken: the next one.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * The lease of a gateway that does not live any more; empty while it lives, or when another one was quicker.
     *
     * @param hasTickets whether it has left tickets: they must find a new owner even when their lock file was lost
     */
    static Optional<Lease> ofTheDead(Path work, String gateway, boolean hasTickets) {
        try {
            return locked(gateway, file(work, gateway), hasTickets
                    ? Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    : Set.of(StandardOpenOption.WRITE));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether somebody holds a lock file at the moment. */
    static boolean isHeld(Path file) {
        if (HELD_HERE.contains(file.toAbsolutePath())) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            return lock == null;
        } catch (IOException e) {
            // Gone meanwhile: its gateway ended without a ticket.
            return false;
        }
    }

    private static Optional<Lease> locked(String gateway, Path file, Set<StandardOpenOption> how) throws IOException {
        if (HELD_HERE.contains(file.toAbsolutePath())) {
            return Optional.empty();
        }
        FileChannel channel = FileChannel.open(file, how);
        try {
            if (lock(channel) != null) {
                return Optional.of(new Lease(gateway, file, channel));
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
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
            HELD_HERE.remove(file.toAbsolutePath());
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
            HELD_HERE.remove(file.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
