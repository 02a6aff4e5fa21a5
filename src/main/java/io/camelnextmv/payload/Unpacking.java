package io.camelnextmv.payload;

import io.camelnextmv.store.Directories;
import io.camelnextmv.store.Durability;
import io.camelnextmv.ticket.Contained;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Puts the entries of an archive into a folder. What the disk says of an entry is the archive's fault where the disk
 * takes another file at the same moment (a name that this file system cannot hold, or takes for one that is there); else
 * it is the disk's, an {@link UncheckedIOException}, to be waited out.
 */
final class Unpacking implements Tarball.Visitor {
    private static final int BUFFER = 64 * 1024;
    private final Path folder;
    private final Durability durability;
    private final long maxBytes;
    private final EntryNames files = new EntryNames();
    private long left;

    private interface Act<T> {
        T done() throws IOException;
    }

    Unpacking(Path folder, long maxBytes, Durability durability) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.left = maxBytes;
        this.durability = durability;
    }

    @Override
    public void folder(String name) throws IOException {
        Path path = EntryNames.inside(folder, name);
        tried(name, () -> Directories.make(folder, path));
    }

    @Override
    public void file(String name, InputStream content) throws IOException {
        Path file = EntryNames.inside(folder, name);
        if (file.equals(folder) || Files.isDirectory(file)) {
            throw new BadArchive("it has a file and a folder of one name: " + BadArchive.shown(name));
        }
        String relative = folder.relativize(file).toString();
        // Of a name that comes twice the later one holds, as whoever adds to a tar means it.
        boolean again = files.isKnown(relative) && !EntryNames.mayBeUnreadable(relative);
        if (!again && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new BadArchive("it has two names that are one here: " + BadArchive.shown(name));
        }
        files.isNew(relative);
        tried(name, () -> Directories.make(folder, file.getParent()));
        // Of links nothing is ever made, so a file of the same name can only be one of this archive.
        try (OutputStream out = tried(name, () -> Files.newOutputStream(file))) {
            copy(content, out);
        }
        ours(() -> {
            durability.sync(file);
            return file;
        });
    }

    private void copy(InputStream content, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            left -= read;
            if (left < 0) {
                throw new BadArchive("it holds more than " + maxBytes + " bytes (nextmv.archive.max-bytes)");
            }
            int length = read;
            ours(() -> {
                out.write(buffer, 0, length);
                return out;
            });
        }
    }

    private <T> T tried(String name, Act<T> act) throws BadArchive {
        try {
            return act.done();
        } catch (FileAlreadyExistsException e) {
            throw new BadArchive("it has a file and a folder of one name: " + BadArchive.shown(name));
        } catch (FileSystemException e) {
            return onceMore(name, act, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A disk that takes a file of ours, and again not this one, cannot hold it. */
    private <T> T onceMore(String name, Act<T> act, FileSystemException first) throws BadArchive {
        Path probe = Contained.sibling(folder, folder.getFileName() + ".probe");
        try {
            Files.write(probe, new byte[] {1});
            Files.delete(probe);
        } catch (IOException e) {
            throw new UncheckedIOException(first);
        }
        try {
            return act.done();
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new BadArchive("it has a name that this file system cannot hold (" + reason + "): "
                    + BadArchive.shown(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> void ours(Act<T> act) {
        try {
            act.done();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
