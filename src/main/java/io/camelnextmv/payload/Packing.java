package io.camelnextmv.payload;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Packs inputs as the service wants them: a gzipped tar of files by their relative names. All is streamed. */
public final class Packing {
    private static final int BUFFER = 64 * 1024;
    private final Tarball limits;

    private final long most;

    /**
     * @param limits how much a zip may hold
     * @param most   how many bytes the files of an input may have together
     */
    public Packing(Tarball limits, long most) {
        this.limits = limits;
        this.most = most;
    }

    /**
     * Looks at the files of a folder, or at a file, before they are packed: at their kinds, names and sizes.
     *
     * @param input a folder, or a file
     * @throws BadArchive  if it holds a link or a device, a name that is no text, or more than may be sent
     * @throws IOException if the disk says no
     */
    void check(Path input) throws IOException {
        long size = 0;
        long largest = -1;
        String named = "";
        try (Stream<Path> all = Files.walk(input)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                String name = nameIn(input, file);
                long bytes = Files.size(file);
                size = Tarball.sum(size, bytes);
                if (bytes > largest) {
                    largest = bytes;
                    named = name;
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (size > most) {
            throw new TooLarge("its files have " + size + " bytes together" + (Files.isDirectory(input)
                    ? ", the largest is " + BadArchive.shown(named) : ""), most, Tarball.UNPACKED);
        }
    }

    private static String nameIn(Path folder, Path file) throws BadArchive {
        // A backslash is a letter where the file system does not part names by it: as a slash it would make two files one.
        String name = folder.relativize(file).toString().replace(folder.getFileSystem().getSeparator(), "/");
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new BadArchive("the folder holds a link or a device: " + BadArchive.shown(name));
        }
        if (EntryNames.isUnreadable(name)) {
            // Two of them would become one.
            throw new BadArchive("the folder holds a name that is not encoded in UTF-8: " + BadArchive.shown(name));
        }
        return name;
    }

    /**
     * All files of a folder, by their names in it.
     *
     * @param folder the folder
     * @param target the archive, written anew
     * @throws BadArchive  if it holds no file, or a link
     * @throws IOException if the disk says no
     */
    public void folder(Path folder, Path target) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new BadArchive("the folder holds no file");
        }
        try (TarArchiveOutputStream tar = tar(target)) {
            for (Path file : files) {
                put(tar, nameIn(folder, file), file);
            }
        }
    }

    /** One file alone. */
    void file(Path file, Path target) throws IOException {
        try (TarArchiveOutputStream tar = tar(target)) {
            put(tar, file.getFileName().toString(), file);
        }
    }

    /** The files of a zip. */
    void zip(Path zip, Path target) throws IOException {
        try (Zip from = Zip.open(zip, limits)) {
            from.check(most);
            try (TarArchiveOutputStream tar = tar(target)) {
                from.copy(tar);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static TarArchiveOutputStream tar(Path target) throws IOException {
        OutputStream out = new GZIPOutputStream(Files.newOutputStream(target), BUFFER);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new BufferedOutputStream(out, BUFFER),
                StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        return tar;
    }

    private static void put(TarArchiveOutputStream tar, String name, Path file) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(Files.size(file));
        entry.setModTime(Files.getLastModifiedTime(file));
        tar.putArchiveEntry(entry);
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(tar);
        }
        tar.closeArchiveEntry();
    }
}
