package io.camelnextmv.payload;

import io.camelnextmv.ticket.Directories;
import io.camelnextmv.ticket.Durability;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A gzipped tar from somewhere else, read with suspicion: it may be broken, too much, or want to write outside of its
 * folder. Its files are streamed.
 *
 * @param maxEntries how many entries it may have
 * @param maxBytes   how many bytes its files may have together
 */
public record Tarball(int maxEntries, long maxBytes) {
    private static final int BUFFER = 64 * 1024;
    /** Zeros behind the end, in bytes: tars are filled up to blocks. */
    private static final long MOST_PADDING = 16L * 1024 * 1024;
    private static final Pattern SEPARATORS = Pattern.compile("[/\\\\]");
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

    /** What to do with an entry. */
    private interface Visitor {
        void folder(String name) throws IOException;

        void file(String name, InputStream content) throws IOException;
    }

    /**
     * Reads an archive to its end without keeping anything.
     *
     * @param archive the archive
     * @throws BadArchive   if it is broken, or has no file
     * @throws EOFException if it ends too early
     * @throws IOException  if it cannot be read
     */
    public void check(Path archive) throws IOException {
        int[] files = {0};
        // What it may hold is the service's to say: only whether it is whole is looked at.
        new Tarball(Integer.MAX_VALUE, Long.MAX_VALUE).read(archive, false, new Visitor() {
            @Override
            public void folder(String name) {
                // nothing to keep
            }

            @Override
            public void file(String name, InputStream content) throws IOException {
                content.transferTo(OutputStream.nullOutputStream());
                files[0]++;
            }
        });
        if (files[0] == 0) {
            throw new BadArchive("it holds no file");
        }
    }

    /**
     * Unpacks an archive into a folder.
     *
     * @param archive    the archive
     * @param folder     an empty folder; what is in it after a failure is to be thrown away
     * @param durability how far the writes must have come
     * @throws BadArchive   if it is broken, has links, devices or names that lead outside, or is too much
     * @throws EOFException if it ends too early
     * @throws IOException  if the disk says no
     */
    public void unpack(Path archive, Path folder, Durability durability) throws IOException {
        read(archive, true, new Visitor() {
            private long left = maxBytes;

            @Override
            public void folder(String name) throws IOException {
                Directories.make(folder, inside(folder, name));
            }

            @Override
            public void file(String name, InputStream content) throws IOException {
                Path file = inside(folder, name);
                if (file.equals(folder) || Files.isDirectory(file)) {
                    throw new BadArchive("it has a file and a folder of one name: " + name);
                }
                Directories.make(folder, file.getParent());
                byte[] buffer = new byte[BUFFER];
                // Of links nothing is ever made, so a file of the same name can only be one of this archive.
                try (OutputStream out = Files.newOutputStream(file)) {
                    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                        left -= read;
                        if (left < 0) {
                            throw new BadArchive("it holds more than " + maxBytes
                                    + " bytes (nextmv.archive.max-bytes)");
                        }
                        out.write(buffer, 0, read);
                    }
                }
                durability.settle(file);
            }
        });
    }

    private void read(Path archive, boolean strict, Visitor visitor) throws IOException {
        try (InputStream file = Files.newInputStream(archive);
                InputStream gzip = new GZIPInputStream(file, BUFFER);
                TarArchiveInputStream tar = new TarArchiveInputStream(new TarGuard(new BufferedInputStream(gzip,
                        BUFFER)), StandardCharsets.UTF_8.name())) {
            int entries = 0;
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries++;
                if (entries > maxEntries) {
                    throw new BadArchive("it has more than " + maxEntries + " entries (nextmv.archive.max-entries)");
                }
                visit(entry, tar, strict, visitor);
            }
            // To its end, where the gzip's checksum is.
            if (gzip.skip(MOST_PADDING) == MOST_PADDING) {
                throw new BadArchive("it goes on behind its end");
            }
        } catch (BadArchive | EOFException | FileSystemException e) {
            throw e;
        } catch (ZipException e) {
            throw new BadArchive("it is not a gzip: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new BadArchive("it is not a tar: " + e.getMessage());
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Truncated")) {
                throw new EOFException(e.getMessage());
            }
            throw e.getStackTrace().length > 0 && e.getStackTrace()[0].getClassName().startsWith("org.apache.commons")
                    ? new BadArchive("it is not a tar: " + e.getMessage())
                    : e;
        }
    }

    private static void visit(TarArchiveEntry entry, InputStream content, boolean strict, Visitor visitor)
            throws IOException {
        boolean link = entry.isSymbolicLink() || entry.isLink();
        boolean device = entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
        if (strict && (link || device)) {
            throw new BadArchive("it has a " + (link ? "link" : "device") + ": " + entry.getName());
        }
        if (entry.isDirectory()) {
            visitor.folder(entry.getName());
        } else if (!link && !device) {
            visitor.file(entry.getName(), content);
        }
    }

    /** Where a name leads to, if that is inside of the folder. */
    static Path inside(Path folder, String name) throws BadArchive {
        boolean absolute = name.startsWith("/") || name.startsWith("\\") || DRIVE.matcher(name).matches();
        if (absolute || List.of(SEPARATORS.split(name)).contains("..")) {
            throw new BadArchive("it has a name that leads outside: " + name);
        }
        try {
            Path path = folder.resolve(name).normalize();
            if (path.startsWith(folder)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw new BadArchive("it has a name that cannot be a file's: " + name);
    }
}
