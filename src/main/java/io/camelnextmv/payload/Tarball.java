package io.camelnextmv.payload;

import io.camelnextmv.store.Durability;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;

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
    /** How often an archive may be packed: once by who made it, once by a storage that packs what it keeps, once more. */
    private static final int MOST_LAYERS = 3;
    private static final int TAR_HEADER = 512;
    /** What names, attributes and padding may have beside the files, in bytes: a million files or two. */
    private static final long MOST_AROUND = 1024L * 1024 * 1024;
    /** The setting that says how many bytes the files of an input may have together. */
    static final String UNPACKED = "nextmv.limit.unpacked";

    /** What to do with an entry. */
    interface Visitor {
        /** Of whatever kind it is, before anything of it is read. */
        default void entry(long size) throws IOException {
        }

        void folder(String name) throws IOException;

        void file(String name, InputStream content) throws IOException;
    }

    /**
     * Reads an archive to its end without keeping anything.
     *
     * @param archive the archive
     * @param most    how many bytes its files may have together
     * @throws BadArchive   if it is broken, has no file, or is too much
     * @throws EOFException if it ends too early
     * @throws IOException  if it cannot be read
     */
    public void check(Path archive, long most) throws IOException {
        int[] files = {0};
        // What it may hold is the service's to say: only whether it is whole is looked at, and how much it is.
        new Tarball(Integer.MAX_VALUE, most).read(archive, false, new Visitor() {
            private long size;

            @Override
            public void entry(long said) throws IOException {
                mostly(sum(size, said));
            }

            @Override
            public void folder(String name) {
                // nothing to keep
            }

            @Override
            public void file(String name, InputStream content) throws IOException {
                byte[] buffer = new byte[BUFFER];
                for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                    size += read;
                    mostly(size);
                }
                files[0]++;
            }

            private void mostly(long bytes) throws TooLarge {
                if (bytes > most) {
                    throw new TooLarge("its files have at least " + bytes + " bytes together, unpacked", most, UNPACKED);
                }
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
        read(archive, true, new Unpacking(folder, maxBytes, durability));
    }

    /**
     * Whether a file begins as an archive does: a gzip, or the tar that is left when somebody on the way unpacked it.
     *
     * @param file a file
     * @return whether it does
     * @throws IOException if it cannot be read
     */
    public static boolean isIn(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            return isGzip(in) || isTar(in);
        }
    }

    private void read(Path archive, boolean strict, Visitor visitor) throws IOException {
        try (InputStream file = new BufferedInputStream(new OurDisk(archive), BUFFER)) {
            InputStream unpacked = strict ? unpacked(file) : new GZIPInputStream(file, BUFFER);
            entries(unpacked, strict, visitor);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (BadArchive | EOFException e) {
            throw e;
        } catch (ZipException e) {
            throw new BadArchive("it is not a gzip: " + e.getMessage());
        } catch (StackOverflowError e) {
            // Who parses it calls itself for each hole of a file.
            throw new BadArchive("it has a file with too many holes");
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw new BadArchive("it is not a tar: " + e.getMessage());
        } catch (IOException e) {
            // Not our disk's: that is an unchecked one.
            if (String.valueOf(e.getMessage()).contains("Truncated")) {
                throw new EOFException(e.getMessage());
            }
            throw new BadArchive("it is not a tar: " + e.getMessage());
        }
    }

    private void entries(InputStream unpacked, boolean strict, Visitor visitor) throws IOException {
        TarGuard guard = new TarGuard(new BufferedInputStream(unpacked, BUFFER), sum(maxBytes, MOST_AROUND));
        TarArchiveInputStream tar = new TarArchiveInputStream(guard, StandardCharsets.UTF_8.name());
        int entries = 0;
        for (TarArchiveEntry entry = next(tar, guard); entry != null; entry = next(tar, guard)) {
            entries++;
            if (entries > maxEntries) {
                throw new BadArchive("it has more than " + maxEntries + " entries (nextmv.archive.max-entries)");
            }
            visitor.entry(Math.max(0, entry.getSize()));
            visit(entry, tar, strict, visitor);
        }
        // To its end, where the gzip's checksum is.
        byte[] buffer = new byte[BUFFER];
        long behind = 0;
        for (int read = unpacked.read(buffer); read >= 0; read = unpacked.read(buffer)) {
            behind += read;
            if (behind > MOST_PADDING) {
                throw new BadArchive("it goes on behind its end");
            }
        }
    }

    private static TarArchiveEntry next(TarArchiveInputStream tar, TarGuard guard) throws IOException {
        while (tar.getCurrentEntry() != null && tar.skip(Long.MAX_VALUE) > 0) {
            // What nobody has read of the entry before.
        }
        guard.headers();
        TarArchiveEntry entry = tar.getNextEntry();
        guard.contents();
        return entry;
    }

    /** The tar itself: a client that was told of a content encoding has unpacked it once, a storage may have packed it. */
    private static InputStream unpacked(InputStream file) throws IOException {
        InputStream unpacked = file;
        for (int layers = 0; layers < MOST_LAYERS && isGzip(unpacked); layers++) {
            unpacked = new BufferedInputStream(new GZIPInputStream(unpacked, BUFFER), BUFFER);
        }
        if (unpacked == file && !isTar(file)) {
            // Says what is wrong with it.
            return new GZIPInputStream(file, BUFFER);
        }
        return unpacked;
    }

    /** As large as a number can be, where it would be larger. */
    static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    private static boolean isGzip(InputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip;
    }

    private static boolean isTar(InputStream in) throws IOException {
        in.mark(TAR_HEADER);
        byte[] header = in.readNBytes(TAR_HEADER);
        in.reset();
        try {
            // Its checksum and nothing else: old tars have no magic.
            return header.length == TAR_HEADER && header[0] != 0 && TarUtils.verifyCheckSum(header);
        } catch (IllegalArgumentException e) {
            // Where the checksum would stand there is no number.
            return false;
        }
    }

    private static void visit(TarArchiveEntry entry, InputStream content, boolean strict, Visitor visitor)
            throws IOException {
        boolean link = entry.isSymbolicLink() || entry.isLink();
        boolean device = entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO();
        if (strict && (link || device)) {
            throw new BadArchive("it has a " + (link ? "link" : "device") + ": "
                    + BadArchive.shown(entry.getName()));
        }
        if (entry.isDirectory()) {
            visitor.folder(entry.getName());
        } else if (!link && !device) {
            visitor.file(entry.getName(), content);
        }
    }
}
