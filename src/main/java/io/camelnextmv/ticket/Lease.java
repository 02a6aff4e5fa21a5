package io.camelnextmv.ticket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
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
    /**
     * The lock files that this process has open. None is opened a second time: closing it would give up the lock, as a
     * process loses its POSIX locks on a file with the first of its descriptors for it.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
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
        try {
            Optional<Lease> free = locked("", file, Set.of(StandardOpenOption.WRITE));
            free.ifPresent(Lease::close);
            return free.isEmpty();
        } catch (IOException e) {
            // Gone meanwhile: its gateway ended without a ticket.
            return false;
        }
    }

    private static Optional<Lease> locked(String gateway, Path file, Set<StandardOpenOption> how) throws IOException {
        Path real = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
        if (!OPEN.add(real)) {
            return Optional.empty();
        }
        Optional<Lease> lease = Optional.empty();
        try {
            FileChannel channel = FileChannel.open(real, how);
            try {
                if (channel.tryLock() != null) {
                    lease = Optional.of(new Lease(gateway, real, channel));
                }
            } catch (OverlappingFileLockException e) {
                // A gateway of this very process holds it, that was loaded apart from us.
            } finally {
                if (lease.isEmpty()) {
                    channel.close();
                }
            }
        } finally {
            if (lease.isEmpty()) {
                OPEN.remove(real);
            }
        }
        return lease;
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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    /** Gives the lease back as a death would: the file stays for whoever goes on with the tickets. */
    @Override
    public void close() {
        try {
            channel.close();
            OPEN.remove(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
