package io.camelnextmv.payload;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A zip from somewhere else, read with suspicion: all that can be known of it is looked at before anything is packed.
 */
final class Zip implements Closeable {
    private static final int BUFFER = 64 * 1024;
    private static final int TYPE = 0170000;
    /** A link, devices, a socket. What came through a pipe says that it is one, and is a file here. */
    private static final Set<Integer> NO_FILES = Set.of(0120000, 0020000, 0060000, 0140000);
    private static final byte[] END = {'P', 'K', 5, 6};
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xFFFF;
    private final ZipFile file;
    private final Tarball limits;

    private Zip(ZipFile file, Tarball limits) {
        this.file = file;
        this.limits = limits;
    }

    /**
     * @param zip    the file
     * @param limits how much it may hold
     * @return the zip, its list of entries read
     * @throws EOFException if its list is not there, which stands at its end
     * @throws BadArchive   if it cannot be read, or its list is too long
     * @throws IOException  if the disk says no
     */
    static Zip open(Path zip, Tarball limits) throws IOException {
        endsAsAZip(zip);
        ZipGuard guard = new ZipGuard(FileChannel.open(zip, StandardOpenOption.READ), limits.maxEntries());
        try {
            ZipFile file = ZipFile.builder().setSeekableByteChannel(guard).setCharset(StandardCharsets.ISO_8859_1).get();
            guard.opened();
            return new Zip(file, limits);
        } catch (UncheckedIOException e) {
            guard.close();
            throw e.getCause();
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            guard.close();
            // Whoever parses it puts what the guard says into words of its own.
            throw e.getCause() instanceof BadArchive bad ? bad
                    : e instanceof BadArchive bad ? bad : new BadArchive("it is a zip that is broken: " + e.getMessage());
        }
    }

    private static void endsAsAZip(Path zip) throws IOException {
        try (FileChannel channel = FileChannel.open(zip, StandardOpenOption.READ)) {
            int length = (int) Math.min(channel.size(), END_LENGTH + LONGEST_COMMENT);
            ByteBuffer tail = ByteBuffer.allocate(length);
            channel.position(channel.size() - length);
            while (tail.hasRemaining() && channel.read(tail) >= 0) {
                // to its end
            }
            byte[] bytes = tail.array();
            for (int at = length - END_LENGTH; at >= 0; at--) {
                if (bytes[at] == END[0] && bytes[at + 1] == END[1] && bytes[at + 2] == END[2] && bytes[at + 3] == END[3]) {
                    int part = bytes[at + 4] & 0xFF | (bytes[at + 5] & 0xFF) << 8;
                    if (part != 0 && part != 0xFFFF) {
                        throw new BadArchive("it is one part of a zip of several");
                    }
                    return;
                }
            }
        }
        // Its list stands at its end: where that is missing, so may be the end.
        throw new EOFException("it is not a zip, or ends too early");
    }

    /**
     * Looks at all of its entries.
     *
     * @param most how many bytes its files may have together, if not less
     * @throws BadArchive if it holds no file, too much, a link, a device, what cannot be unpacked, or a name twice
     */
    void check(long most) throws BadArchive {
        checkSize(most);
        EntryNames names = new EntryNames();
        EntryNames folders = new EntryNames();
        boolean empty = true;
        for (ZipArchiveEntry entry : entries()) {
            String name = ZipNames.of(entry);
            EntryNames.inside(Path.of("zip"), name);
            checkKind(entry, name);
            if (!entry.isDirectory()) {
                empty = false;
                checkName(name, names, folders);
            }
        }
        if (empty) {
            throw new BadArchive("it holds no file");
        }
        for (ZipArchiveEntry entry : entries()) {
            if (!entry.isDirectory() && folders.isKnown(ZipNames.seen(ZipNames.of(entry)))) {
                throw new BadArchive("it has a file and a folder of one name: " + BadArchive.shown(ZipNames.of(entry)));
            }
        }
    }

