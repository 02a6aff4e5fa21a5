package io.camelnextmv.cli;

import io.camelnextmv.payload.Tarball;
import io.camelnextmv.store.Durability;
import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where a command writes what it fetches: a hidden file beside its target, which gets the target's name when it is whole;
 * or, where it is to be printed, a private temporary one. It is gone when the command ends, however it ends.
 */
final class FetchedFile implements AutoCloseable {
    private static final String PREFIX = ".nextmv-";
    private static final String ENDING = ".part";
    private final Optional<Path> target;
    private final Path folder;
    private final String name;
    private final HalfDone halfDone;

    /** @param ours whether the folder was made for this alone */
    private FetchedFile(Optional<Path> target, Path folder, String name, boolean ours) {
        this.target = target;
        this.folder = folder;
        this.name = name;
        this.halfDone = ours ? new HalfDone(folder) : new HalfDone(path(), answer(), unpacked());
    }

    /**
     * @param target what the file is to become; empty where it is to be printed
     * @throws IOException if there is no such folder, or it cannot be written
     */
    static FetchedFile of(Optional<Path> target) throws IOException {
        if (target.isEmpty() || isDevice(target.get())) {
            // A folder that nobody else can look into.
            return new FetchedFile(target, Files.createTempDirectory(PREFIX), "fetched", true);
        }
        Path beside = target.get().toAbsolutePath().normalize().getParent();
        if (beside == null || !Files.isDirectory(beside)) {
            throw new NoSuchFileException(String.valueOf(beside), null, "the folder of the target is not there");
        }
        return new FetchedFile(target.map(path -> path.toAbsolutePath().normalize()), beside,
                PREFIX + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX) + ENDING,
                false);
    }

    /** What is there and neither a file nor a folder, a device or a pipe: it is written to, and not replaced. */
    private static boolean isDevice(Path target) {
        return Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target);
    }

    /** Where to write it. */
    Path path() {
        return Contained.child(folder, name);
    }

    /** A second file for what comes before it. */
    Path answer() {
        return Contained.child(folder, name + ".answer");
    }

    /** Prints it, or gives it its target's name over what is there. */
    void hand(OutputStream out) throws IOException {
        if (target.isEmpty()) {
            Files.copy(path(), out);
            out.flush();
            return;
        }
        if (isDevice(target.get())) {
            try (OutputStream device = Files.newOutputStream(target.get(), StandardOpenOption.WRITE)) {
                Files.copy(path(), device);
            }
            return;
        }
        if (Files.isDirectory(target.get())) {
            throw new NotDone(NotDone.NOT_THERE, target.get() + " is a folder, and what was fetched is a file: name a file");
        }
        Files.move(path(), target.get(), StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Unpacks it into the target, a folder that is not there or has nothing in it.
     *
     * @param limits how much it may hold
     * @throws NotDone     if something is in that folder
     * @throws IOException if the archive is broken or the disk says no; nothing is left then
     */
    void unpack(Tarball limits) throws IOException {
        Path place = target.orElseThrow();
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDone(NotDone.NOT_THERE, place + " is no folder, and the output has many files: name a folder"
                    + " that is empty or not there yet, or a file that ends with .tar.gz");
        }
        Path unpacked = Files.createDirectory(unpacked());
        limits.unpack(path(), unpacked, Durability.OS);
        try {
            Files.deleteIfExists(place);
        } catch (DirectoryNotEmptyException e) {
            throw new NotDone(NotDone.NOT_THERE, "something lies in " + place + " already: name a folder that is empty, or"
                    + " not there yet");
        }
        Files.move(unpacked, place, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path unpacked() {
        return Contained.child(folder, name + ".unpacked");
    }

    @Override
    public void close() throws IOException {
        halfDone.close();
    }
}
