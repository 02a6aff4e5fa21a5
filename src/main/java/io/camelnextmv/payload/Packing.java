package io.camelnextmv.payload;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Packs inputs as the service wants them: a gzipped tar of files by their relative names. All is streamed. */
public final class Packing {
    private static final int BUFFER = 64 * 1024;
    private final Tarball limits;

    /** @param limits how much a zip may hold */
    public Packing(Tarball limits) {
        this.limits = limits;
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
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw new BadArchive("the folder holds a link or a device: " + name);
                }
                put(tar, name, file);
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
        long left = limits.maxBytes();
        int entries = 0;
        try (ZipFile from = open(zip); TarArchiveOutputStream tar = tar(target)) {
            for (Enumeration<ZipArchiveEntry> all = from.getEntries(); all.hasMoreElements();) {
                ZipArchiveEntry entry = all.nextElement();
                Tarball.inside(zip, entry.getName());
                entries++;
                left -= Math.max(0, entry.getSize());
                if (entries > limits.maxEntries() || left < 0) {
                    throw new BadArchive("it holds more than " + limits.maxEntries() + " entries or "
                            + limits.maxBytes() + " bytes (nextmv.archive.max-entries, .max-bytes)");
                }
                if (entry.isUnixSymlink() || !from.canReadEntryData(entry)) {
                    throw new BadArchive("it has a link, or a file that is encrypted or packed in a way that is not"
                            + " known: " + entry.getName());
                }
                if (!entry.isDirectory()) {
                    TarArchiveEntry packed = new TarArchiveEntry(entry.getName());
                    packed.setSize(entry.getSize());
                    packed.setModTime(entry.getTime());
                    tar.putArchiveEntry(packed);
                    // A size that the zip lies about does not fit the entry, and is refused by the tar.
                    try (InputStream in = from.getInputStream(entry)) {
                        in.transferTo(tar);
                    }
                    tar.closeArchiveEntry();
                }
            }
        }
        if (entries == 0) {
            throw new BadArchive("it holds no file");
        }
    }

    private static ZipFile open(Path zip) throws IOException {
        try {
            return ZipFile.builder().setPath(zip).get();
        } catch (java.nio.file.FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // Its list stands at its end: where that is missing, so may be the end.
            throw new EOFException("it is not a zip, or ends too early");
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