    private void checkSize(long most) throws TooLarge {
        long size = 0;
        for (ZipArchiveEntry entry : entries()) {
            size = Tarball.sum(size, Math.max(0, entry.getSize()));
        }
        if (size > Math.min(most, limits.maxBytes())) {
            boolean ours = limits.maxBytes() < most;
            throw new TooLarge("its files have " + size + " bytes together", ours ? limits.maxBytes() : most,
                    ours ? "nextmv.archive.max-bytes" : Tarball.UNPACKED);
        }
    }

    private static void checkName(String name, EntryNames names, EntryNames folders) throws BadArchive {
        String seen = ZipNames.seen(name);
        if (seen.isEmpty()) {
            throw new BadArchive("it has a file without a name");
        }
        if (!names.isNew(seen)) {
            throw new BadArchive("it has a name twice: " + BadArchive.shown(name));
        }
        for (int at = seen.indexOf('/'); at >= 0; at = seen.indexOf('/', at + 1)) {
            folders.isNew(seen.substring(0, at));
        }
    }

    private void checkKind(ZipArchiveEntry entry, String name) throws BadArchive {
        if (NO_FILES.contains(entry.getUnixMode() & TYPE)) {
            throw new BadArchive("it has a " + (entry.isUnixSymlink() ? "link: " : "device: ") + BadArchive.shown(name));
        }
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new BadArchive("it has a file that is encrypted: " + BadArchive.shown(name));
        }
        if (!file.canReadEntryData(entry)) {
            throw new BadArchive("it has a file that is packed in a way that is not known (method " + entry.getMethod()
                    + "): " + BadArchive.shown(name));
        }
    }

    /**
     * Copies its files into a tar.
     *
     * @param tar the tar
     * @throws BadArchive  if a file is not what the list of entries says
     * @throws IOException if the disk says no
     */
    void copy(TarArchiveOutputStream tar) throws IOException {
        for (ZipArchiveEntry entry : entries()) {
            if (entry.isDirectory()) {
                continue;
            }
            String name = ZipNames.of(entry);
            TarArchiveEntry packed = new TarArchiveEntry(name);
            packed.setSize(entry.getSize());
            packed.setModTime(entry.getTime());
            tar.putArchiveEntry(packed);
            try (InputStream in = content(entry, name)) {
                copy(in, entry, name, tar);
            }
            tar.closeArchiveEntry();
        }
    }

    private InputStream content(ZipArchiveEntry entry, String name) throws BadArchive {
        try {
            return file.getInputStream(entry);
        } catch (IOException | IllegalArgumentException e) {
            throw broken(name, e.getMessage());
        }
    }

    private static void copy(InputStream in, ZipArchiveEntry entry, String name, TarArchiveOutputStream tar)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        CRC32 checksum = new CRC32();
        long size = 0;
        for (int read = read(in, buffer, name); read >= 0; read = read(in, buffer, name)) {
            size += read;
            checksum.update(buffer, 0, read);
            if (size > entry.getSize()) {
                throw broken(name, "it is larger than it says");
            }
            tar.write(buffer, 0, read);
        }
        if (size != entry.getSize()) {
            throw broken(name, "it is smaller than it says");
        }
        if (checksum.getValue() != entry.getCrc()) {
            throw broken(name, "its checksum is wrong");
        }
    }

    /** Our disk's faults are unchecked here: what is said is said of the zip. */
    private static int read(InputStream in, byte[] buffer, String name) throws BadArchive {
        try {
            return in.read(buffer);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | IllegalStateException e) {
            throw broken(name, e.getMessage());
        }
    }

    private static BadArchive broken(String name, String why) {
        return new BadArchive("it has a file that is broken, " + BadArchive.shown(name) + ": " + why);
    }

    private List<ZipArchiveEntry> entries() {
        return new ArrayList<>(Collections.list(file.getEntries()));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
