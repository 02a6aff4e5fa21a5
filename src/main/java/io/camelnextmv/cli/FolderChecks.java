package io.camelnextmv.cli;

import io.camelnextmv.settings.Folders;
import io.camelnextmv.store.Durability;
import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Does in each folder what a gateway will do there, and leaves nothing behind: a file is written, forced to the disk, renamed
 * and locked, a file and a folder are moved from one to the other. Its files have hidden names of their own, which neither a
 * gateway nor another check takes for its. A folder that is not there is not made.
 */
final class FolderChecks {
    private static final String FOLDER = "folder";
    private static final String MOVES = "moves";
    private static final long LITTLE_ROOM = 1024L * 1024 * 1024;
    private final Durability durability;
    private final String probe = ".nextmv-check-" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE),
            Character.MAX_RADIX);
    private final List<CheckLine> lines = new ArrayList<>();

    FolderChecks(Durability durability) {
        this.durability = durability;
    }

    /**
     * @param all the folders of each inbox, those of the main one first, by how the names of their settings begin
     * @return what was found
     */
    List<CheckLine> of(Map<String, Folders> all) {
        Map<Path, String> names = new LinkedHashMap<>();
        all.forEach((prefix, folders) -> named(prefix, folders).forEach((key, path) -> names.putIfAbsent(path, key)));
        Set<Path> usable = new LinkedHashSet<>();
        names.forEach((path, key) -> {
            if (isUsable(key, path)) {
                usable.add(path);
            }
        });
        Folders main = all.values().iterator().next();
        if (usable.contains(main.work())) {
            lock(main.work());
        }
        all.values().forEach(folders -> move(folders.inbox(), folders.work(), false, usable, names));
        move(main.work(), main.archive(), true, usable, names);
        all.values().forEach(folders -> folders.destinations().values().stream().sorted()
                .forEach(to -> place(folders.work(), to, usable, names)));
        usable.stream().filter(main.work()::equals).forEach(this::room);
        return lines;
    }

    private static Map<String, Path> named(String prefix, Folders folders) {
        Map<String, Path> named = new LinkedHashMap<>();
        named.put(prefix.isEmpty() ? "nextmv.inbox.folder" : prefix + "folder", folders.inbox());
        String others = prefix.isEmpty() ? "nextmv." : prefix;
        named.put(others + "outbox.folder", folders.outbox());
        named.put(others + "errors.folder", folders.errors());
        named.put(others + "canceled.folder", folders.canceled());
        named.put("nextmv.archive.folder", folders.archive());
        named.put("nextmv.work.folder", folders.work());
        return named;
    }

    /** Whether it is there, and can be written. */
    private boolean isUsable(String key, Path folder) {
        if (!Files.exists(folder)) {
            Optional<Path> above = above(folder);
            if (above.filter(Files::isDirectory).filter(Files::isWritable).isPresent()) {
                lines.add(CheckLine.ok(FOLDER, key, folder + " is not there yet: the start makes it"));
            } else {
                lines.add(CheckLine.failed(FOLDER, key, folder + " is not there, and cannot be made in "
                        + above.map(Path::toString).orElse("/"), "Make it, for the user that the gateway runs as"));
            }
            return false;
        }
        Path file = Contained.child(folder, probe);
        Path renamed = Contained.child(folder, probe + "-renamed");
        try {
            durability.write(file, new byte[] {'\n'});
            durability.move(file, renamed);
            lines.add(CheckLine.ok(FOLDER, key, folder + " can be written"));
            return true;
        } catch (IOException | UncheckedIOException e) {
            lines.add(CheckLine.failed(FOLDER, key, folder + " cannot be written: " + words(e),
                    "Let the user that the gateway runs as write there"));
            return false;
        } finally {
            delete(file, renamed, Contained.child(folder, "." + probe + ".part"));
        }
    }

    private static Optional<Path> above(Path folder) {
        Path above = folder.getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return Optional.ofNullable(above);
    }

    /** As a gateway holds its tickets. */
    private void lock(Path work) {
        Path file = Contained.child(work, probe);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            lines.add(lock == null
                    ? CheckLine.failed("lock", "nextmv.work.folder", "a file that nobody else knows is locked",
                            "Put it on a file system that has locks")
                    : CheckLine.ok("lock", "nextmv.work.folder", "files can be locked"));
        } catch (IOException e) {
            lines.add(CheckLine.failed("lock", "nextmv.work.folder", "files cannot be locked: " + words(e),
                    "Put it on a file system that has locks; NFS needs its lock service"));
        } finally {
            delete(file);
        }
    }

    /** As an input is claimed, and a ticket archived: in one step, on one file system. */
    private void move(Path from, Path to, boolean folder, Set<Path> usable, Map<Path, String> names) {
        if (!usable.contains(from) || !usable.contains(to)) {
            return;
        }
        String subject = names.get(from) + " → " + names.get(to);
        Path here = Contained.child(from, probe);
        Path there = Contained.child(to, probe);
        try {
            if (folder) {
                Files.createDirectory(here);
            } else {
                Files.createFile(here);
            }
            Files.move(here, there, StandardCopyOption.ATOMIC_MOVE);
            lines.add(CheckLine.ok(MOVES, subject, "in one step"));
        } catch (AtomicMoveNotSupportedException e) {
            lines.add(CheckLine.failed(MOVES, subject, "they lie on different file systems, or on two mounts of one",
                    "Put both below one mount; in a container one volume for nextmv.home"));
        } catch (IOException e) {
            lines.add(CheckLine.failed(MOVES, subject, words(e), "Let the user that the gateway runs as move files there"));
        } finally {
            delete(here, there);
        }
    }

    /** As an output is placed: a link, or a copy where the destination lies elsewhere. */
    private void place(Path from, Path to, Set<Path> usable, Map<Path, String> names) {
        if (!usable.contains(from) || !usable.contains(to)) {
            return;
        }
        String subject = names.get(from) + " → " + names.get(to);
        Path here = Contained.child(from, probe);
        Path there = Contained.child(to, probe);
        try {
            Files.createFile(here);
            Files.createLink(there, here);
            lines.add(CheckLine.ok(MOVES, subject, "in one step"));
        } catch (IOException | UnsupportedOperationException e) {
            lines.add(CheckLine.ok(MOVES, subject, "on another file system, or one without links: what goes there is copied,"
                    + " then renamed"));
        } finally {
            delete(here, there);
        }
    }

    private void room(Path work) {
        try {
            long room = Files.getFileStore(work).getUsableSpace();
            String said = Table.bytes(room) + " are free";
            lines.add(room < LITTLE_ROOM
                    ? CheckLine.note("room", "nextmv.work.folder", said, "Make room: inputs, outputs and the archive lie there")
                    : CheckLine.ok("room", "nextmv.work.folder", said));
        } catch (IOException e) {
            lines.add(CheckLine.note("room", "nextmv.work.folder", "its file system does not say how much is free", ""));
        }
    }

    private static void delete(Path... files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // Said already: the folder cannot be written.
                continue;
            }
        }
    }

    private static String words(Exception e) {
        return (e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e).toString();
    }
}
