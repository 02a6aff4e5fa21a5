package io.camelnextmv.store;

import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
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
    private static final Set<Path> OPEN = ofThisProcess();
    /** So many looks in a row found the lock with somebody else: then it is not one who only looks whether we live. */
    private static final int LOST = 5;
    private final String gateway;
    private final Path file;
    /** The folder when the lease was taken; that of the same name may be another one by now. */
    private final Object folder;
    private FileChannel channel;
    private volatile Object key;
    private int looks;
    private volatile boolean lost;

    private Lease(String gateway, Path file, FileChannel channel) throws IOException {
        this.gateway = gateway;
        this.file = file;
        this.channel = channel;
        this.key = keyOf(file);
        this.folder = keyOf(file.getParent());
    }

    /** Two applications in one process may have loaded this class apart, each for itself: the locks are those of the process. */
    @SuppressWarnings("unchecked")
    private static Set<Path> ofThisProcess() {
        return (Set<Path>) System.getProperties().computeIfAbsent(Lease.class.getName() + ".open",
                name -> ConcurrentHashMap.<Path>newKeySet());
    }

    /** What tells a file from another one of the same name. */
    private static Object keyOf(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return attributes.fileKey() == null ? attributes.creationTime() : attributes.fileKey();
    }

    /**
     * Whether the folder of the tickets is there, and the one that the lease was taken in: its lock file, the very one
     * that we hold, is in it. A folder that is away, or another one in its place, says nothing about any ticket.
     */
    boolean isThere() {
        try {
            return !lost && key.equals(keyOf(file));
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether somebody else has taken over what is ours: nothing of it is to be touched any more. */
    boolean isLost() {
        return lost;
    }

    /**
     * Holds on to the lease: where the folder is there and the lock file is not the one that we hold, since somebody
     * removed it or since the volume came back under another number, the lock is taken anew.
     *
     * @return whether the lease is held
     */
    synchronized boolean renew() {
        if (isThere()) {
            looks = 0;
            return true;
        }
        if (lost) {
            return false;
        }
        try {
            boolean same = folder.equals(keyOf(file.getParent()));
            Optional<FileChannel> again = tryLock(file, same
                    ? Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    : Set.of(StandardOpenOption.WRITE));
            if (again.isPresent()) {
                FileChannel before = channel;
                channel = again.get();
                key = keyOf(file);
                looks = 0;
                before.close();
                return true;
            }
            lost = ++looks >= LOST;
        } catch (IOException e) {
            looks = 0;
        }
        return false;
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
            } catch (NoSuchFileException e) {
                if (!Files.isDirectory(work)) {
                    throw new UncheckedIOException(e);
                }
                // Removed by somebody quicker, as below: the next one.
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
        Set<StandardOpenOption> how = hasTickets ? Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                : Set.of(StandardOpenOption.WRITE);
        try {
            // Who only looks whether it is held holds it for a moment: its tickets would be left for later.
            synchronized (OPEN) {
                return locked(gateway, file(work, gateway), how);
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether somebody holds a lock file at the moment. */
    static boolean isHeld(Path file) {
        try {
            synchronized (OPEN) {
                Optional<Lease> free = locked("", file, Set.of(StandardOpenOption.WRITE));
                free.ifPresent(Lease::close);
                return free.isEmpty();
            }
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
            Optional<FileChannel> channel = tryLock(real, how);
            if (channel.isPresent()) {
                try {
                    lease = Optional.of(new Lease(gateway, real, channel.get()));
                } finally {
                    if (lease.isEmpty()) {
                        channel.get().close();
                    }
                }
            }
        } finally {
            if (lease.isEmpty()) {
                OPEN.remove(real);
            }
        }
        return lease;
    }

    private static Optional<FileChannel> tryLock(Path file, Set<StandardOpenOption> how) throws IOException {
        FileChannel channel = FileChannel.open(file, how);
        boolean held = false;
        try {
            held = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // A gateway of this very process holds it, that was loaded apart from us.
        } finally {
            if (!held) {
                channel.close();
            }
        }
        return Optional.of(channel).filter(FileChannel::isOpen);
    }

    /** The lock file of a gateway. */
    static Path file(Path work, String gateway) {
        return Contained.child(work, PREFIX + gateway + ENDING);
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
            if (isThere()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    /** Gives the lease back as a death would: the file stays for whoever goes on with the tickets. */
    @Override
    public synchronized void close() {
        try {
            channel.close();
            OPEN.remove(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
